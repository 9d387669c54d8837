/** Takes back an event that has not come yet. */
export type Cancel = () => void;

interface Due {
  readonly at: number;
  readonly happen: () => void;
  cancelled: boolean;
}

/**
 * The time of a world and what is still to come in it. Nothing in a world changes except by an event, at the event's own time.
 * So its state depends on the time alone, not on how often somebody looks.
 */
export class Timeline {
  /** The latest first, so that the next one is at the end. */
  private readonly due: Due[] = [];
  private readonly watchers: (() => void)[] = [];

  private time: number;

  /** @param startsAt milliseconds since 1970, UTC */
  constructor(readonly startsAt: number) {
    this.time = startsAt;
  }

  get now(): number {
    return this.time;
  }

  /** Plans something for a moment. What is due at the same moment happens in the order in which it was planned. */
  at(when: number, happen: () => void): Cancel {
    const event: Due = { at: Math.max(when, this.time), happen, cancelled: false };
    let index = this.due.length;
    while (index > 0 && (this.due[index - 1] as Due).at <= event.at) index--;
    this.due.splice(index, 0, event);
    return () => {
      event.cancelled = true;
    };
  }

  after(ms: number, happen: () => void): Cancel {
    return this.at(this.time + ms, happen);
  }

  /** Is called after everything that happens, in the order of registration. */
  watch(watcher: () => void): void {
    this.watchers.push(watcher);
  }

  /** Makes something happen now. */
  happen(what: () => void): void {
    what();
    for (const watcher of this.watchers) watcher();
  }

  /** Goes on to a moment; everything that is due by then happens. Time never goes back. */
  advance(to: number): void {
    for (let next = this.due.at(-1); next !== undefined && next.at <= to; next = this.due.at(-1)) {
      this.due.pop();
      if (next.cancelled) continue;
      this.time = next.at;
      this.happen(next.happen);
    }
    this.time = Math.max(this.time, to);
  }
}
