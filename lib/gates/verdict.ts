import type { Call, ReadableServer, Verdict } from "../server";
import type { Words } from "../texts";
import { text } from "../texts";
import { ServerError, Unreachable } from "../server";

/** A verdict needs nothing but a member's name. */
type Named = Pick<ReadableServer, "name">;

/** A verdict on a member, `converging` as NLB says it. */
export const verdict = (member: Named, code: Verdict["code"], why: Words): Verdict => ({
  member: member.name,
  serves: code === "serves",
  converging: code === "converging",
  code,
  why,
});

/** What an error says about a member. What does not come from a server is our own mistake, or the end of the run, and is thrown again. */
export const verdictOnError = (member: Named, error: unknown): Verdict => {
  if (!(error instanceof ServerError)) throw error;
  return error instanceof Unreachable
    ? verdict(member, "unreachable", text("gate.unreachable", { what: error.what }))
    : verdict(member, "no-answer", text("gate.cannot-tell", { what: error.what }));
};

export const callWith = (signal?: AbortSignal): Call => (signal === undefined ? {} : { signal });

/** Asks all members at once: one that is slow to answer must not make the guard late for the others. */
export const askAll = <Member, Answer>(members: readonly Member[], ask: (member: Member) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(members.map(ask));
