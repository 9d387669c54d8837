/** Takes back an event that has not come yet. */
export type Cancel = () => void;

interface Due {
  readonly at: number;
  /** Null once it has happened, or was taken back: whoever still holds its {@link Cancel} then holds nothing else of it. */
  happen: (() => void) | null;
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
    const event: Due = { at: Math.max(when, this.time), happen };
    let index = this.due.length;
    while (index > 0 && (this.due[index - 1] as Due).at <= event.at) index--;
    this.due.splice(index, 0, event);
    return cancelOf(event);
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
      const { happen } = next;
      if (happen === null) continue;
      next.happen = null;
      this.time = next.at;
      this.happen(happen);
    }
    this.time = Math.max(this.time, to);
  }
}

/** Made outside of the method, which has `happen` in its scope: what it holds is kept as long as somebody could take the event back. */
const cancelOf =
  (event: Due): Cancel =>
  () => {
    event.happen = null;
  };
