import type { Dated, Plan } from "../record/entry";
import type { Lock, RunStore } from "./store";
import { Held } from "./store";

/** Keeps runs as long as the process lives: for tests and the simulation. */
export class MemoryStore implements RunStore {
  readonly journals = new Map<string, Dated[]>();
  readonly reports = new Map<string, { html: string; json: string }>();
  private readonly held = new Map<string, string>();
  private fence = 0;

  append(run: string, entry: Dated): Promise<void> {
    const journal = this.journals.get(run) ?? [];
    this.journals.set(run, journal);
    // As a file would keep it: later changes to the objects are not seen.
    journal.push(structuredClone(entry));
    return Promise.resolve();
  }

  read(run: string): Promise<readonly Dated[] | null> {
    return Promise.resolve(this.journals.get(run) ?? null);
  }

  list(): Promise<readonly { run: string; plan: Plan; startedAt: number }[]> {
    const runs = [...this.journals].flatMap(([run, [first]]) =>
      first?.type === "run started" ? [{ run, plan: first.plan, startedAt: first.at }] : [],
    );
    return Promise.resolve(runs.reverse());
  }

  lock(array: string, run: string): Promise<Lock> {
    const holder = this.held.get(array);
    if (holder !== undefined) return Promise.reject(new Held(array, { run: holder, since: "", host: "here", pid: process.pid }));
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

  keepReport(run: string, reports: { html: string; json: string }): Promise<string> {
    this.reports.set(run, reports);
    return Promise.resolve(`memory:${run}`);
  }

  reportOf(run: string): Promise<string | null> {
    return Promise.resolve(this.reports.has(run) ? `memory:${run}` : null);
  }
}
