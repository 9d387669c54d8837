import type { Clock } from "../../time";
import type { Dated, Entry, RunState } from "../record";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { apply, asKept, JournalFailed } from "../record";
import type { Journals } from "./store";

/** An entry, or how it follows from the state in which it is written; null if it does not. What this throws is thrown to the caller alone. */
export type Writing<Written extends Entry | null = Entry | null> = Entry | ((state: RunState) => Written);

/** Into the journal of a run that nobody drives yet, and its state: something that people should know of it. */
export async function warnOf(what: Text | null, state: RunState, journals: Pick<Journals, "append">): Promise<void> {
  if (what === null) return;
  const warning: Dated = { type: "warning", member: null, text: what, at: state.writtenAt };
  await journals.append(state.id, warning);
  apply(state, warning);
}

/**
 * The one place where a run changes: each entry is written into the journal and only then applied, one after the other. So the state is at any
 * moment what replaying the journal gives. A journal that cannot be written is the end: nothing is written, nor applied, after it.
 */
export class Recorder {
  private readonly over = new AbortController();
  private readonly queue = {
    /** The end of what is to be written. */
    tail: Promise.resolve() as Promise<unknown>,
    /** By member, progress after which nothing else waits, and which is not being written yet: what is said later takes its place. */
    progress: new Map<string, { latest: Entry }>(),
  };
  private next: { readonly promise: Promise<void>; readonly wake: () => void } | null = null;

  constructor(
    readonly state: RunState,
    readonly journals: Journals,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** Why nothing more can be written; null while all is well. */
  get failure(): JournalFailed | null {
    return this.over.signal.aborted ? (this.over.signal.reason as JournalFailed) : null;
  }

  /** Aborted when nothing more can be written: then nothing more is sent either. */
  get closed(): AbortSignal {
    return this.over.signal;
  }

  /**
   * Resolves when the entry is on the disk and applied.
   * @returns the entry; null if there was none to write
   * @throws JournalFailed; whatever `writing` throws
   */
  record(writing: Writing): Promise<Dated | null> {
    this.queue.progress.clear();
    return this.write(writing, true);
  }

  /** Resolves when the entry is written and applied, though perhaps not on the disk yet: for what has no effect itself. The entry before an effect brings it there too. */
  announce(writing: Writing): Promise<Dated | null> {
    this.queue.progress.clear();
    return this.write(writing, false);
  }

  /** For what may be lost with the process: progress and warnings. Of progress the latest: on a slow disk it would pile up otherwise. */
  note(entry: Entry): void {
    const member = entry.type === "progress" ? entry.member : null;
    const said = member === null ? undefined : this.queue.progress.get(member);
    if (said !== undefined) {
      said.latest = entry;
      return;
    }
    const one = { latest: entry };
    const writing = ({ phase }: RunState): Entry | null => {
      if (member !== null && this.queue.progress.get(member) === one) this.queue.progress.delete(member);
      return phase === "ended" ? null : one.latest;
    };
    if (member === null) this.queue.progress.clear();
    else this.queue.progress.set(member, one);
    // The next entry that has to be kept will find that the journal fails.
    this.write(writing, false).catch(() => undefined);
  }

  /** Resolves at the next entry, or when the journal fails. To be asked for before the state is looked at. */
  happened(): Promise<void> {
    this.next ??= awaited();
    return this.next.promise;
  }

  /** The run is over: what comes late is not written, and so not done. */
  close(): void {
    this.fail(new JournalFailed(text("run.journal-closed")));
  }

  private async write(writing: Writing, sync: boolean): Promise<Dated | null> {
    const written = this.queue.tail.then(() => this.inTurn(writing, sync));
    this.queue.tail = written.catch(() => undefined);
    return await written;
  }

  private async inTurn(writing: Writing, sync: boolean): Promise<Dated | null> {
    const entry = typeof writing === "function" ? writing(this.state) : writing;
    if (entry === null) return null;
    if (this.failure !== null) throw this.failure;
    const dated = await this.append({ ...entry, at: Math.round(this.clock.now()) }, sync);
    apply(this.state, dated);
    // Whoever has let go of a run writes nothing more into its record, and so does nothing more.
    if (dated.type === "interrupted") this.close();
    this.tell();
    return dated;
  }

  /** @returns the entry as it will be read again: nothing else is applied */
  private async append(entry: Dated, sync: boolean): Promise<Dated> {
    try {
      const kept = asKept(entry);
      await this.journals.append(this.state.id, kept, { sync });
      return kept;
    } catch (error) {
      throw this.fail(new JournalFailed(error));
    }
  }

  /** The first failure counts. */
  private fail(error: JournalFailed): JournalFailed {
    this.over.abort(error);
    this.tell();
    return this.failure ?? error;
  }

  private tell(): void {
    this.next?.wake();
    this.next = null;
    try {
      this.changed();
    } catch {
      // Whoever shows the run must not be able to end it.
    }
  }
}

function awaited(): { readonly promise: Promise<void>; readonly wake: () => void } {
  let wake: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    wake = resolve;
  });
  return { promise, wake };
}
