import type { Clock } from "../../time";
import type { Entry, RunState } from "../record";
import { text } from "../../texts";
import { apply, JournalFailed } from "../record";
import type { Journals } from "./store";

/** Writes what happens into the journal and keeps the state that it gives. */
export class Recorder {
  private lastChange = 0;
  private closed = false;

  constructor(
    readonly state: RunState,
    private readonly journals: Journals,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** Resolves when the entry is on the disk. */
  async record(entry: Entry): Promise<void> {
    await this.write(entry, true);
  }

  /** Resolves when the entry is written, though perhaps not on the disk yet: for what has no effect itself. The entry before an effect brings it there too. */
  async announce(entry: Entry): Promise<void> {
    await this.write(entry, false);
  }

  /** For what may be lost with the process: progress and warnings. */
  note(entry: Entry): void {
    // A step that ignores its end may still report; the journal is closed by then.
    if (this.state.phase === "ended") return;
    // The next entry that has to be kept will find that the journal fails.
    this.write(entry, false).catch(() => undefined);
  }

  nextChange(): number {
    return ++this.lastChange;
  }

  /** The run is over: what comes late is not written, and so not done. */
  close(): void {
    this.closed = true;
  }

  private async write(entry: Entry, sync: boolean): Promise<void> {
    if (this.closed) throw new JournalFailed(text("run.journal-closed"));
    const dated = { ...entry, at: Math.round(this.clock.now()) };
    apply(this.state, dated);
    this.changed();
    try {
      await this.journals.append(this.state.id, dated, { sync });
    } catch (error) {
      throw new JournalFailed(error);
    }
  }
}
