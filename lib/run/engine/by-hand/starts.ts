import type { Run } from "../run";
import { ByHand } from "./between-steps";
import type { Opening } from "./by-hand";

/** What begins, by a command or by hand. */
export class Starts {
  readonly byHand: ByHand;
  private last: Promise<unknown> = Promise.resolve();

  /** @param open takes the lock, and begins a run */
  constructor(open: (opening: Opening) => Promise<Run>) {
    this.byHand = new ByHand((opening) => this.inTurn(() => open(opening)));
  }

  /** Starts are taken one after the other: two with the same key at once are one run. */
  async inTurn<T>(start: () => Promise<T>): Promise<T> {
    const started = this.last.then(start);
    this.last = started.catch(() => undefined);
    return await started;
  }
}
