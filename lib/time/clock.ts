import type { StartTimer } from "./timer";
import { realTimer } from "./timer";

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
  /** A timer of its own, where it has one: cheaper than a sleep that is given up, which takes a signal. */
  readonly timer?: StartTimer;
}

const reasonOf = (signal: AbortSignal): Error => (signal.reason instanceof Error ? signal.reason : new Error("The wait was given up."));

/** Longest delay that one `setTimeout` can hold (2^31 - 1 ms, about 24 days); more would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** @param keeps whether the process lives on until then */
const sleepFor = (realMs: number, signal?: AbortSignal, keeps = true): Promise<void> =>
  realMs <= LONGEST_TIMER_MS
    ? sleepOnce(realMs, signal, keeps)
    : sleepOnce(LONGEST_TIMER_MS, signal, keeps).then(() => sleepFor(realMs - LONGEST_TIMER_MS, signal, keeps));

const sleepOnce = (realMs: number, signal: AbortSignal | undefined, keeps: boolean): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const wake = () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    };
    const timer = setTimeout(wake, Math.max(0, realMs));
    if (!keeps) timer.unref();
    const stop = () => {
      clearTimeout(timer);
      reject(reasonOf(signal as AbortSignal));
    };
    signal?.addEventListener("abort", stop, ONCE);
  });

const ONCE = { once: true } as const;

/** The wall clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => sleepFor(ms, signal),
  timer: realTimer,
};

/** The same, where nobody minds if the process ends meanwhile. */
export const idleClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => sleepFor(ms, signal, false),
};

/**
 * A clock that shows `startsAt` when the wall clock shows `wallStart`, and runs `speed` times as fast from then on.
 * It depends only on these three, so a process that is started again sees the time that has passed without it.
 */
export const scaledClock = (speed: number, startsAt: number, wallStart: number = Date.now()): Clock => ({
  speed,
  now: () => startsAt + (Date.now() - wallStart) * speed,
  elapsed: () => performance.now() * speed,
  sleep: (ms, signal) => sleepFor(ms / speed, signal),
  timer: (ms, ring) => realTimer(ms / speed, ring),
});

/** A timer of this clock: its own, or else a sleep that is given up, which keeps no process alive where the clock is a virtual one. */
export const timerOn = (clock: Clock): StartTimer => clock.timer ?? bySleeping(clock);

const bySleeping =
  (clock: Clock): StartTimer =>
  (ms, ring) => {
    const stopped = new AbortController();
    void clock.sleep(ms, stopped.signal).then(
      () => (stopped.signal.aborted ? undefined : ring()),
      () => undefined,
    );
    return { stop: () => stopped.abort(STOPPED), letGo: () => undefined };
  };

/** Made once: making the usual reason takes a stack trace. */
const STOPPED = new Error("The timer was stopped.");
