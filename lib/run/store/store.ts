import { Failure, instant, reason, text } from "../../texts";
import type { Dated, Plan } from "../record";

/** What a second start is told about the run that holds the array. */
export interface Holder {
  readonly run: string;
  readonly since: string;
  readonly host: string;
  readonly pid: number;
}

/** An array that a run has taken. */
export interface Lock {
  /** Higher than any number handed out for this array before, over restarts and crashes too. It is on the disk before it is known here. */
  readonly fence: number;
  /** Aborted when this process no longer holds the array, or cannot be sure of it. Never by `release`. */
  readonly lost: AbortSignal;
  /** Gives the array back, if it is still held; otherwise whoever has it keeps it. May be called twice. */
  release(): Promise<void>;
}

/** Thrown by `Locks.take` when somebody else has the array. */
export class Held extends Failure {
  /** @param mayBeGone whether the holder may have died without anybody here being able to see it: then it is worth trying again in a minute */
  constructor(
    readonly array: string,
    readonly holder: Holder | null,
    readonly mayBeGone = false,
  ) {
    super(
      reason(
        "array-busy",
        holder === null
          ? text("run.held-by-somebody", { array })
          : text("run.held", { array, ...holder, since: instant(Date.parse(holder.since)) }),
      ),
    );
  }
}

/** Thrown by `Journals.append` when another process has written into the journal since this one has. */
export class Taken extends Failure {
  constructor(readonly run: string) {
    super(reason("journal-taken", text("journal.taken", { run }), text("journal.taken.hint")));
  }
}

/** What is known of a run without reading its journal. */
export interface Listed {
  readonly run: string;
  readonly startedAt: number;
  readonly plan: Pick<Plan, "array" | "members" | "dryRun" | "byHand" | "key" | "flow">;
  /** Its journal has its end. False also where that is not known: then read it. */
  readonly finished: boolean;
}

/**
 * The entries of runs. It needs no lock and no report to keep what it promises, and no call has to come before another.
 *
 * - **Order.** The entries of a run are kept in the order in which `append` was called, without waiting for each other. Each one follows the entry before
 *   it, so that a line changed, added or taken out afterwards is noticed.
 * - **Synced.** An append resolves when its entry, and with it all entries before it, would survive a loss of power. With `sync: false` it resolves as
 *   soon as other processes can read it; after a loss of power those at the end may be missing, never one in the middle.
 * - **Failed.** An append that fails may have left its entry or not. Nothing more is taken for that run by this process, until it has closed it.
 * - **One writer.** A process that has appended to a journal appends nothing more to it once another has: it gets `Taken`.
 * - **Room for the end.** A run whose first entry was taken has room for its end, on a full disk too; `onReserve` says when it is being used.
 * - **Unreadable is not unknown.** What cannot be read is an error; null, and to be missing in a list, mean that there is no such run.
 */
export interface Journals {
  append(run: string, entry: Dated, options?: { readonly sync?: boolean }): Promise<void>;
  /** There is no room left but what was set aside for the end of runs: whoever has one at work should bring it to its end. */
  readonly onReserve: boolean;
  /** All entries of a run, oldest first; null for an unknown run. @throws when the record was changed, or cannot be understood */
  read(run: string): Promise<readonly Dated[] | null>;
  /** All runs, newest first, without reading each journal. */
  list(): Promise<readonly Listed[]>;
  /** The run of this array that was started with this key; null if there is none. By an index: as quick with many runs as with few. */
  find(array: string, key: string): Promise<Listed | null>;
  /** This process appends nothing more to it: what is under way is ended first. May be called twice, and for a run that it never appended to. */
  close(run: string): Promise<void>;
}

/** Which run has which array, over all processes that share the store. */
export interface Locks {
  /**
   * Takes the array, by whatever case its name is written in, for one run. One that was held by a dead process is free: at once where its death can be
   * seen, otherwise when it has given no sign for a while.
   * @throws Held at once (within 100 ms where the holder answers), with the holder if it is known
   */
  take(array: string, run: string): Promise<Lock>;
}

/** The reports of runs. They are kept on a full disk too, if the run has begun; no journal is needed. */
export interface Reports {
  /** Keeps the reports of a run, whole or not at all, in place of earlier ones, and says where the one for people is. */
  keep(run: string, reports: { readonly html: string; readonly json: string }): Promise<string>;
  /** Where the report for people is; null when there is none. */
  of(run: string): Promise<string | null>;
  /** The report for other systems, as it was kept; null when there is none, or it cannot be read. */
  json(run: string): Promise<string | null>;
}

/** Where runs are kept. The embedded default keeps them in files under the Node-RED user directory. */
export interface RunStore {
  readonly journals: Journals;
  readonly locks: Locks;
  readonly reports: Reports;
}
