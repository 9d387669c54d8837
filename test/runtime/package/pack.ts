import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = resolve(__dirname, "../../..");

/** Runs npm without a shell where npm tells its own path (as it does to everything that it starts). */
export const npm = async (args: readonly string[], cwd: string): Promise<string> => {
  const cli = process.env["npm_execpath"];
  const env = { ...process.env, npm_config_audit: "false", npm_config_fund: "false", npm_config_update_notifier: "false" };
  const { stdout } = cli?.endsWith(".js")
    ? await execute(process.execPath, [cli, ...args], { cwd, env })
    : await execute("npm", [...args], { cwd, env, shell: process.platform === "win32" });
  return stdout;
};

/** Packs what is built now into `folder` and returns the path of the tarball. */
export const pack = async (folder: string): Promise<string> => {
  const [packed] = JSON.parse(await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], root)) as [
    { filename: string },
  ];
  return join(folder, packed.filename);
};

const installOnce = async (): Promise<string> => {
  const shared = process.env["ROLLING_UPDATE_PACKED"];
  const folder = shared ?? (await mkdtemp(join(tmpdir(), "rolling-update-packed-")));
  if (shared === undefined) process.once("exit", () => void rm(folder, { recursive: true, force: true }));
  const installed = join(folder, "installed");
  if (existsSync(installed)) return installed;

  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, "work-"));
  const tarball = await pack(work);
  await writeFile(join(work, "package.json"), JSON.stringify({ name: "a-node-red-user-directory", version: "0.0.1", private: true }));
  await npm(["install", "--omit=dev", "--prefer-offline", "--ignore-scripts", "--no-package-lock", tarball], work);
  await rm(tarball);
  // Suites run side by side: who comes second takes what is there.
  await rename(work, installed).catch(async (error: unknown) => {
    if (!existsSync(installed)) throw error;
    await rm(work, { recursive: true, force: true });
  });
  return installed;
};

let installed: Promise<string> | undefined;

/** A folder in which the packed package is installed as an administrator would; made once for all suites of a test run. */
export const installedPackage = (): Promise<string> => (installed ??= installOnce());

/** A fresh Node-RED user directory in which the packed package is installed; remove it with {@link removeUserDir}. */
export const makeUserDir = async (): Promise<string> => {
  const from = await installedPackage();
  const userDir = await mkdtemp(join(tmpdir(), "rolling-update-user-"));
  for (const name of await readdir(from)) {
    if (name === "node_modules") await symlink(join(from, name), join(userDir, name), "junction");
    else await cp(join(from, name), join(userDir, name));
  }
  return userDir;
};

export const removeUserDir = (userDir: string): Promise<void> => rm(userDir, { recursive: true, force: true, maxRetries: 5 });
