/** What a process asks its disk for. A sync is the second half of an append that wants one. */
export type Operation = "append" | "sync" | "read" | "list" | "lock" | "report";

/** Something that is going to fail. */
export interface Trouble {
  readonly at: Operation;
  /** Which one from now on: 1 is the next. */
  readonly nth: number;
  /** How many in a row; one, unless it is said. `Infinity`: all from there on. */
  readonly times?: number;
  /** What the disk says; that it cannot be written or read, unless it is said. */
  readonly error?: Error;
}

const never = new Promise<never>(() => undefined);

/** Whether a process lives, and what is going to happen to it. */
export class Life {
  state: "alive" | "halted" | "dead" = "alive";
  full = false;
  /** How many operations of each kind it has asked for. */
  readonly count: Record<Operation, number> = { append: 0, sync: 0, read: 0, list: 0, lock: 0, report: 0 };
  /** Called before and after each operation with its number: the place to crash at. */
  before: (operation: Operation, count: number) => void = () => undefined;
  after: (operation: Operation, count: number) => void = () => undefined;
  private readonly troubles: { readonly at: Operation; from: number; to: number; readonly error: Error }[] = [];
  private awake = resolvable();

  fail({ at, nth, times = 1, error = new Error(`the disk fails (${at})`) }: Trouble): () => void {
    const from = this.count[at] + nth;
    const trouble = { at, from, to: from + times - 1, error };
    this.troubles.push(trouble);
    return () => void this.troubles.splice(this.troubles.indexOf(trouble), 1);
  }

  wake(): void {
    if (this.state !== "halted") return;
    this.state = "alive";
    this.awake.resolve();
    this.awake = resolvable();
  }

  /** An operation of this process. @returns what `work` does @throws what the disk was told to say */
  async does<T>(operation: Operation, work: () => T): Promise<T> {
    const count = ++this.count[operation];
    await this.lives();
    this.before(operation, count);
    await this.lives();
    const trouble = this.troubles.find(({ at, from, to }) => at === operation && count >= from && count <= to);
    if (trouble !== undefined) throw trouble.error;
    const result = work();
    this.after(operation, count);
    await this.lives();
    return result;
  }

  private async lives(): Promise<void> {
    while (this.state === "halted") await this.awake.promise;
    if (this.state === "dead") await never;
  }
}

function resolvable(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
