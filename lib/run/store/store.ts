import { Failure, instant, reason, text } from "../../texts";
import type { Dated, Plan } from "../record";

/** What a second start is told about the run that holds the array. */
export interface Holder {
  readonly run: string;
  readonly since: string;
  readonly host: string;
  readonly pid: number;
}

export interface Lock {
  /** Higher than that of any run of this array before. */
  readonly fence: number;
  /** Aborted when this process no longer holds the array. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Thrown by `Locks.take` when somebody else has the array. */
export class Held extends Failure {
  constructor(
    readonly array: string,
    readonly holder: Holder | null,
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

/** The entries of runs, in order. */
export interface Journals {
  /** Resolves when the entry is on the disk; with `sync: false` as soon as it is on its way. Entries of a run are kept in order. */
  append(run: string, entry: Dated, options?: { readonly sync?: boolean }): Promise<void>;
  /** All entries of a run, oldest first; null for an unknown run. Throws when the record was changed afterwards. */
  read(run: string): Promise<readonly Dated[] | null>;
  /** Runs with their plans, newest first. */
  list(): Promise<readonly { readonly run: string; readonly plan: Plan; readonly startedAt: number }[]>;
  /** This process appends nothing more to it. */
  close(run: string): Promise<void>;
}

/** Which run has which array. */
export interface Locks {
  /** Takes the array for one run. Throws `Held`. */
  take(array: string, run: string): Promise<Lock>;
}

/** The reports of runs. */
export interface Reports {
  /** Keeps the reports of a run and says where the one for people is. */
  keep(run: string, reports: { readonly html: string; readonly json: string }): Promise<string>;
  /** Where the report for people is; null when there is none. */
  of(run: string): Promise<string | null>;
}

/** Where runs are kept. The embedded default keeps them in files under the Node-RED user directory. */
export interface RunStore {
  readonly journals: Journals;
  readonly locks: Locks;
  readonly reports: Reports;
}
