import { setupLogPath } from "../../server/operations";
import { minutes } from "../../time";
import type { Words } from "../../texts";
import { text } from "../../texts";
import type { MemberState } from "./member-state";

/** A job that a run has started on a member. */
export interface Job {
  readonly id: string;
  /** What it runs. */
  readonly file: Words;
  /** Where it writes what it does, on the member; null where that is not known. */
  readonly log: string | null;
  readonly startedAt: number;
  /** By then it will have ended. */
  readonly endsBy: number;
}

interface Started {
  readonly id: string;
  readonly limitMinutes: number;
  readonly work: { readonly kind?: string; readonly file?: string; readonly log?: string };
}

/** The job of the step that a member was at when its work ended, if that step had started one. */
export function jobCutOff(member: MemberState): Job | null {
  const step = member.steps.at(-1);
  const job = jobsOf(member).at(-1);
  return step === undefined ||
    job === undefined ||
    step.outcome === "done" ||
    step.outcome === "unchanged" ||
    job.startedAt < step.startedAt
    ? null
    : job;
}

/** The jobs that a run has started on a member. */
export const jobsOf = (member: MemberState): readonly Job[] =>
  member.changes.flatMap(({ op, args, at, outcome }) => {
    if (op !== "job.start" || outcome === "failed") return [];
    const { id, limitMinutes, work } = args as unknown as Started;
    const file = work.file ?? text("job.windows-updates");
    // Setup writes where it always does; its work does not say.
    const log = work.kind === "setup" ? setupLogPath : (work.log ?? null);
    return [{ id, file, log, startedAt: at, endsBy: at + minutes(limitMinutes) }];
  });

/** Whether the step that started a job went well: then it has usually watched it to its end. */
export const seenToEnd = ({ steps }: MemberState, { startedAt }: Job): boolean =>
  steps.some(
    (step) =>
      (step.outcome === "done" || step.outcome === "unchanged") &&
      step.startedAt <= startedAt &&
      step.finishedAt !== null &&
      startedAt <= step.finishedAt,
  );
