import type { Dice } from "../plan";
import type { NightClock } from "./night-clock";

/**
 * While a night is played the timers of this process run on its clock, and its chance comes from its seed: limits of operations, and the ids that
 * Node-RED gives to messages. @returns what gives both back
 */
export function takeTimers(clock: NightClock, dice: Dice): () => void {
  const { setTimeout: timer, clearTimeout: clear } = globalThis;
  const { random } = Math;
  const running = new Map<unknown, () => void>();
  const set = (happen: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): unknown => {
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => false, refresh: () => handle };
    const cancel = clock.after(ms, () => {
      running.delete(handle);
      happen(...args);
    });
    running.set(handle, cancel);
    return handle;
  };
  const stop = (handle: unknown): void => {
    const cancel = running.get(handle);
    // One that was set before the night began.
    if (cancel === undefined) clear(handle as NodeJS.Timeout);
    else cancel();
    running.delete(handle);
  };
  Object.assign(globalThis, { setTimeout: set, clearTimeout: stop });
  Math.random = () => dice.roll();
  return () => {
    Object.assign(globalThis, { setTimeout: timer, clearTimeout: clear });
    Math.random = random;
  };
}
