/** What was seen so far, and what is yet to come: waiting for it needs no time limit but the test's own. */
export class Seen<T> {
  readonly all: T[] = [];
  private waiting: (() => void)[] = [];

  add(item: T): void {
    this.all.push(item);
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** The first one that is wanted, seen already or not. @param after leave out so many */
  async first(wanted: (item: T) => boolean = () => true, after = 0): Promise<T> {
    for (;;) {
      const found = this.all.slice(after).find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}
