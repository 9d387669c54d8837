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
