import { joined, reason, text } from "../../texts";
import type { MemberOutcome, MemberState, RunState } from "../record";
import { differencesFrom, Stopped } from "../record";
import { refuseUnfinished } from "../rules";
import type { Recorder } from "../store/recorder";
import type { Work } from "./context";
import { endMember } from "./leave";

interface Parts {
  readonly work: Work;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
}

/** Ends the work on a member whose message has come back. @throws Stopped if it is not updated, or not as it was found */
export async function finishMember({ work, recorder, signal }: Parts, member: MemberState): Promise<void> {
  const { dryRun, byHand } = recorder.state.plan;
  if (!byHand) refuseUnfinished(member, dryRun);
  // While the array converges, this is not the state in which the member is left.
  if (!byHand && !dryRun) await work.guard.quiet(signal);
  const left = await work.picture(member.name, signal);
  // Of a member on which nothing was changed nobody says that it is as it was found.
  const notFound = member.changes.length === 0 && member.found !== null && member.found.unknown.length > 0;
  if (!byHand && !dryRun && !notFound) {
    const differences = differencesFrom(member.found, left);
    if (differences.length > 0) {
      const what = text("run.not-as-found", { member: member.name, differences: joined(differences) });
      throw new Stopped(reason("not-as-found", what, text("run.not-as-found.hint")));
    }
  }
  await endMember(work, recorder, member, { outcome: outcomeOf(member, recorder.state), reason: null, left });
}

/** What becomes of a member whose message has come back. */
function outcomeOf(member: MemberState, { plan }: RunState): MemberOutcome {
  if (plan.byHand) return "done-by-hand";
  if (member.alreadyUpdated) return "already-updated";
  return plan.dryRun ? "would-update" : "updated";
}
