import type { Clock } from "../../time";
import { realClock } from "../../time";
import type { Dated } from "../record";
import { byAge, listedOf } from "./listed";
import type { Journals, Listed, Lock, Locks, Reports, RunStore } from "./store";
import { Held } from "./store";

/** Keeps runs as long as the process lives: for a Node-RED without a user directory, and for tests. */
export class MemoryStore implements RunStore {
  readonly journals = new MemoryJournals();
  locks: Locks;
  readonly reports: Reports = new MemoryReports();

  constructor(clock: Pick<Clock, "now"> = realClock) {
    this.locks = new MemoryLocks(clock);
  }
}

export class MemoryJournals implements Journals {
  /** By the id of the run. */
  readonly kept = new Map<string, Dated[]>();
  readonly onReserve = false;

  append(run: string, entry: Dated): Promise<void> {
    const journal = this.kept.get(run) ?? [];
    this.kept.set(run, journal);
    // As a file would keep it: later changes to the objects must not show.
    journal.push(structuredClone(entry));
    return Promise.resolve();
  }

  read(run: string): Promise<readonly Dated[] | null> {
    const journal = this.kept.get(run);
    return Promise.resolve(journal === undefined ? null : [...journal]);
  }

  list(): Promise<readonly Listed[]> {
    const runs = [...this.kept.values()].flatMap((entries) => listedOf(entries[0], entries.at(-1)) ?? []);
    return Promise.resolve(runs.sort(byAge));
  }

  async find(array: string, key: string): Promise<Listed | null> {
    return (await this.list()).find(({ plan }) => plan.array === array && plan.key?.value === key) ?? null;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class MemoryLocks implements Locks {
  private readonly held = new Map<string, { readonly run: string; readonly since: string }>();
  private fence = 0;

  constructor(private readonly clock: Pick<Clock, "now">) {}

  take(array: string, run: string): Promise<Lock> {
    const name = array.toLowerCase();
    const holder = this.held.get(name);
    if (holder !== undefined) return Promise.reject(new Held(array, { ...holder, host: "here", pid: process.pid }));
    const mine = { run, since: new Date(this.clock.now()).toISOString() };
    this.held.set(name, mine);
    return Promise.resolve({
      fence: ++this.fence,
      lost: new AbortController().signal,
      release: () => {
        if (this.held.get(name) === mine) this.held.delete(name);
        return Promise.resolve();
      },
    });
  }
}

class MemoryReports implements Reports {
  private readonly kept = new Map<string, { html: string; json: string }>();

  keep(run: string, reports: { html: string; json: string }): Promise<string> {
    this.kept.set(run, reports);
    return Promise.resolve(`memory:${run}`);
  }

  of(run: string): Promise<string | null> {
    return Promise.resolve(this.kept.has(run) ? `memory:${run}` : null);
  }

  json(run: string): Promise<string | null> {
    return Promise.resolve(this.kept.get(run)?.json ?? null);
  }
}
