export interface ShellLimits {
  /** From the start of the process until it takes requests, in ms. A virus scanner can make the first start slow. */
  readonly startMs: number;
  /** How long a command may take to stop on its own after the interrupt (where the platform has one), in ms; 0 for none. */
  readonly graceMs: number;
  /** From an answer until PowerShell takes the next line, in ms. If it takes longer, something else has read our lines. */
  readonly settleMs: number;
  /** From the end of input until the process has ended on its own, in ms. */
  readonly closeMs: number;
  /** From the polite signal to the hard one, and from that to giving up waiting, in ms. */
  readonly killMs: number;
  /** How long the pipes of a process are still read after its end, in ms: an orphan can hold them open for ever. */
  readonly drainMs: number;
  /** Characters that a call, or the time between two calls, may print in all, the answer included. */
  readonly maxChars: number;
  /** Calls after which the shell is worn: another one should be started, since PowerShell never gives memory back. */
  readonly wornCalls: number;
  /** Calls after which the shell closes itself. */
  readonly maxCalls: number;
}

export const defaultLimits: ShellLimits = {
  startMs: 60_000,
  graceMs: 2_000,
  settleMs: 2_000,
  closeMs: 2_000,
  killMs: 2_000,
  drainMs: 250,
  maxChars: 32_000_000,
  wornCalls: 500,
  maxCalls: 800,
};

/** The longest time that a timer of Node can hold; beyond it the timer fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Resolves after some time, or never once it was cancelled. */
export function timer(ms: number, then: () => void): () => void {
  const handle = setTimeout(then, Math.min(Math.max(ms, 0), LONGEST_MS));
  return () => clearTimeout(handle);
}

/** Whether a promise settles in time. */
export async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let stop = (): void => {};
  const late = new Promise<false>((resolve) => {
    stop = timer(ms, () => resolve(false));
  });
  const there = promise.then(
    () => true as const,
    () => true as const,
  );
  try {
    return await Promise.race([there, late]);
  } finally {
    stop();
  }
}
