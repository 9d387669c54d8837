import type { Picture } from "../server/picture";
import { takePicture } from "../server/picture";
import { seconds } from "../time/duration";
import type { MemberOutcome } from "./entry";
import { differencesFrom, jobsOf } from "./left";
import type { Reason } from "./reason";
import { reasonOf } from "./reason";
import type { Recorder } from "./recorder";
import type { MemberState } from "./state";
import { toMend, unwind } from "./undo";
import type { Work } from "./work";

/** Never aborted: what brings a member back is seen through to its end. */
const onward = (): AbortSignal => new AbortController().signal;

/** Ends the work on a member, with what it is left in and, after a failure, what would mend it. */
export async function endMember(
  work: Work,
  recorder: Recorder,
  member: MemberState,
  { outcome, reason, left }: { outcome: MemberOutcome; reason: string | null; left: Picture },
): Promise<void> {
  work.endUpkeepOf(member.name);
  const failed = outcome === "failed" && !recorder.state.plan.dryRun;
  const open = failed ? await toMend(work.reach, member) : [];
  await recorder.record({ type: "member finished", member: member.name, outcome, reason, left, toMend: open });
}

/**
 * After a failure: puts the member at work back as it was found, or lets it rest where its update has started and is not verified.
 * An interrupted run touches nothing more.
 */
export async function leaveMember(work: Work, recorder: Recorder, member: MemberState, reason: Reason, now: () => number): Promise<void> {
  const untouched = member.changes.length === 0;
  let text = reason.text;
  if (reason.code !== "interrupted" && !recorder.state.plan.dryRun) {
    work.endUpkeepOf(member.name);
    const told = member.updateStarted && !member.verified ? await rest(work, member, now) : await putBack(work, member);
    if (told !== null) text += ` ${told}`;
  }
  const left = await takePicture(work.asItIs(member.name));
  const ownFault = member.steps.some((step) => step.outcome === "failed") && reason.code !== "stopped-by-operator";
  const back = member.verified && differencesFrom(member.found, left).length === 0;
  const outcome = back ? "updated" : untouched && !ownFault ? "untouched" : "failed";
  await endMember(work, recorder, member, { outcome, reason: text, left });
}

async function putBack(work: Work, member: MemberState): Promise<string | null> {
  const signal = onward();
  try {
    const now = await takePicture(work.asItIs(member.name));
    // A verified member that is back already is not disturbed once more.
    if (member.verified && differencesFrom(member.found, now).length === 0) return null;
    await unwind(work.server(member.name, "undo", signal), work.reach, member, work.wait(member.name, "undo", signal));
    return member.changes.length === 0 ? null : `${member.name} was put back as it was found.`;
  } catch (error) {
    return `${member.name} could not be put back as it was found: ${reasonOf(error).text}`;
  }
}

/** Out of NLB and not started again; only the jobs that run there are watched to their end, since an installer must not be cut. */
async function rest(work: Work, member: MemberState, now: () => number): Promise<string> {
  const signal = onward();
  const server = work.server(member.name, "undo", signal);
  const wait = work.wait(member.name, "undo", signal);
  for (const { id, endsBy } of jobsOf(member)) {
    const options = { limitMs: Math.max(0, endsBy - now()), everyMs: seconds(30), unreachableIsNotYet: true };
    await wait
      .until(
        () => server.read("job.poll", { id }),
        ({ state }) => state !== "running",
        options,
      )
      .catch(() => undefined);
  }
  return `The update of ${member.name} had started and is not verified, so it is left out of service until you have looked at it.`;
}
