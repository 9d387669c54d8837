import { spawn, spawnSync } from "node:child_process";
import { root } from "../program";

export interface Ended {
  /** Exit code; null if there is none. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  readonly error?: Error;
  /** What it printed, if the output was held back. */
  readonly printed: string;
}

export interface Beside {
  /** Path of a Node. Default: this one. */
  readonly node?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Holds back its output until it has ended: two programs that print at the same time cannot be read. */
  readonly later?: boolean;
  /** It is killed after this time. */
  readonly limitMs: number;
}

/**
 * Runs a script of ours or of node_modules with this Node to its end: without a shell, so that it is the same on Windows.
 * @returns whether it ended well
 */
export const succeeds = (args: readonly string[]): boolean =>
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status === 0;

/** The same while others run. */
export const runBeside = (args: readonly string[], { node = process.execPath, env = {}, later = false, limitMs }: Beside): Promise<Ended> =>
  new Promise((done) => {
    const output = later ? "pipe" : "inherit";
    const child = spawn(node, args, {
      cwd: root,
      stdio: ["ignore", output, output],
      env: { ...process.env, ...env },
      timeout: limitMs,
      killSignal: "SIGKILL",
    });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => printed.push(part));
    const end = (how: Omit<Ended, "printed">) => done({ ...how, printed: Buffer.concat(printed).toString() });
    child.once("error", (error) => end({ status: null, signal: null, error }));
    child.once("close", (status, signal) => end({ status, signal }));
  });
