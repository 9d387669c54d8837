import { access, constants, lstat, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

interface Place {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/** What Node can start without a command interpreter in between. */
const STARTABLE = [".exe", ".com"];

/**
 * The file that a command stands for, as the system would look for it. It does not hold this process up: a folder of the PATH can be on a
 * share that is down.
 * @returns null if there is none
 */
export async function findExecutable(
  command: string,
  { env = process.env, platform = process.platform }: Place = {},
): Promise<string | null> {
  const windows = platform === "win32";
  if (command.includes("/") || (windows && command.includes("\\"))) return firstOf([resolve(command)], windows, env);
  const folders = (valueOf(env, "PATH", windows) ?? "").split(windows ? ";" : ":").map((folder) => folder.replaceAll('"', ""));
  return firstOf(
    folders.filter((folder) => folder !== "").map((folder) => join(folder, command)),
    windows,
    env,
  );
}

async function firstOf(paths: readonly string[], windows: boolean, env: NodeJS.ProcessEnv): Promise<string | null> {
  const endings = windows ? endingsOf(env) : [""];
  for (const path of paths) {
    const named = windows && endings.some((ending) => path.toLowerCase().endsWith(ending));
    for (const file of named ? [path] : endings.map((ending) => path + ending)) if (await canStart(file, windows)) return file;
  }
  return null;
}

const endingsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  const listed = (valueOf(env, "PATHEXT", true) ?? "").toLowerCase().split(";");
  const known = listed.filter((ending) => STARTABLE.includes(ending));
  return known.length > 0 ? known : STARTABLE;
};

/** Names of variables are not case-sensitive on Windows, but the keys of a copied environment are. */
const valueOf = (env: NodeJS.ProcessEnv, name: string, anyCase: boolean): string | undefined =>
  env[name] ?? (anyCase ? Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1] : undefined);

async function canStart(file: string, windows: boolean): Promise<boolean> {
  try {
    // A PowerShell from the Store is an alias there: it can be started, but not resolved.
    if (windows) return !(await lstat(file)).isDirectory();
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
