import type { Clock } from "./clock";

/** Something that happens later, unless it is stopped before. */
export interface Timer {
  stop(): void;
  /** Nobody waits for it any more: the process may end before it. */
  letGo(): void;
}

export type StartTimer = (ms: number, ring: () => void) => Timer;

/** By the real time, whatever clock a run goes by. */
export const realTimer: StartTimer = (ms, ring) => {
  const timer = setTimeout(ring, ms);
  return { stop: () => clearTimeout(timer), letGo: () => void timer.unref() };
};

/** By a clock that keeps no process alive: a virtual one. */
export const timerOn =
  (clock: Clock): StartTimer =>
  (ms, ring) => {
    const stopped = new AbortController();
    void clock.sleep(ms, stopped.signal).then(ring, () => undefined);
    return { stop: () => stopped.abort(), letGo: () => undefined };
  };
