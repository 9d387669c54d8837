import { join } from "node:path";
import { z } from "zod";
import type { Reason } from "../../../texts";
import { Failure, reason, text } from "../../../texts";
import type { Dated } from "../../record";
import { Plan } from "../../record";
import { byAge, listedOf } from "../listed";
import type { Listed } from "../store";
import type { Disk } from "./disk";
import { codeOf, DiskFailed, isMissing, on, realDisk } from "./disk";
import { endsOf } from "./ends";
import { entryIn, RunId } from "./line";

/** So many journals are opened at once: a process may open so many files and no more. */
const AT_ONCE = 64;
const ENDING = ".jsonl";

/** A line of the index of a run that has begun. One that has finished has a line with its id alone. */
const Begun = z.object({
  run: RunId,
  at: z.number(),
  plan: Plan.pick({ array: true, members: true, dryRun: true, byHand: true, key: true, flow: true }),
});

/** A file among the journals that is one and cannot be read as one. */
export interface Unreadable {
  readonly run: string;
  readonly path: string;
  readonly why: Reason;
  /** The run whose journal it is, where that has another name: if that one is there too, it is a copy that somebody has made. */
  readonly of?: string;
}

/** All that lies among the journals. */
export interface Survey {
  readonly runs: readonly Listed[];
  readonly unreadable: readonly Unreadable[];
}

/** A run of the index, and how long its journal was when it was looked at for its end. */
interface Known extends Listed {
  finished: boolean;
  size: number | null;
}

/**
 * Which runs there are, in one file beside the journals, so that old ones are listed and found by their keys without being opened. It is a copy, and the
 * journals have the last word: a run that is not in it is read, one without a journal does not count, and it may be deleted at any time.
 */
export class JournalIndex {
  private readonly runs = {
    known: new Map<string, Known>(),
    /** By array and key, as JSON. */
    keys: new Map<string, string>(),
    /** To whose journals this process appends: they are not finished, and what it would find there it has written itself. */
    own: new Set<string>(),
  };
  /** How much of the index was read, in bytes. */
  private read = 0;
  private tail: Promise<unknown> = Promise.resolve();
  /** A survey that has not begun: whoever asks for one now gets it. */
  private asked: Promise<Survey> | null = null;

  /** @param path of the index @param folder of the journals */
  constructor(
    private readonly path: string,
    private readonly folder: string,
    private readonly disk: Disk = realDisk,
  ) {}

  /** To be told of each entry that this process has appended. Never fails: whoever does not find a run in the index reads its journal. */
  async appended(run: string, entry: Dated): Promise<void> {
    if (entry.type === "run finished") this.runs.own.delete(run);
    else this.runs.own.add(run);
    const listed = listedOf(entry, undefined);
    if (listed !== null) await this.inTurn(() => this.write([begunLine(listed)]));
    if (entry.type === "run finished") await this.inTurn(() => this.write([finishedLine(run)]));
  }

  /** This process appends nothing more to it: another may. */
  closed(run: string): void {
    this.runs.own.delete(run);
  }

  /** @throws DiskFailed when the folder cannot be read */
  survey(): Promise<Survey> {
    this.asked ??= this.inTurn(() => {
      this.asked = null;
      return this.look();
    });
    return this.asked;
  }

  /** @throws as `survey` */
  async find(array: string, key: string): Promise<{ readonly found: Listed | null } & Survey> {
    const survey = await this.survey();
    const run = this.runs.keys.get(JSON.stringify([array, key]));
    return { ...survey, found: survey.runs.find((one) => one.run === run) ?? null };
  }

  private async look(): Promise<Survey> {
    await this.catchUp();
    const names = await on(this.folder, () => this.disk.readdir(this.folder)).catch((error: unknown) => {
      if (isMissing((error as Error).cause)) return [];
      throw error;
    });
    const there = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    const runs: Known[] = [];
    const unreadable: Unreadable[] = [];
    const unsure: string[] = [];
    for (const run of there) {
      const known = this.runs.known.get(run);
      if (known !== undefined && (known.finished || this.runs.own.has(run))) runs.push(known);
      else if (RunId.safeParse(run).success) unsure.push(run);
    }
    const added: string[] = [];
    for (let from = 0; from < unsure.length; from += AT_ONCE)
      for (const found of await Promise.all(unsure.slice(from, from + AT_ONCE).map((run) => this.lookAt(run)))) {
        if (found === null) continue;
        if ("why" in found) unreadable.push(found);
        else {
          runs.push(found.known);
          added.push(...found.lines);
        }
      }
    if (added.length > 0) await this.write(added);
    const all = new Set(there);
    return { runs: runs.sort(byAge), unreadable: unreadable.filter(({ of }) => of === undefined || !all.has(of)) };
  }

  /** What the index itself has gained since it was last read, by this process or another. One that is shorter now is another one. */
  private async catchUp(): Promise<void> {
    const file = await this.disk.open(this.path, "r").catch(() => null);
    if (file === null) return;
    try {
      const { size } = await file.stat();
      if (size < this.read) this.forget();
      const bytes = Buffer.alloc(size - this.read);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, this.read);
      const whole = bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      this.read += whole;
      for (const line of bytes.toString("utf8", 0, whole).split("\n")) this.take(line);
    } catch {
      // An index that cannot be read is as good as none.
    } finally {
      await file.close();
    }
  }

  private forget(): void {
    this.runs.known.clear();
    this.runs.keys.clear();
    this.read = 0;
  }

  /** A line of the index; one that makes no sense is passed over. */
  private take(line: string): void {
    const entry = parsed(line);
    if (typeof entry !== "object" || entry === null) return;
    if ("finished" in entry) {
      const known = this.runs.known.get(String(entry.finished));
      if (known !== undefined) known.finished = true;
      return;
    }
    const begun = Begun.safeParse(entry);
    if (begun.success) this.remember({ run: begun.data.run, startedAt: begun.data.at, plan: begun.data.plan, finished: false });
  }

  private remember(listed: Listed): Known {
    const known = { ...listed, size: null };
    this.runs.known.set(listed.run, known);
    const { array, key } = listed.plan;
    if (key !== null) this.runs.keys.set(JSON.stringify([array, key.value]), listed.run);
    return known;
  }

  /**
   * A run that the index does not know, or not as finished.
   * @returns what is known of it now, with the lines that the index lacks; null for what is no journal, or has not begun
   */
  private async lookAt(run: string): Promise<{ readonly known: Known; readonly lines: readonly string[] } | Unreadable | null> {
    const path = join(this.folder, `${run}${ENDING}`);
    const before = this.runs.known.get(run);
    try {
      const { size } = await this.disk.stat(path);
      if (before !== undefined && before.size === size) return { known: before, lines: [] };
      const ends = await endsOf(this.disk, path);
      const first = before === undefined ? firstIn(ends.first, ends.last) : null;
      if (before === undefined && first === null) return null;
      const listed = before ?? listedOf(first ?? undefined, undefined);
      if (listed === null) return null;
      if (listed.run !== run) return { run, path, why: renamed(path, listed.run), of: listed.run };
      const known = before ?? this.remember(listed);
      known.size = size;
      known.finished = isEnd(ends.last);
      return { known, lines: [...(before === undefined ? [begunLine(known)] : []), ...(known.finished ? [finishedLine(run)] : [])] };
    } catch (error) {
      if (isMissing(error) || codeOf(error) === "EISDIR") return null;
      return { run, path, why: whyOf(path, error) };
    }
  }

  /** At the end of the index. It is a copy: that it cannot be written is no trouble to anybody. */
  private async write(lines: readonly string[]): Promise<void> {
    try {
      const file = await this.disk.open(this.path, "a");
      try {
        await file.appendFile(lines.join(""));
      } finally {
        await file.close();
      }
    } catch {
      // The journals have it all.
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.tail.then(work);
    this.tail = done.catch(() => undefined);
    return await done;
  }
}

const renamed = (path: string, run: string): Reason =>
  reason("journal-renamed", text("journal.renamed", { path, run }), text("journal.renamed.hint"));

const begunLine = ({ run, startedAt, plan }: Listed): string => `${JSON.stringify({ run, at: startedAt, plan })}\n`;
const finishedLine = (run: string): string => `${JSON.stringify({ finished: run })}\n`;

/** Null for what is no journal of ours. @throws for one whose first line cannot be understood, or is spoiled where the last one is not */
function firstIn(first: string | null, last: string | null): Dated | null {
  const entry = first === null ? null : entryIn(first);
  if (entry === null && first !== null && last !== null && last !== first && entryIn(last) !== null) throw new Error("first line");
  return entry;
}

/** Whether a line is the last one of a run. */
const isEnd = (line: string | null): boolean => {
  try {
    return line !== null && entryIn(line)?.type === "run finished";
  } catch {
    return false;
  }
};

const whyOf = (path: string, error: unknown): Reason => {
  if (error instanceof Failure) return error.reason;
  if (codeOf(error) !== "") return new DiskFailed(path, error).reason;
  return reason("journal-unreadable", text("journal.unreadable", { path }), text("journal.unreadable.hint"));
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
