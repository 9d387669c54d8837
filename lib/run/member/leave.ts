import type { Picture } from "../../server/picture";
import { takePicture } from "../../server/picture";
import type { Reason, Words } from "../../texts";
import { text, whatOf, wordsOf } from "../../texts";
import { seconds } from "../../time/duration";
import type { MemberOutcome } from "../record/entry";
import { differencesFrom } from "../record/differences";
import { jobsOf } from "../record/jobs";
import { reasonOf } from "../record/reason";
import type { Recorder } from "../store/recorder";
import type { MemberState, RunState } from "../record/state";
import { toMend, unwind } from "../changes/undo";
import type { Work } from "./context";
import { endOf, howItsJobStands } from "./job-left";
import type { Kept } from "./keep-out";
import { keepOut, lookOnly } from "./keep-out";

/** Never aborted: bringing a member back is never given up half-way. */
const onward = (): AbortSignal => new AbortController().signal;

/** Ends the work on a member and records the state it is left in and, after a failure, what would mend it. */
export async function endMember(
  work: Work,
  recorder: Recorder,
  member: MemberState,
  { outcome, reason, left }: { outcome: MemberOutcome; reason: Reason | null; left: Picture },
): Promise<void> {
  await work.endUpkeepOf(member.name);
  const failed = outcome === "failed" && !recorder.state.plan.dryRun;
  const open = failed ? await toMend(work.reach, member) : [];
  await recorder.record({ type: "member finished", member: member.name, outcome, reason, left, toMend: open });
}

/** With these a step is ended, or not begun, though nothing is wrong with its member. */
const nobodysFault: ReadonlySet<string> = new Set(["stopped-by-operator", "window-closed"]);

/**
 * After a failure: puts the member at work back as it was found, or lets it rest where its update has started and is not verified.
 * An interrupted run touches nothing more.
 * @returns why the run ends; first of all that the member serves unverified, if it does
 */
export async function leaveMember(work: Work, recorder: Recorder, member: MemberState, reason: Reason, now: () => number): Promise<Reason> {
  const untouched = member.changes.length === 0;
  const { alarm, told } = recorder.state.plan.dryRun ? asItIs : await settle(work, member, { code: reason.code, now });
  const left = await takePicture(work.asItIs(member.name));
  const ownFault = member.steps.some((step) => step.outcome === "failed") && !nobodysFault.has(reason.code);
  const updated = member.updateStarted && member.verified && !recorder.state.plan.dryRun;
  const back = updated && differencesFrom(member.found, left).length === 0;
  const outcome = back ? "updated" : untouched && !ownFault ? "untouched" : "failed";
  const why = alarm === null ? reason : { ...reason, what: text("leave.first", { alarm, what: whatOf(reason) }) };
  await endMember(work, recorder, member, { outcome, reason: { ...why, since: [...reason.since, ...told] }, left });
  return why;
}

const asItIs: Kept = { alarm: null, told: [] };

/** Brings the member into the state in which it is left. */
async function settle(
  work: Work,
  member: MemberState,
  { code, now }: { readonly code: string; readonly now: () => number },
): Promise<Kept> {
  const unverified = member.updateStarted && !member.verified;
  if (code === "interrupted") {
    const { alarm, told } = unverified ? await lookOnly(work, member) : asItIs;
    return { alarm, told: [...(await howItsJobStands(work.asItIs(member.name), member)), ...told] };
  }
  await work.endUpkeepOf(member.name);
  const kept = unverified ? await rest(work, member, now) : { alarm: null, told: await putBack(work, member, code) };
  // While the array converges, this is not the state in which the member is left. If it never stops converging, that is what gets recorded.
  await work.quiet().catch(() => undefined);
  return kept;
}

/**
 * The journal itself cannot be written: nothing more is touched, since nobody would know of it. The end of the run, and what would mend the
 * members, is in memory only.
 */
export async function giveUp(work: Work, state: RunState, reason: Reason): Promise<void> {
  for (const member of state.members.filter(({ phase }) => phase === "at work")) {
    await work.endUpkeepOf(member.name);
    member.toMend = await toMend(work.reach, member).catch(() => []);
    member.phase = "ended";
    member.outcome = "failed";
    member.reason = reason;
  }
  Object.assign(state, { phase: "ended", outcome: "stopped", reason });
}

/** @param code why the run ends: what to do about that is said there, not twice @returns what was done, and how the member stands now */
async function putBack(work: Work, member: MemberState, code: string): Promise<readonly Words[]> {
  const signal = onward();
  try {
    const now = await takePicture(work.asItIs(member.name));
    // A verified member that is already back is not disturbed again.
    if (member.verified && differencesFrom(member.found, now).length === 0) return [];
    await unwind(work.server(member.name, "undo", signal), work.reach, member, work.wait(member.name, "undo", signal));
    return member.changes.length === 0 ? [] : [text("leave.put-back", { member: member.name })];
  } catch (error) {
    const reason = reasonOf(error);
    return [text("leave.not-put-back", { member: member.name, why: reason.code === code ? whatOf(reason) : wordsOf(reason) })];
  }
}

/** Leaves it out of NLB, and watches the jobs that run there until they end, since an installer must not be killed. */
async function rest(work: Work, member: MemberState, now: () => number): Promise<Kept> {
  const signal = onward();
  const server = work.server(member.name, "undo", signal);
  const wait = work.wait(member.name, "undo", signal);
  const jobs: Words[] = [];
  for (const job of jobsOf(member)) {
    const options = { limitMs: Math.max(0, job.endsBy - now()), everyMs: seconds(30), unreachableIsNotYet: true };
    let ran = false;
    const look = async () => {
      const answer = await server.read("job.poll", { id: job.id });
      if (answer.state === "running") ran = true;
      return answer;
    };
    const ended = await wait.until(look, ({ state }) => state !== "running", options).catch(() => null);
    // Of one that had ended before, its step has told.
    if (ended?.met !== true || ran) jobs.push(...endOf(job, member.name, ended?.met === true ? ended.answer.exitCode : undefined));
  }
  const { alarm, told } = await keepOut(work, member, signal);
  return { alarm, told: [text("leave.resting", { member: member.name }), ...jobs, ...told] };
}
