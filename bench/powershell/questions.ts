import { existsSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { Peer } from "./peers/peer";
import { scripts, SLOW_MS } from "./scripts";

/** What somebody who calls it got: an answer, or word that it failed. */
export type Heard = { readonly answer: unknown } | { readonly failed: string };

export interface Judged {
  readonly right: boolean;
  readonly what: string;
}

const right = (what: string): Judged => ({ right: true, what });
const wrong = (what: string): Judged => ({ right: false, what });

export async function heard(call: Promise<unknown>): Promise<Heard> {
  try {
    return { answer: await call };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : JSON.stringify(error) };
  }
}

/** A thing in a few words. */
export function brief(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 40)} … ${line.slice(-15)}` : line;
}

const isDone = (answer: unknown): boolean => typeof answer === "object" && answer !== null && "done" in answer && answer.done === true;

/** A PowerShell that ends before the answer must not be a success. */
export function judgeExit(call: Heard): Judged {
  if ("failed" in call) return right(`told: ${brief(call.failed)}`);
  return wrong(`a success, with the answer "${brief(call.answer)}"`);
}

/** What is said besides the answer must neither spoil it nor be taken for a failure. */
export function judgeWarning(call: Heard): Judged {
  if ("failed" in call) return wrong(`a failure, though all went well: ${brief(call.failed)}`);
  return isDone(call.answer) ? right("the answer, nothing else in it") : wrong(`in the answer: "${brief(call.answer)}"`);
}

/** Either the answer comes, if need be behind all the noise, or the caller is told. */
export function judgeNoise(call: Heard, { seconds, stallMs }: Pick<Timed, "seconds" | "stallMs">): Judged {
  const took = `${seconds.toFixed(1)} s, event loop late by ${stallMs.toFixed(0)} ms`;
  if ("failed" in call) return right(`told: ${took}: ${brief(call.failed)}`);
  if (isDone(call.answer)) return right(`the answer: ${took}`);
  const text = typeof call.answer === "string" ? call.answer.trimEnd() : "";
  if (text.endsWith('{"done":true}')) return right(`the answer behind it: ${took}`);
  return wrong(`${took}: "${brief(call.answer)}"`);
}

/** The caller is told in time, the script is stopped, and the next call has its own answer. */
export function judgeTimeOut(call: Heard, seconds: number, next: Heard, cameToItsEnd: boolean): Judged {
  const took = `after ${seconds.toFixed(1)} s`;
  if ("answer" in call) return wrong(`no time limit: "${brief(call.answer)}" ${took}`);
  if ("failed" in next) return wrong(`told ${took}; the next call failed: ${brief(next.failed || "no text")}`);
  if (!isSaid(next.answer, "next")) return wrong(`told ${took}; the next call got "${brief(next.answer)}"`);
  if (cameToItsEnd) return wrong(`told ${took}, but the script went on to its end`);
  return right(`told ${took}, stopped, the next call answered`);
}

const isSaid = (answer: unknown, value: string): boolean =>
  typeof answer === "object" && answer !== null && "said" in answer && answer.said === value;

/** A value arrives as it is. */
export function judgeValues(values: readonly { readonly value: string; readonly call: Heard }[], executed: boolean): Judged {
  if (executed) return wrong("the value was executed");
  for (const { value, call } of values) {
    if ("failed" in call) return wrong(`${value}: failed: ${brief(call.failed)}`);
    if (!isSaid(call.answer, value)) return wrong(`${value} came as ${brief(call.answer)}`);
  }
  return right(values.length === 1 ? "as it was sent" : `all ${values.length} as they were sent, nothing executed`);
}

interface Asking {
  readonly peer: Peer;
  /** A file that scripts and values leave behind if they run where they must not. */
  readonly canary: string;
}

interface Timed {
  readonly call: Heard;
  readonly seconds: number;
  /** The longest that this process could do nothing else. */
  readonly stallMs: number;
}

async function timed(call: Promise<unknown>): Promise<Timed> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const from = performance.now();
  const outcome = await heard(call);
  const seconds = (performance.now() - from) / 1000;
  // A stall is noted by the first look after it.
  await pause(5);
  delay.disable();
  return { call: outcome, seconds, stallMs: delay.max / 1e6 };
}

/** Each of a list of values, but no further than the first that gives no sign of life. */
async function echoes({ peer }: Asking, values: readonly string[]): Promise<{ readonly value: string; readonly call: Heard }[]> {
  const calls: { value: string; call: Heard }[] = [];
  for (const value of values) {
    const silence = pause(5000, { failed: "no answer in 5 s" } as const, { ref: false });
    const call = await Promise.race([heard(peer.call(scripts.echo, value)), silence]);
    calls.push({ value, call });
    if ("failed" in call) break;
  }
  return calls;
}

const traps = (canary: string): readonly string[] => {
  const command = process.platform === "win32" ? `New-Item '${canary}'` : `touch '${canary}'`;
  return ["Pa$$w0rd", `$(${command})`, `'; ${command}; '`, `"; ${command}; "`];
};

/** What is asked of a warm shell: each in a process of its own, since some end it. */
export const questions = {
  exit: { title: "PowerShell ends in mid-call (exit 0)", ask: async ({ peer }: Asking) => judgeExit(await heard(peer.call(scripts.exit))) },
  noise: {
    title: "16 MB of output before the answer",
    ask: async ({ peer }: Asking) => {
      const { call, ...took } = await timed(peer.call(scripts.noise));
      return judgeNoise(call, took);
    },
  },
  warning: {
    title: "a warning, and a word on standard error",
    ask: async ({ peer }: Asking) => judgeWarning(await heard(peer.call(scripts.warning))),
  },
  timeOut: {
    title: "a time-out after 2 s, then the next call",
    ask: async ({ peer, canary }: Asking) => {
      const end = pause(SLOW_MS + 2000);
      const { call, seconds } = await timed(peer.call(scripts.slow));
      const next = await heard(peer.call(scripts.echo, "next"));
      await end;
      return judgeTimeOut(call, seconds, next, existsSync(canary));
    },
  },
  injection: {
    title: "values that look like script",
    ask: async (asking: Asking) => {
      const calls = await echoes(asking, traps(asking.canary));
      return judgeValues(calls, existsSync(asking.canary));
    },
  },
  letters: {
    title: "letters that are not ASCII",
    ask: async (asking: Asking) => judgeValues(await echoes(asking, ["Jürgen Größe 日本語 😀"]), false),
  },
} as const satisfies Record<string, { readonly title: string; readonly ask: (asking: Asking) => Promise<Judged> }>;

export type QuestionName = keyof typeof questions;
/** What the question with a time-out gives a call. */
export const limitFor = (question: QuestionName): number => (question === "timeOut" ? 2000 : 60_000);
