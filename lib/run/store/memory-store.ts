import type { Clock } from "../../time";
import { realClock } from "../../time";
import type { Dated, Plan } from "../record";
import type { Journals, Lock, Locks, Reports, RunStore } from "./store";
import { Held } from "./store";

/** Keeps runs as long as the process lives: for tests and the simulation. */
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

  append(run: string, entry: Dated): Promise<void> {
    const journal = this.kept.get(run) ?? [];
    this.kept.set(run, journal);
    // As a file would keep it: later changes to the objects must not show.
    journal.push(structuredClone(entry));
    return Promise.resolve();
  }

  read(run: string): Promise<readonly Dated[] | null> {
    return Promise.resolve(this.kept.get(run) ?? null);
  }

  list(): Promise<readonly { run: string; plan: Plan; startedAt: number }[]> {
    const runs = [...this.kept].flatMap(([run, [first]]) =>
      first?.type === "run started" ? [{ run, plan: first.plan, startedAt: first.at }] : [],
    );
    return Promise.resolve(runs.reverse());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class MemoryLocks implements Locks {
  private readonly held = new Map<string, string>();
  private fence = 0;

  constructor(private readonly clock: Pick<Clock, "now">) {}

  take(array: string, run: string): Promise<Lock> {
    const holder = this.held.get(array);
    if (holder !== undefined)
      return Promise.reject(
        new Held(array, { run: holder, since: new Date(this.clock.now()).toISOString(), host: "here", pid: process.pid }),
      );
    this.held.set(array, run);
    return Promise.resolve({
      fence: ++this.fence,
      lost: new AbortController().signal,
      release: () => {
        this.held.delete(array);
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
}
