import type { Clock } from "./clock";

interface Sleeper {
  readonly at: number;
  readonly order: number;
  wake(): void;
}

/**
 * A clock for tests and the simulation: as soon as everybody sleeps, it jumps to the moment at which the first one wakes.
 * Hours pass in milliseconds, always in the same order. For it, "everybody sleeps" means that the event loop went round several times
 * without a new sleeper, so use it for code in memory, not with real input and output.
 */
export class VirtualClock implements Clock {
  private sleepers: Sleeper[] = [];
  private order = 0;
  private turning = false;
  /** By how much the wall clock has been set. */
  private set = 0;

  constructor(private time: number = Date.UTC(2026, 0, 10, 22)) {}

  now(): number {
    return this.time + this.set;
  }

  elapsed(): number {
    return this.time;
  }

  /** Somebody sets the wall clock, forward or back; those who sleep do not notice. */
  jump(ms: number): void {
    this.set += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason instanceof Error ? signal.reason : new Error("The wait was given up."));
        return;
      }
      const stop = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason instanceof Error ? signal.reason : new Error("The wait was given up."));
      };
      const sleeper: Sleeper = {
        at: this.time + Math.max(0, ms),
        order: this.order++,
        wake: () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.sleepers.push(sleeper);
      if (!this.turning) this.turn(this.order, 0);
    });
  }

  /** Waits until the loop is quiet for a few rounds, then wakes the next sleeper. */
  private turn(seen: number, quiet: number): void {
    this.turning = true;
    setImmediate(() => {
      if (this.sleepers.length === 0) {
        this.turning = false;
        return;
      }
      if (this.order !== seen || quiet < 3) {
        this.turn(this.order, this.order === seen ? quiet + 1 : 0);
        return;
      }
      const next = this.sleepers.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a));
      this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next);
      this.time = Math.max(this.time, next.at);
      next.wake();
      this.turn(this.order, 0);
    });
  }
}
