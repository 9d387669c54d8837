import { ZodError } from "zod";
import type { Reason } from "../../texts";
import { duration, Failure, reason, text } from "../../texts";
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

/** No step has taken the message of a member for this long. @param idleMs in milliseconds */
export function messageLost(member: MemberState, idleMs: number): Reason {
  const last = member.steps.at(-1)?.name;
  const where = last === undefined ? text("run.before-first-step") : text("run.after-step", { step: last });
  const what = text("run.message-lost", { member: member.name, where, idle: duration(idleMs) });
  return { ...reason("message-lost", what, text("run.message-lost.hint")), member: member.name };
}
