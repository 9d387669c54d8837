import type { Reason, Text, Value } from "../../../texts";
import { enumerated, text } from "../../../texts";
import { batchesOf } from "../batches";
import type { MemberState, RunState } from "../state";

/** Members that are not fit, as values of a text. */
interface NotFit {
  readonly notFit: Value;
  readonly count: number;
}

/** Where a real run would end. */
export interface WouldEnd {
  /** The member at which it would be. */
  readonly at: MemberState;
  /** Who is not fit, where that ends it before anything is touched; null where it is the work on the member that would not get through. */
  readonly notFit: (NotFit & { readonly names: readonly string[] }) | null;
}

const failed = ({ outcome }: MemberState): boolean => outcome === "failed";

/**
 * Where a real run would end, as a dry run has found it out: that one goes on after a member that a real one would not get past. Before the first
 * member is touched, a real run looks at all that follow, so one that is not fit ends it there.
 * @returns null where it would get through, as far as is known
 */
export function wouldEnd({ plan, members }: Pick<RunState, "plan" | "members">): WouldEnd | null {
  if (!plan.dryRun || plan.byHand) return null;
  const names = members.filter((member) => failed(member) && member.reason?.code === "not-fit").map(({ name }) => name);
  const notFit = names.length === 0 ? null : { notFit: enumerated(names), count: names.length, names };
  const at = members.find(notFit === null ? failed : ({ outcome }) => outcome !== "already-updated");
  return at === undefined ? null : { at, notFit };
}

/** What a real run would do, for people. */
export const endInWords = ({ at: { name: member }, notFit }: WouldEnd): Text =>
  notFit === null
    ? text("report.real-run-at", { member })
    : text("report.real-run-not-fit", { member, notFit: notFit.notFit, count: notFit.count });

/** Whether a real run would get to this member, and through with it, before it ends. */
export function wouldGetTo(state: RunState, { name }: MemberState): boolean {
  const end = wouldEnd(state);
  if (end === null) return true;
  const batch = (wanted: string): number => batchesOf(state).findIndex((all) => all.some((one) => one.name === wanted));
  return end.notFit === null && batch(name) < batch(end.at.name);
}

/** Who is not fit, where that was seen when the first member was looked at; null for any other reason. */
export function notFitIn({ code, what }: Reason): NotFit | null {
  if (code !== "not-fit" || typeof what === "string") return null;
  const { notFit, count } = what.values ?? {};
  return notFit === undefined ? null : { notFit, count: typeof count === "number" ? count : 2 };
}
