import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../program";

/** Runs npm in this repository, without a shell if npm has passed on its own path, as it does to everything that it starts. */
function npm(args: readonly string[]) {
  const cli = process.env["npm_execpath"];
  return cli?.endsWith(".js") === true
    ? spawnSync(process.execPath, [cli, ...args], { cwd: root, encoding: "utf8" })
    : spawnSync("npm", args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
}

/** What the registry says about a package, using npm as configured; undefined if it cannot be asked. */
export function view(name: string, field: string): unknown {
  const { status, stdout } = npm(["view", name, field, "--json", "--fetch-retries=0", "--fetch-timeout=20000"]);
  return status === 0 && stdout.trim() !== "" ? JSON.parse(stdout) : undefined;
}

/** Packs what is built. @returns path of the tarball in `folder` */
export function pack(folder: string): string {
  const { status, stdout, stderr } = npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder]);
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [packed] = JSON.parse(stdout) as [{ readonly filename: string }];
  return join(folder, packed.filename);
}
