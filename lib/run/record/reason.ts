import { ZodError } from "zod";
import type { Reason, Value, Words } from "../../texts";
import { duration, Failure, isText, reason, text, whatOf } from "../../texts";
import type { MemberState } from "./state";

/** The wait of a step that is ended by the run. */
export class Stopped extends Failure {}

/** Anything that can be thrown, as a reason. @param member which one it is about, if the error itself does not say */
export function reasonOf(error: unknown, member: string | null = null): Reason {
  if (error instanceof Failure) return { ...error.reason, member: error.reason.member ?? member };
  if (error instanceof ZodError) {
    const problems = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    return reason("bad-options", text("run.bad-options", { problems }));
  }
  return reason("unexpected", error instanceof Error ? error.message : String(error));
}

/** A duration on the run's clock; where that is a fast one, how long it was for whoever was waiting. */
const timeOn = (ms: number, speed?: number): Value =>
  speed === undefined ? duration(ms) : text("value.on-fast-clock", { time: duration(ms), real: duration(ms / speed) });

/** No step has taken the message of a member for this long. @param idleMs in milliseconds @param speed of the run's clock, where it is not a real one */
export function messageLost(member: MemberState, idleMs: number, speed?: number): Reason {
  const last = member.steps.at(-1)?.name;
  const where = last === undefined ? text("run.before-first-step") : text("run.after-step", { step: last });
  const what = text("run.message-lost", { member: member.name, where, idle: timeOn(idleMs, speed) });
  return { ...reason("message-lost", what, text("run.message-lost.hint")), member: member.name };
}

const hint = text("run.journal-failed.hint");

/** Thrown when the journal cannot be written: then nothing more is done, since nobody would know of it. */
export class JournalFailed extends Failure {
  /** @param cause what the disk said, or a text of ours */
  constructor(cause: unknown) {
    super(
      cause instanceof Failure ? since(cause) : reason("journal-failed", text("run.journal-failed", { cause: wordsFor(cause) }), hint),
      { cause },
    );
  }
}

/** What the store says of it: which file, and what to do. */
const since = ({ reason: why }: Failure): Reason =>
  reason("journal-failed", text("run.journal-failed-since", { why: whatOf(why) }), why.hint ?? hint);

/** There is no room left but for the end of runs. */
export const onReserve = (array: string): Reason => reason("disk-full", text("run.on-reserve", { array }), text("run.on-reserve.hint"));

const wordsFor = (cause: unknown): Words => {
  if (isText(cause)) return cause;
  return cause instanceof Error ? cause.message : String(cause);
};
