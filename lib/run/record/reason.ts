import { ZodError } from "zod";
import { ServerError } from "../../server/errors";
import { JournalFailed } from "./journal-failed";
import { inWords } from "../../time/duration";
import { Refused } from "../refused";
import type { MemberState } from "./state";
import { StepFailed } from "../step";

/** Why a run stops: a stable code, and words for people. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** The wait of a step that is ended by the run. */
export class Stopped extends Error {
  constructor(readonly reason: Reason) {
    super(reason.text);
    this.name = "Stopped";
  }
}

/** Anything that can be thrown, as a reason. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof Stopped) return error.reason;
  if (error instanceof StepFailed || error instanceof ServerError || error instanceof Refused)
    return { code: error.code, text: error.message };
  if (error instanceof JournalFailed) return { code: "journal-failed", text: error.message };
  if (error instanceof ZodError) {
    const problems = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    return { code: "bad-options", text: `The settings of the step are not right: ${problems}` };
  }
  return { code: "unexpected", text: error instanceof Error ? error.message : String(error) };
}

/** No step has taken the message of a member for so long. */
export function messageLost(member: MemberState, idleMs: number): Reason {
  const last = member.steps.at(-1)?.step;
  return {
    code: "message-lost",
    text:
      `The message for ${member.name} was lost ${last === undefined ? "before the first step" : `after ${last}`}: ` +
      `no step has taken it for ${inWords(idleMs)}. Look for a node after it that does not pass the message on.`,
  };
}
