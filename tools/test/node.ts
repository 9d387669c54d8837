import { spawn, spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { killTree } from "../../lib/adapters/powershell/process";
import { root } from "../program";

/** How long what is ended may take to end by itself. */
const KILL_MS = 5000;

export interface Ended {
  /** Exit code; null if there is none. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  readonly error?: Error;
  /** It had not ended in time, and was ended with all that it had started. */
  readonly late: boolean;
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
  /** It is ended after this time, with all that it has started. */
  readonly limitMs: number;
  /** Resolves when that time is over; the signal ends it before. Default: by the clock. */
  readonly after?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const byTheClock = (ms: number, signal: AbortSignal): Promise<unknown> => pause(ms, undefined, { signal });

/**
 * Runs a script of ours or of node_modules with this Node to its end: without a shell, so that it is the same on Windows.
 * @returns whether it ended well
 */
export const succeeds = (args: readonly string[]): boolean =>
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status === 0;

/** The same while others run. */
export async function runBeside(args: readonly string[], how: Beside): Promise<Ended> {
  const { node = process.execPath, env = {}, later = false, limitMs, after = byTheClock } = how;
  const output = later ? "pipe" : "inherit";
  const child = spawn(node, args, { cwd: root, stdio: ["ignore", output, output], env: { ...process.env, ...env } });
  const streams = [child.stdout, child.stderr];
  const printed: Buffer[] = [];
  for (const stream of streams) stream?.on("data", (part: Buffer) => printed.push(part));
  const ended = new Promise<Omit<Ended, "late" | "printed">>((done) => {
    child.once("error", (error) => done({ status: null, signal: null, error }));
    child.once("close", (status, signal) => done({ status, signal }));
  });
  const inTime = new AbortController();
  const late = after(limitMs, inTime.signal).then(() => "late" as const);
  // Ended by `inTime`.
  late.catch(() => undefined);
  const first = await Promise.race([ended, late]);
  inTime.abort();
  if (first !== "late") return { ...first, late: false, printed: Buffer.concat(printed).toString() };
  if (child.pid !== undefined) await killTree(child.pid, KILL_MS);
  // Whatever has its pipes still is no child of its any more: it is not waited for.
  for (const stream of streams) stream?.destroy();
  return { status: null, signal: null, late: true, printed: Buffer.concat(printed).toString() };
}
