import type { RunStore } from "../../lib/run/store/store";
import type { Durable } from "./durable";
import { ProcessJournals } from "./journals";
import type { Trouble } from "./life";
import { Life } from "./life";
import { ProcessLocks } from "./locks";
import { ProcessReports } from "./reports";

export interface Crash {
  /** How many of the entries that were not synced are on the disk all the same, the oldest first: none at a loss of power, `Infinity` at a kill. */
  readonly keeping?: number;
}

/** The store as one process sees it. */
export class ProcessStore implements RunStore {
  readonly journals: ProcessJournals;
  readonly locks: ProcessLocks;
  readonly reports: ProcessReports;
  readonly life = new Life();

  constructor(
    readonly disk: Durable,
    who: { readonly host: string; readonly pid: number },
  ) {
    this.journals = new ProcessJournals(disk, this.life);
    this.locks = new ProcessLocks(disk, { ...who, life: this.life });
    this.reports = new ProcessReports(disk, this.life);
  }

  /** Lets an operation fail. @returns a function that takes it back */
  fail(trouble: Trouble): () => void {
    return this.life.fail(trouble);
  }

  /** Full: every append and report needs the room set aside for the end of runs, which is enough for them. */
  fill(): void {
    this.life.full = true;
  }

  /** The process dies here: nothing that it is still asked for ever answers, not even with an error, and its arrays are free. */
  crash({ keeping = 0 }: Crash = {}): void {
    if (this.life.state === "dead") return;
    this.life.state = "dead";
    this.journals.lose(keeping);
    this.locks.free();
  }

  /** Halted for so long that others may take its arrays: nothing answers until it wakes up. */
  halt(): void {
    if (this.life.state === "alive") this.life.state = "halted";
  }

  /** It goes on, and hears which of its arrays others have taken. */
  wake(): void {
    this.life.wake();
    this.locks.hear();
  }

  /** The array is somebody else's from now on, as far as this process knows. */
  loseLock(array: string): void {
    this.locks.lose(array);
  }
}
