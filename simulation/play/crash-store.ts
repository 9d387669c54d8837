import type { Lock, RunStore } from "../../lib/run/store";
import { Held } from "../../lib/run/store";
import type { Dice, KillPoint, StoreFault } from "../plan";
import type { Life } from "./life";

type Journals = RunStore["journals"];
type Entry = Parameters<Journals["append"]>[1];

/** An entry in the journal of a run, and when it was written and was safe, on the world's clock; one that is not on the disk yet has no such moment. */
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

/** What is left of runs when their process dies: a disk. What was not synced may be lost, a lock is free at once. */
export class CrashStore {
  readonly journals = new Map<string, Kept[]>();
  readonly reports = new Map<string, { readonly html: string; readonly json: string }>();
  /** When the journal of a run could not be written: that is the end of its object. */
  readonly failed = new Map<string, number>();
  private readonly held = new Map<string, string>();
  private fence = 0;
  private appends = 0;

  constructor(private readonly parts: Parts) {}

  /** The runs that have not come to their end. */
  get open(): readonly string[] {
    return [...this.journals].flatMap(([run, kept]) => (kept.some(({ entry }) => entry.type === "run finished") ? [] : [run]));
  }

  /** The process dies: of what was on its way a part has arrived, in order. */
  crash(): void {
    this.held.clear();
    for (const [run, entries] of this.journals) {
      const first = entries.findIndex(({ syncedAt }) => syncedAt === null);
      if (first === -1) continue;
      const arrived = entries.slice(0, first + this.parts.dice.between(0, entries.length - first));
      if (arrived.length === 0) this.journals.delete(run);
      else this.journals.set(run, arrived);
      this.sync(arrived);
    }
  }

  /** As one process sees it. */
  of(user: User): RunStore {
    const { life } = user;
    return { journals: this.journalsOf(user), locks: this.locksOf(life), reports: this.reportsOf(life) };
  }

  private journalsOf(user: User): Journals {
    const { life } = user;
    return {
      append: async (run, entry, { sync = true } = {}) => {
        await life.here();
        user.reaches("before-entry");
        await life.here();
        this.append(run, entry, sync);
        user.reaches("after-entry");
        await life.here();
      },
      read: async (run) => {
        await life.here();
        return structuredClone(this.journals.get(run)?.map(({ entry }) => entry) ?? null);
      },
      list: async () => {
        await life.here();
        return [...this.journals]
          .flatMap(([run, [first]]) =>
            first?.entry.type === "run started" ? [{ run, plan: structuredClone(first.entry.plan), startedAt: first.entry.at }] : [],
          )
          .reverse();
      },
      close: async (run) => {
        await life.here();
        this.sync(this.journals.get(run) ?? []);
      },
    };
  }

  private append(run: string, entry: Entry, sync: boolean): void {
    const fault = this.parts.faults.find(({ append }) => append === this.appends);
    this.appends++;
    if (fault !== undefined) this.failed.set(run, this.parts.now());
    if (fault?.kind === "append") throw new Error("ENOSPC: no space left on device, write");
    const journal = this.journals.get(run) ?? [];
    this.journals.set(run, journal);
    journal.push({ entry: structuredClone(entry), writtenAt: this.parts.now(), syncedAt: null });
    this.parts.wrote(run, entry);
    if (fault?.kind === "sync") throw new Error("EIO: i/o error, fdatasync");
    if (sync) this.sync(journal);
  }

  private sync(entries: readonly Kept[]): void {
    for (const kept of entries) kept.syncedAt ??= this.parts.now();
  }

  private locksOf(life: Life): RunStore["locks"] {
    return {
      take: async (array, run): Promise<Lock> => {
        await life.here();
        const holder = this.held.get(array);
        if (holder !== undefined) throw new Held(array, { run: holder, since: new Date(0).toISOString(), host: "night", pid: 1 });
        this.held.set(array, run);
        return {
          fence: ++this.fence,
          lost: new AbortController().signal,
          release: async () => {
            await life.here();
            if (this.held.get(array) === run) this.held.delete(array);
          },
        };
      },
    };
  }

  private reportsOf(life: Life): RunStore["reports"] {
    return {
      keep: async (run, reports) => {
        await life.here();
        this.reports.set(run, reports);
        return `${run}.html`;
      },
      of: async (run) => {
        await life.here();
        return this.reports.has(run) ? `${run}.html` : null;
      },
    };
  }
}
