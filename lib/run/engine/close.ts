import type { Work } from "../member";
import { unwritten } from "../member";
import type { RunDocument, RunState } from "../record";
import { reportOf } from "../report";
import type { Languages } from "../settings";
import type { Recorder } from "../store/recorder";
import type { Lock, RunStore } from "../store/store";
import type { AtWork } from "./at-work";

/** How a run ended: where its report is, and its state, which is more than its journal has where that could not be written. */
export interface End {
  readonly state: RunState;
  readonly report: string | null;
}

interface Parts {
  readonly recorder: Recorder;
  readonly work: Work;
  readonly atWork: AtWork;
  readonly store: RunStore;
  readonly lock: Pick<Lock, "release">;
  readonly languages: Languages;
}

/** Nothing is done in the run any more: its report is written, unless somebody takes it up, and the array is free. */
export async function closeRun({ recorder, work, atWork, store, lock, languages }: Parts): Promise<End> {
  atWork.stop();
  const { state } = recorder;
  // What its step still does comes to nothing: no entry, and so no change, is made any more. Whoever takes it up finds all in its record.
  const isLetGo = state.interrupted !== null;
  if (isLetGo) await Promise.all(state.members.map(({ name }) => work.endUpkeepOf(name)));
  else await atWork.idle();
  const end = isLetGo ? { state, report: null } : await withReport({ recorder, work, store, languages });
  await store.journals.close(state.id).catch(() => undefined);
  await lock.release();
  return end;
}

/** What a run has said at its end that could not write its journal up to there: its report knows how it left its members. Nothing where it cannot be read. */
export async function reported(reports: Pick<RunStore["reports"], "json">, run: string): Promise<Partial<RunDocument>> {
  try {
    return JSON.parse((await reports.json(run)) ?? "{}") as Partial<RunDocument>;
  } catch {
    return {};
  }
}

async function withReport({ recorder, work, store, languages }: Omit<Parts, "atWork" | "lock">): Promise<End> {
  const { failure, state: known } = recorder;
  const state = failure === null ? known : await unwritten(work, known, failure.reason);
  recorder.close();
  // Without a report the journal still has everything, and the document says that there is no report.
  const report = await store.reports.keep(state.id, reportOf(state, work.clock.now(), languages)).catch(() => null);
  return { state, report };
}
