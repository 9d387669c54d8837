/**
 * Waiting, and the time of day: nothing else here asks the operating system for either.
 * A run waits on its connection's clock: real servers have the real one, the lab an accelerated one, tests a virtual one.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC: for stamps and maintenance windows. It jumps when somebody sets it. */
  now(): number;
  /** How many times as fast as a real clock it runs; the same speed where nothing is said. */
  readonly speed?: number;
  /** Milliseconds since some moment: for limits and durations. It never jumps, and means nothing to another process. */
  elapsed(): number;
  /** Resolves after `ms` milliseconds of this clock; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const reasonOf = (signal: AbortSignal): Error => (signal.reason instanceof Error ? signal.reason : new Error("The wait was given up."));

/** Longest delay that one `setTimeout` can hold (2^31 - 1 ms, about 24 days); more would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** @param keeps whether the process lives on until then */
const sleepFor = async (realMs: number, signal?: AbortSignal, keeps = true): Promise<void> => {
  for (let left = Math.max(0, realMs); ; left -= LONGEST_TIMER_MS) {
    await new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      const wake = () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(left, LONGEST_TIMER_MS));
      if (!keeps) timer.unref();
      const stop = () => {
        clearTimeout(timer);
        reject(reasonOf(signal as AbortSignal));
      };
      signal?.addEventListener("abort", stop, { once: true });
    });
    if (left <= LONGEST_TIMER_MS) return;
  }
};

/** The wall clock. */
export const realClock: Clock = { now: () => Date.now(), elapsed: () => performance.now(), sleep: (ms, signal) => sleepFor(ms, signal) };

/** The same, where nobody minds if the process ends meanwhile. */
export const idleClock: Clock = { ...realClock, sleep: (ms, signal) => sleepFor(ms, signal, false) };

/**
 * A clock that shows `startsAt` when the wall clock shows `wallStart`, and runs `speed` times as fast from then on.
 * It depends only on these three, so a process that is started again sees the time that has passed without it.
 */
export const scaledClock = (speed: number, startsAt: number, wallStart: number = Date.now()): Clock => ({
  speed,
  now: () => startsAt + (Date.now() - wallStart) * speed,
  elapsed: () => performance.now() * speed,
  sleep: (ms, signal) => sleepFor(ms / speed, signal),
});
