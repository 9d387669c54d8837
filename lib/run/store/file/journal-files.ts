import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, readdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Failure, reason, text as said } from "../../../texts";
import type { Dated } from "../../record";
import { entryOf, versioned } from "../../record";
import { byAge, listedOf } from "../listed";
import type { Journals, Listed } from "../store";
import type { Reserve } from "./reserve";
import { RunId } from "./run-id";

/** A line: an entry as it is kept, with its number and the hash of the line before. */
const Line = z.looseObject({ n: z.number().int(), before: z.string() });
const hashOf = (line: string): string => createHash("sha256").update(line).digest("hex");

/** So many journals are opened at once. */
const AT_ONCE = 64;
/** The first line is read in parts of this size, and given up beyond that length, in bytes. */
const CHUNK = 16 * 1024;
const LONGEST_LINE = 16 * 1024 * 1024;

type Summary = Listed;

/** Null if it is not one of ours. */
function lineIn(text: string): z.output<typeof Line> | null {
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

interface Journal {
  readonly path: string;
  readonly file: FileHandle;
  n: number;
  before: string;
  /** The end of what has been appended so far. */
  tail: Promise<void>;
}

/** Thrown for a journal with a line that was changed after it was written. */
class Changed extends Failure {
  constructor(run: string, line: number) {
    super(reason("journal-changed", said("journal.changed", { run, line })));
  }
}

/**
 * One JSON-lines file a run; each line carries the hash of the line before, so that a line changed afterwards is seen. Shortened by its path:
 * Windows refuses to shorten a file by a handle that was opened for appending (nodejs/node#3177).
 */
export class JournalFiles implements Journals {
  readonly onReserve = false;
  private readonly opened = new Map<string, Journal>();
  private readonly summaries = new Map<string, Summary>();

  /** @param folder is made when it is first needed @param reserve is given up for what is written on a full disk */
  constructor(
    private readonly folder: string,
    private readonly reserve: Reserve,
  ) {}

  append(run: string, entry: Dated, { sync = true } = {}): Promise<void> {
    const journal = this.opened.get(run);
    // Opened only once: whoever starts a run awaits its first entry.
    const opened = journal === undefined ? this.open(run) : Promise.resolve(journal);
    return opened.then((to) => {
      to.tail = to.tail.then(() => this.write(to, entry, sync));
      return to.tail;
    });
  }

  async read(run: string): Promise<readonly Dated[] | null> {
    if (!RunId.safeParse(run).success) return null;
    await this.opened.get(run)?.tail;
    const text = await readFile(this.path(run), "utf8").catch(() => null);
    if (text === null) return null;
    const entries: Dated[] = [];
    let before = "";
    const lines = text.split("\n");
    lines.pop(); // a line that is not ended was never acknowledged: the process died while writing it
    for (const [index, line] of lines.entries()) {
      const { n, before: claimed, ...entry } = lineIn(line) ?? { n: null };
      if (n !== index || claimed !== before) throw new Changed(run, index + 1);
      entries.push(entryOf(entry));
      before = hashOf(line);
    }
    return entries;
  }

  async list(): Promise<readonly Summary[]> {
    const names = await readdir(this.folder).catch(() => []);
    const runs = names.filter((name) => name.endsWith(".jsonl")).map((name) => name.slice(0, -".jsonl".length));
    const listed: Summary[] = [];
    // Not all at once: a process may open so many files and no more.
    for (let from = 0; from < runs.length; from += AT_ONCE)
      for (const summary of await Promise.all(runs.slice(from, from + AT_ONCE).map((run) => this.summary(run))))
        if (summary !== null) listed.push(summary);
    return listed.sort(byAge);
  }

  async find(array: string, key: string): Promise<Listed | null> {
    return (await this.list()).find(({ plan }) => plan.array === array && plan.key?.value === key) ?? null;
  }

  async close(run: string): Promise<void> {
    const journal = this.opened.get(run);
    this.opened.delete(run);
    await journal?.tail.catch(() => undefined);
    await journal?.file.close();
  }

  private path(run: string): string {
    return join(this.folder, `${RunId.parse(run)}.jsonl`);
  }

  private async open(run: string): Promise<Journal> {
    const path = this.path(run);
    const entries = (await this.read(run)) ?? [];
    await mkdir(this.folder, { recursive: true });
    const lines = entries.length === 0 ? [] : (await readFile(path, "utf8")).split("\n").slice(0, entries.length);
    // Drops a line that a dying process left unfinished.
    if (entries.length > 0) await truncate(path, Buffer.byteLength(`${lines.join("\n")}\n`));
    const journal: Journal = {
      path,
      file: await open(path, "a+"),
      n: entries.length,
      before: lines.length === 0 ? "" : hashOf(lines.at(-1) as string),
      tail: Promise.resolve(),
    };
    this.opened.set(run, journal);
    return journal;
  }

  private async write(journal: Journal, entry: Dated, sync: boolean): Promise<void> {
    const line = JSON.stringify({ n: journal.n, before: journal.before, ...versioned(entry) });
    try {
      await journal.file.appendFile(`${line}\n`);
      if (sync) await journal.file.datasync();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      await this.reserve.giveUp();
      await truncate(journal.path, (await journal.file.stat()).size - (await this.unfinished(journal)));
      await journal.file.appendFile(`${line}\n`);
      await journal.file.datasync();
    }
    journal.n++;
    journal.before = hashOf(line);
  }

  /** Bytes of a line that did not fit on the full disk. */
  private async unfinished(journal: Journal): Promise<number> {
    const { size } = await journal.file.stat();
    const tail = Buffer.alloc(Math.min(size, 1024 * 1024));
    await journal.file.read(tail, 0, tail.length, size - tail.length);
    return tail.length - (tail.lastIndexOf(0x0a) + 1);
  }

  /**
   * Its first line never changes. Null for what is no journal of ours, or one whose first line was never ended.
   * @throws what the disk says: a record that cannot be read is not the same as none
   */
  private async summary(run: string): Promise<Summary | null> {
    const known = this.summaries.get(run);
    if (known !== undefined) return known;
    const line = await firstLine(join(this.folder, `${run}.jsonl`));
    const { n, before: _, ...kept } = (line === null ? null : lineIn(line)) ?? { n: null };
    if (n !== 0) return null;
    const first = parsed(kept);
    const summary = first === null ? null : listedOf(first, undefined);
    if (summary !== null) this.summaries.set(run, summary);
    return summary;
  }
}

const parsed = (kept: unknown): Dated | null => {
  try {
    return entryOf(kept);
  } catch {
    return null;
  }
};

/** Up to the first line feed, and to nothing else: newer versions of Node.js end lines at other marks too. Null where there is none, or no file. */
async function firstLine(path: string): Promise<string | null> {
  const file = await open(path).catch((error: unknown) => {
    if (["ENOENT", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const parts: Buffer[] = [];
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, null);
      const part = buffer.subarray(0, bytesRead);
      const end = part.indexOf(0x0a);
      parts.push(end < 0 ? part : part.subarray(0, end));
      if (end >= 0) return Buffer.concat(parts).toString("utf8");
      if (bytesRead === 0 || parts.length * CHUNK > LONGEST_LINE) return null;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return null;
    throw error;
  } finally {
    await file.close();
  }
}
