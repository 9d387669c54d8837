import type { RunStore } from "../../lib/run/store";
import type { Dice, KillPoint, StoreFault } from "../plan";
import type { ProcessStore } from "../store";
import { Disk } from "../store";
import type { Life } from "./life";

type Journals = RunStore["journals"];
type Entry = Parameters<Journals["append"]>[1];

/** An entry on the disk, and when it was written and was safe there, on the world's clock; one that is not safe yet has no such moment. */
export interface Kept {
  readonly entry: Entry;
  readonly writtenAt: number;
  syncedAt: number | null;
}

/** Whoever uses it. */
interface User {
  readonly life: Life;
  reaches(point: KillPoint["point"]): void;
}

interface Parts {
  readonly now: () => number;
  readonly dice: Dice;
  readonly faults: readonly StoreFault[];
  readonly wrote: (run: string, entry: Entry) => void;
}

const errors = {
  append: Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
  sync: Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" }),
};

/** The disk of a night, with the moments at which entries came to be on it. */
export class KeptStore {
  readonly journals = new Map<string, Kept[]>();
  /** When the journal of a run could not be written: that is the end of its object. */
  readonly failed = new Map<string, number>();
  private readonly disk: Disk;
  private store: ProcessStore | null = null;
  private appends = 0;

  constructor(private readonly parts: Parts) {
    this.disk = new Disk(parts.now);
  }

  /** The runs that have not come to their end. */
  get open(): readonly string[] {
    return [...this.journals].flatMap(([run, kept]) => (kept.some(({ entry }) => entry.type === "run finished") ? [] : [run]));
  }

  /** The process that uses it dies: of what was on its way a part has arrived, in order. */
  crash(): void {
    const unsynced = [...this.disk.journals.values()].map(({ lines, synced }) => lines.length - synced);
    this.store?.crash({ keeping: this.parts.dice.between(0, Math.max(0, ...unsynced)) });
    for (const run of this.journals.keys()) this.look(run);
  }

  /** As a process that begins sees it. */
  of(user: User): RunStore {
    const store = this.disk.open("night");
    this.store = store;
    const { journals, locks, reports } = store;
    const append: Journals["append"] = async (run, entry, options) => {
      await user.life.here();
      user.reaches("before-entry");
      await user.life.here();
      const fault = this.parts.faults.find((one) => one.append === this.appends);
      this.appends++;
      if (fault !== undefined) store.fail({ at: fault.kind, nth: 1, error: errors[fault.kind] });
      try {
        await journals.append(run, entry, options);
      } catch (error) {
        this.failed.set(run, this.parts.now());
        throw error;
      } finally {
        this.look(run, entry);
      }
      user.reaches("after-entry");
      await user.life.here();
    };
    const kept: Journals = {
      append,
      get onReserve() {
        return journals.onReserve;
      },
      read: (run) => journals.read(run),
      list: () => journals.list(),
      find: (array, key) => journals.find(array, key),
      close: (run) => journals.close(run),
    };
    return { journals: kept, locks, reports };
  }

  /** Takes down what is on the disk now. @param entry that may be new there */
  private look(run: string, entry?: Entry): void {
    const journal = this.disk.journals.get(run);
    if (journal === undefined) return void this.journals.delete(run);
    const kept = this.journals.get(run) ?? [];
    this.journals.set(run, kept);
    kept.length = Math.min(kept.length, journal.lines.length);
    if (entry !== undefined && journal.lines.length > kept.length) {
      kept.push({ entry: structuredClone(entry), writtenAt: this.parts.now(), syncedAt: null });
      this.parts.wrote(run, entry);
    }
    for (let at = journal.synced - 1; kept[at]?.syncedAt === null; at--) (kept[at] as Kept).syncedAt = this.parts.now();
  }
}
