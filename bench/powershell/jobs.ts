import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Load } from "./load";
import type { Memory } from "./memory";
import { largest, memoryOf } from "./memory";
import type { Judged } from "./questions";
import type { Job, Told } from "./worker";

export interface Measured extends Load {
  /** The most during this level. */
  readonly memory: Memory | null;
}

interface Outcome {
  readonly loads: readonly Measured[];
  readonly judged: Judged | null;
  /** How it ended when it did not come to its end. */
  readonly ended: string | null;
}

const LOOK_MS = 200;
/** Plain text for all, and no command of the user's in place of ours. */
const environment = (): NodeJS.ProcessEnv => {
  const { NODE_POWERSHELL: _, ...rest } = process.env;
  return { ...rest, TERM: "dumb", NO_COLOR: "1", POWERSHELL_TELEMETRY_OPTOUT: "1", POWERSHELL_UPDATECHECK: "Off" };
};

/** Its own group of processes, so that nothing of it is left behind. */
function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // Nothing is left of it.
  }
}

/**
 * Does a job in a process of its own, which may end or hang as it likes.
 * @param root whose code does it: this repository's, or that of another commit
 */
export async function done(job: Job, limitMs: number, root = join(__dirname, "../..")): Promise<Outcome> {
  const child = fork(join(root, "bench", "powershell", "worker.ts"), [JSON.stringify(job)], {
    execArgv: ["--import", "tsx"],
    env: environment(),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    detached: process.platform !== "win32",
  });
  const loads: Measured[] = [];
  let judged: Judged | null = null;
  let finished = false;
  let memory: Memory | null = null;
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-20_000)));
  const look = (): void => {
    if (child.pid !== undefined) memory = largest(memory, memoryOf(child.pid));
  };
  child.on("message", (told: Told) => {
    if ("level" in told) {
      memory = null;
      look();
    } else if ("load" in told) loads.push({ ...told.load, memory });
    else if ("judged" in told) ({ judged } = told);
    else finished = true;
  });
  const looking = setInterval(look, LOOK_MS);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    end(child);
  }, limitMs);
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  clearInterval(looking);
  clearTimeout(limit);
  end(child);
  return {
    loads,
    judged,
    ended: finished ? null : late ? `no end after ${limitMs / 1000} s` : `${signal ?? `exit code ${code}`}: ${reasonIn(said)}`,
  };
}

/** The line of an error among what a Node says when it ends by one. */
const reasonIn = (said: string): string =>
  said
    .split("\n")
    .map((line) => line.trim())
    .find((line) => /^(\w*Error\b|Uncaught|\[?Unhandled)/.test(line)) ?? said.trim().slice(-80);
