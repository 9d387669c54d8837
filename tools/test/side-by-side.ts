import { availableParallelism } from "node:os";
import type { Part } from "./suites";

/**
 * Plays parts of suites side by side, as many as keep the cores of this computer busy: one that has to wait lets a later one pass that fits.
 * @param play plays one; its promise must not be rejected
 */
export async function sideBySide(
  parts: readonly Part[],
  play: (part: Part) => Promise<void>,
  cores = availableParallelism(),
): Promise<void> {
  const waiting = [...parts];
  const running = new Map<Part, Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex((part) => fits(part, [...running.keys()], cores));
    const [part] = next === -1 ? [] : waiting.splice(next, 1);
    if (part === undefined) await Promise.race(running.values());
    else
      running.set(
        part,
        play(part).finally(() => running.delete(part)),
      );
  }
}

/** Whether a part may run beside those that run; alone each may. */
function fits({ suite, manner }: Part, running: readonly Part[], cores: number): boolean {
  const apart = ({ suite: other, manner: its }: Part) => manner.never?.includes(other) === true || its.never?.includes(suite) === true;
  const busy = running.reduce((sum, one) => sum + one.manner.cores, 0);
  return running.length === 0 || (busy + manner.cores <= cores && !running.some(apart));
}
