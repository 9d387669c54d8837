export interface ShellLimits {
  /** From the start of the process until it takes requests, in ms. A virus scanner can make the first start slow. */
  readonly startMs: number;
  /** How long it may take to answer that it is there, or how a lane is, in ms. */
  readonly thereMs: number;
  /** How long a request may take to stop once it was told to, in ms. After that it is given up with its lane. */
  readonly graceMs: number;
  /** How long a running request may go on when its shell is closed, in ms; and from the end of input until the process has ended. */
  readonly closeMs: number;
  /** From the polite signal to the hard one, and from that to giving up waiting, in ms. */
  readonly killMs: number;
  /** How long the pipes of a process are still read after its end, in ms: an orphan can hold them open for ever. */
  readonly drainMs: number;
  /** Characters that a process may print in all between two answers, or requests. */
  readonly maxChars: number;
  /** Requests after which a shell is worn: another one should be started. WinRM allows a session a thousand commands over its whole life. */
  readonly wornCalls: number;
  /** Requests after which it closes itself. */
  readonly maxCalls: number;
  /** Memory of a process, in bytes, beyond which it takes no more shells: PowerShell never gives memory back. */
  readonly wornBytes: number;
  /** The same for its age, in ms. */
  readonly wornMs: number;
  /** The same for lanes that were given up and still run: each holds about 1.5 MB and two or three threads. */
  readonly wornGivenUp: number;
}

export const defaultLimits: ShellLimits = {
  startMs: 60_000,
  thereMs: 10_000,
  graceMs: 2_000,
  closeMs: 2_000,
  killMs: 2_000,
  drainMs: 250,
  maxChars: 32_000_000,
  wornCalls: 500,
  maxCalls: 800,
  wornBytes: 700_000_000,
  wornMs: 24 * 3_600_000,
  wornGivenUp: 20,
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
