import type { Reason } from "../../texts";
import { reason, text } from "../../texts";
import { Stopped } from "../record";
import type { MemberState } from "../record";
import type { Moment } from "./in-time";
import { tooLate } from "./in-time";

/** Why another member must not be taken, so that everything stays as it is; null if it may. */
export function refusalToTake(member: MemberState, moment: Moment): Reason | null {
  const asked = moment.state.stopAfterMember;
  const next = member.name;
  if (asked !== null) return reason("stopped-by-operator", text("run.stopped-before", { next, by: asked.by ?? text("run.an-operator") }));
  const late = tooLate(member, moment);
  return late === null ? null : reason("window-closed", late, text("run.too-late.hint"));
}

/** Throws for a member that comes back without an update, or without proof of it: it must not be called updated. */
export function refuseUnfinished(member: MemberState, dryRun: boolean): void {
  const updated = dryRun ? member.wouldChange.some((change) => change.startsUpdate) : member.updateStarted;
  const about = { member: member.name };
  if (!updated && !member.alreadyUpdated)
    throw new Stopped(reason("nothing-installed", text("run.nothing-installed", about), text("run.nothing-installed.hint")));
  if (member.updateStarted && !member.verified)
    throw new Stopped(reason("not-verified", text("run.not-verified", about), text("run.not-verified.hint")));
}
