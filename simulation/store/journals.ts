import type { Dated } from "../../lib/run/record";
import { byAge, listedOf } from "../../lib/run/store/listed";
import type { Journals, Listed } from "../../lib/run/store/store";
import { Taken } from "../../lib/run/store/store";
import type { Durable, Journal } from "./durable";
import { entryIn, lineOf } from "./durable";
import type { Life } from "./life";

/** How far this process has written a journal, and why it takes nothing more. */
interface Open {
  length: number;
  failed: Error | null;
  tail: Promise<unknown>;
}

/** The journals on a disk, as one process sees them. */
export class ProcessJournals implements Journals {
  private readonly opened = new Map<string, Open>();

  constructor(
    private readonly disk: Durable,
    private readonly life: Life,
  ) {}

  get onReserve(): boolean {
    return this.life.full;
  }

  append(run: string, entry: Dated, { sync = true } = {}): Promise<void> {
    const open = this.opened.get(run) ?? { length: this.disk.journals.get(run)?.lines.length ?? 0, failed: null, tail: Promise.resolve() };
    this.opened.set(run, open);
    const line = lineOf(entry);
    const written = open.tail.then(() => this.write(run, open, { line, sync }));
    open.tail = written.catch(() => undefined);
    return written;
  }

  async read(run: string): Promise<readonly Dated[] | null> {
    return await this.life.does("read", () => {
      const journal = this.disk.journals.get(run);
      return journal === undefined ? null : journal.lines.map(entryIn);
    });
  }

  async list(): Promise<readonly Listed[]> {
    return await this.life.does("list", () => this.all());
  }

  async find(array: string, key: string): Promise<Listed | null> {
    return await this.life.does("list", () => this.all().find(({ plan }) => plan.array === array && plan.key?.value === key) ?? null);
  }

  async close(run: string): Promise<void> {
    await this.opened.get(run)?.tail;
    this.opened.delete(run);
  }

  /** The process dies: of what it has written and not synced, so many entries are there all the same. */
  lose(keeping: number): void {
    for (const [run, { length }] of this.opened) {
      const journal = this.disk.journals.get(run);
      // What another process has written since has brought the rest to the disk too, or would have been refused.
      if (journal === undefined || journal.lines.length !== length) continue;
      journal.lines.splice(Math.min(journal.lines.length, journal.synced + keeping));
      journal.synced = journal.lines.length;
      if (journal.lines.length === 0) this.disk.journals.delete(run);
    }
  }

  private async write(run: string, open: Open, { line, sync }: { readonly line: string; readonly sync: boolean }): Promise<void> {
    try {
      if (open.failed !== null) throw open.failed;
      const journal = await this.life.does("append", () => this.put(run, open, line));
      if (sync)
        await this.life.does("sync", () => {
          journal.synced = journal.lines.length;
        });
    } catch (error) {
      open.failed ??= error as Error;
      throw error;
    }
  }

  private put(run: string, open: Open, line: string): Journal {
    const journal = this.disk.journals.get(run) ?? { lines: [], synced: 0 };
    if (journal.lines.length !== open.length) throw new Taken(run);
    if (journal.lines.length === 0 && this.life.full) throw Object.assign(new Error("no space left on the disk"), { code: "ENOSPC" });
    this.disk.journals.set(run, journal);
    journal.lines.push(line);
    open.length++;
    return journal;
  }

  private all(): readonly Listed[] {
    const runs = [...this.disk.journals.values()].flatMap(({ lines }) => {
      const [first, last] = [lines[0], lines.at(-1)];
      return first === undefined || last === undefined ? [] : (listedOf(entryIn(first), entryIn(last)) ?? []);
    });
    return runs.sort(byAge);
  }
}
