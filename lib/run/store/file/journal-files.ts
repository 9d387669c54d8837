import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../texts";
import type { Dated } from "../../record";
import type { Journals, Listed } from "../store";
import { Taken } from "../store";
import type { Disk } from "./disk";
import { isMissing, on, realDisk, syncFolder } from "./disk";
import type { Survey, Unreadable } from "./journal-index";
import { JournalIndex } from "./journal-index";
import type { Place, Reading } from "./line";
import { Broken, jsonOf, hashOf, lineAt, readingOf, RunId } from "./line";
import type { Reserve } from "./reserve";

/** A journal that this process appends to. */
interface Journal {
  readonly run: string;
  readonly path: string;
  readonly file: FileHandle;
  /** Where the next line is to stand. */
  next: Place;
  /** How long the file is, as far as this process knows. */
  size: number;
  /** Why nothing more is taken. */
  failed: Error | null;
}

interface Opened {
  readonly journal: Promise<Journal>;
  /** The end of what has been appended so far. */
  tail: Promise<unknown>;
}

/** Thrown when a file that is a journal cannot be read as one: whether a run is in it, and which one, nobody can tell. */
class CannotList extends Failure {
  constructor({ why }: Unreadable) {
    super(why);
  }
}

/**
 * One JSON-lines file a run; each line carries the hash of the line before, so that a line changed afterwards is seen. Shortened by its path:
 * Windows refuses to shorten a file by a handle that was opened for appending (nodejs/node#3177).
 */
export class JournalFiles implements Journals {
  private readonly opened = new Map<string, Opened>();
  private readonly index: JournalIndex;

  /** @param folder is made when it is first needed @param reserve is set aside for each new run, and given up for what is written on a full disk */
  constructor(
    private readonly folder: string,
    private readonly reserve: Reserve,
    private readonly disk: Disk = realDisk,
  ) {
    this.index = new JournalIndex(`${folder}.index`, folder, disk);
  }

  get onReserve(): boolean {
    return this.reserve.givenUp;
  }

  append(run: string, entry: Dated, { sync = true } = {}): Promise<void> {
    const json = jsonOf(entry);
    const opened = this.opened.get(run) ?? this.begin(run);
    const written = opened.tail.then(async () => this.write(await opened.journal, json, sync)).then(() => this.index.appended(run, entry));
    opened.tail = written.catch(() => undefined);
    return written;
  }

  async read(run: string): Promise<readonly Dated[] | null> {
    if (!RunId.safeParse(run).success) return null;
    await this.opened.get(run)?.tail;
    const { entries, broken } = (await this.reading(run)) ?? { entries: null, broken: null };
    if (broken !== null) throw new Broken(broken.why);
    return entries;
  }

  async list(): Promise<readonly Listed[]> {
    return whole(await this.index.survey());
  }

  async find(array: string, key: string): Promise<Listed | null> {
    const { found, ...survey } = await this.index.find(array, key);
    if (found === null) whole(survey);
    return found;
  }

  /** Runs, and what cannot be read, without failing over it. */
  survey(): Promise<Survey> {
    return this.index.survey();
  }

  async close(run: string): Promise<void> {
    const opened = this.opened.get(run);
    this.opened.delete(run);
    await opened?.tail;
    const journal = await opened?.journal.catch(() => null);
    await journal?.file.close();
    this.index.closed(run);
  }

  private path(run: string): string {
    return join(this.folder, `${RunId.parse(run)}.jsonl`);
  }

  /** Null where there is no such file. */
  private async reading(run: string): Promise<Reading | null> {
    const path = this.path(run);
    const text = await on(path, () =>
      this.disk.readFile(path, "utf8").catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      }),
    );
    return text === null ? null : readingOf(text, run);
  }

  /** Opened only once, however many entries come at once. */
  private begin(run: string): Opened {
    const journal = this.open(run);
    journal.catch(() => undefined);
    const opened = { journal, tail: Promise.resolve() };
    this.opened.set(run, opened);
    return opened;
  }

  private async open(run: string): Promise<Journal> {
    const path = this.path(run);
    const reading = await this.reading(run);
    if (reading !== null && reading.broken !== null) throw new Broken(reading.broken.why);
    const { next, bytes, torn } = reading ?? { next: { n: 0, before: "" }, bytes: 0, torn: false };
    return await on(path, async () => {
      await this.disk.mkdir(this.folder, { recursive: true });
      // A run that is new may be refused; one that is at work has to get to its end, whatever room there is.
      if (next.n === 0) await this.reserve.setAside();
      // Drops a line that a dying process left unfinished.
      if (torn) await this.disk.truncate(path, bytes);
      const file = await this.disk.open(path, "a+");
      if (reading === null) await syncFolder(this.disk, this.folder);
      return { run, path, file, next, size: bytes, failed: null };
    });
  }

  /** After a line that could not be written nothing follows: nobody knows how much of it is there. */
  private async write(journal: Journal, json: string, sync: boolean): Promise<void> {
    if (journal.failed !== null) throw journal.failed;
    try {
      await on(journal.path, () => this.writeLine(journal, lineAt(journal.next, json), sync));
    } catch (error) {
      journal.failed = error as Error;
      throw error;
    }
  }

  private async writeLine(journal: Journal, line: string, sync: boolean): Promise<void> {
    const { file, path, size, run } = journal;
    if ((await file.stat()).size !== size) throw new Taken(run);
    const bytes = Buffer.from(`${line}\n`, "utf8");
    const write = async () => {
      await file.appendFile(bytes);
      if (sync) await file.datasync();
    };
    await this.reserve.orGivenUp(write, () => this.disk.truncate(path, size));
    journal.size += bytes.length;
    journal.next = { n: journal.next.n + 1, before: hashOf(line) };
  }
}

/** @throws for the first file that cannot be read: what is not known to be no run must not count as none */
function whole({ runs, unreadable }: Survey): readonly Listed[] {
  const [first] = unreadable;
  if (first !== undefined) throw new CannotList(first);
  return runs;
}
