import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { access, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Dated, Plan } from "../../record/entry";
import { Entry } from "../../record/entry";
import { lockArray } from "./socket-lock";
import type { Lock, RunStore } from "../store";

/** Kept free for undo, rest and report on a full disk. */
const RESERVE_BYTES = 4 * 1024 * 1024;
const Line = z.looseObject({ n: z.number().int(), at: z.number(), before: z.string() });
const hashOf = (line: string): string => createHash("sha256").update(line).digest("hex");
/** A run's id is also the name of its files: nothing else may get that far. */
const RunId = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,99}$/);

interface Journal {
  readonly file: FileHandle;
  n: number;
  before: string;
  /** The end of what was appended so far. */
  tail: Promise<void>;
}

/** One JSON-lines file a run; each line carries the hash of the line before, so that a line changed afterwards is seen. */
export class FileStore implements RunStore {
  private readonly journals = new Map<string, Journal>();

  /** @param folder is made when it is first needed */
  constructor(private readonly folder: string) {}

  append(run: string, entry: Dated, { sync = true } = {}): Promise<void> {
    const journal = this.journals.get(run);
    // Opened only once: the first entry of a run is awaited by whoever starts it.
    const opened = journal === undefined ? this.open(run) : Promise.resolve(journal);
    return opened.then((to) => {
      to.tail = to.tail.then(() => this.write(to, entry, sync));
      return to.tail;
    });
  }

  async read(run: string): Promise<readonly Dated[] | null> {
    if (!RunId.safeParse(run).success) return null;
    await this.journals.get(run)?.tail;
    const text = await readFile(this.path(run), "utf8").catch(() => null);
    if (text === null) return null;
    const entries: Dated[] = [];
    let before = "";
    const lines = text.split("\n");
    lines.pop(); // a line that is not ended was never acknowledged: the process died while writing it
    for (const [index, line] of lines.entries()) {
      const { n, at, before: claimed, ...entry } = Line.parse(JSON.parse(line));
      if (n !== index || claimed !== before)
        throw new Error(`The journal of run ${run} was changed after it was written (line ${index + 1}).`);
      entries.push({ ...Entry.parse(entry), at });
      before = hashOf(line);
    }
    return entries;
  }

  async list(): Promise<readonly { run: string; plan: Plan; startedAt: number }[]> {
    const names = await readdir(join(this.folder, "runs")).catch(() => []);
    const runs = await Promise.all(
      names.filter((name) => name.endsWith(".jsonl")).map((name) => this.summary(name.slice(0, -".jsonl".length))),
    );
    return runs.flatMap((run) => run ?? []).sort((a, b) => b.startedAt - a.startedAt);
  }

  async lock(array: string, run: string): Promise<Lock> {
    await mkdir(join(this.folder, "locks"), { recursive: true });
    const lock = await lockArray(join(this.folder, "locks"), array, run);
    try {
      await this.reserve();
    } catch (error) {
      await lock.release();
      throw error;
    }
    return lock;
  }

  async keepReport(run: string, { html, json }: { html: string; json: string }): Promise<string> {
    const reports = join(this.folder, "reports");
    await mkdir(reports, { recursive: true });
    for (const [ending, text] of [
      ["json", json],
      ["html", html],
    ] as const) {
      const path = join(reports, `${RunId.parse(run)}.${ending}`);
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
    }
    const journal = this.journals.get(run);
    this.journals.delete(run);
    await journal?.tail;
    await journal?.file.close();
    return join(reports, `${run}.html`);
  }

  async reportOf(run: string): Promise<string | null> {
    const path = join(this.folder, "reports", `${RunId.parse(run)}.html`);
    return await access(path).then(
      () => path,
      () => null,
    );
  }

  private path(run: string): string {
    return join(this.folder, "runs", `${RunId.parse(run)}.jsonl`);
  }

  private async open(run: string): Promise<Journal> {
    const entries = (await this.read(run)) ?? [];
    await mkdir(join(this.folder, "runs"), { recursive: true });
    const lines = entries.length === 0 ? [] : (await readFile(this.path(run), "utf8")).split("\n").slice(0, entries.length);
    const file = await open(this.path(run), "a+");
    // Drops a line that a dying process left unfinished.
    if (entries.length > 0) await file.truncate(Buffer.byteLength(`${lines.join("\n")}\n`));
    const journal: Journal = {
      file,
      n: entries.length,
      before: lines.length === 0 ? "" : hashOf(lines.at(-1) as string),
      tail: Promise.resolve(),
    };
    this.journals.set(run, journal);
    return journal;
  }

  private async write(journal: Journal, { at, ...entry }: Dated, sync: boolean): Promise<void> {
    const line = JSON.stringify({ n: journal.n, at, before: journal.before, ...entry });
    try {
      await journal.file.appendFile(`${line}\n`);
      if (sync) await journal.file.datasync();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      await rm(this.reservePath, { force: true });
      await journal.file.truncate((await journal.file.stat()).size - ((await this.unfinished(journal)) ?? 0));
      await journal.file.appendFile(`${line}\n`);
      await journal.file.datasync();
    }
    journal.n++;
    journal.before = hashOf(line);
  }

  /** Bytes of a line that the full disk cut. */
  private async unfinished(journal: Journal): Promise<number> {
    const { size } = await journal.file.stat();
    const tail = Buffer.alloc(Math.min(size, 1024 * 1024));
    await journal.file.read(tail, 0, tail.length, size - tail.length);
    return tail.length - (tail.lastIndexOf(0x0a) + 1);
  }

  private get reservePath(): string {
    return join(this.folder, "reserve");
  }

  private async reserve(): Promise<void> {
    await writeFile(this.reservePath, Buffer.alloc(RESERVE_BYTES, 0x20));
  }

  private async summary(run: string): Promise<{ run: string; plan: Plan; startedAt: number } | null> {
    const file = await open(this.path(run)).catch(() => null);
    if (file === null) return null;
    try {
      for await (const line of file.readLines()) {
        const { at, n: _, before: __, ...rest } = Line.parse(JSON.parse(line));
        const entry = Entry.parse(rest);
        return entry.type === "run started" ? { run, plan: entry.plan, startedAt: at } : null;
      }
      return null;
    } catch {
      return null;
    } finally {
      await file.close().catch(() => undefined);
    }
  }
}
