import { accessSync, constants, lstatSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

interface Place {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/** What Node can start without a command interpreter in between. */
const STARTABLE = [".exe", ".com"];

/**
 * The file that a command stands for, as the system would look for it.
 * @returns null if there is none
 */
export function findExecutable(command: string, { env = process.env, platform = process.platform }: Place = {}): string | null {
  const windows = platform === "win32";
  if (command.includes("/") || (windows && command.includes("\\"))) return firstOf([resolve(command)], windows, env);
  const folders = (valueOf(env, "PATH", windows) ?? "").split(windows ? ";" : ":").map((folder) => folder.replaceAll('"', ""));
  return firstOf(
    folders.filter((folder) => folder !== "").map((folder) => join(folder, command)),
    windows,
    env,
  );
}

function firstOf(paths: readonly string[], windows: boolean, env: NodeJS.ProcessEnv): string | null {
  const endings = windows ? endingsOf(env) : [""];
  for (const path of paths) {
    const named = windows && endings.some((ending) => path.toLowerCase().endsWith(ending));
    for (const file of named ? [path] : endings.map((ending) => path + ending)) if (canStart(file, windows)) return file;
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

function canStart(file: string, windows: boolean): boolean {
  try {
    // A PowerShell from the Store is an alias there: it can be started, but not resolved.
    if (windows) return !lstatSync(file).isDirectory();
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
