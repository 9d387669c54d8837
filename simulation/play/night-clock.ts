import type { Clock } from "../../lib/time";

/** Something that is to happen at a moment. */
interface Due {
  readonly at: number;
  readonly order: number;
  happen: (() => void) | null;
}

/** How often the event loop has to go round without anybody going to sleep until everybody counts as asleep: a message between nodes takes up to three. */
const QUIET_TURNS = 4;

/**
 * The clock of a night: as soon as everybody sleeps, it jumps to the moment at which the first one wakes. Unlike the virtual clock of tests it stands
 * in for the timers of the process too, keeps thousands of sleepers, and can be stopped while some still sleep.
 */
export class NightClock implements Clock {
  /** A heap: the next one is at the top. */
  private readonly due: Due[] = [];
  private order = 0;
  private turning = false;
  private stopped = false;
  private held = 0;
  /** By how much the wall clock has been set. */
  private set = 0;

  constructor(private time: number) {}

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

  /** Time stands still until something is done that takes none on this clock, such as a deploy: Node-RED reads and starts its flows then. */
  async standStill<T>(doing: () => Promise<T>): Promise<T> {
    this.held++;
    try {
      return await doing();
    } finally {
      this.held--;
      if (!this.turning && this.due.length > 0) this.turn(this.order, 0);
    }
  }

  /** Nobody wakes any more. */
  stop(): void {
    this.stopped = true;
    this.due.length = 0;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const given = () => reject(signal?.reason instanceof Error ? signal.reason : new Error("The wait was given up."));
      if (signal?.aborted === true) return given();
      const cancel = this.after(ms, () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      });
      const stop = () => {
        cancel();
        given();
      };
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  /** Makes something happen later. @returns what takes it back */
  after(ms: number, happen: () => void): () => void {
    const due: Due = { at: this.time + Math.max(0, ms), order: this.order++, happen };
    if (this.stopped) return () => undefined;
    this.push(due);
    if (!this.turning && this.held === 0) this.turn(this.order, 0);
    return () => {
      due.happen = null;
    };
  }

  /** Waits until the loop is quiet for a few rounds, then lets the next thing happen. */
  private turn(seen: number, quiet: number): void {
    this.turning = true;
    setImmediate(() => {
      while (this.due[0]?.happen === null) this.pop();
      if (this.due.length === 0 || this.held > 0) this.turning = false;
      else if (this.order !== seen) this.turn(this.order, 0);
      else if (quiet < QUIET_TURNS - 1) this.turn(seen, quiet + 1);
      else this.next();
    });
  }

  private next(): void {
    const due = this.pop();
    this.time = Math.max(this.time, due?.at ?? 0);
    due?.happen?.();
    this.turn(this.order, 0);
  }

  private push(due: Due): void {
    const { due: heap } = this;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(due, heap[parent] as Due)) break;
      heap[at] = heap[parent] as Due;
      at = parent;
    }
    heap[at] = due;
  }

  private pop(): Due | undefined {
    const { due: heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || last === top) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child++;
      if (!before(heap[child] as Due, last)) break;
      heap[at] = heap[child] as Due;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

const before = (one: Due, other: Due): boolean => one.at < other.at || (one.at === other.at && one.order < other.order);
