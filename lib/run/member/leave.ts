import type { ChangeOp, OperationName } from "../../server/catalogue";
import { changeOf, operationNames, operationOf } from "../../server/catalogue";
import type { Picture } from "../../server/picture";
import { takePicture } from "../../server/picture";
import type { Server } from "../../server/server";
import type { Reason, Words } from "../../texts";
import { text, wordsOf } from "../../texts";
import { minutes, seconds } from "../../time/duration";
import type { MemberOutcome } from "../record/entry";
import { differencesFrom } from "../record/differences";
import { jobsOf } from "../record/jobs";
import { reasonOf } from "../record/reason";
import type { Recorder } from "../store/recorder";
import type { MemberState, RunState } from "../record/state";
import type { Wait } from "../step";
import { toMend, unwind } from "../changes/undo";
import type { Work } from "./context";
import { endOf, howItsJobStands } from "./job-left";

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
 */
export async function leaveMember(work: Work, recorder: Recorder, member: MemberState, reason: Reason, now: () => number): Promise<void> {
  const untouched = member.changes.length === 0;
  let since = reason.since;
  if (reason.code !== "interrupted" && !recorder.state.plan.dryRun) {
    await work.endUpkeepOf(member.name);
    const told = member.updateStarted && !member.verified ? await rest(work, member, now) : await putBack(work, member);
    since = [...since, ...told];
    // While the array converges, this is not the state in which the member is left. If it never stops converging, that is what gets recorded.
    await work.quiet().catch(() => undefined);
  } else if (!recorder.state.plan.dryRun) since = [...since, ...(await howItsJobStands(work.asItIs(member.name), member))];
  const left = await takePicture(work.asItIs(member.name));
  const ownFault = member.steps.some((step) => step.outcome === "failed") && !nobodysFault.has(reason.code);
  const updated = member.updateStarted && member.verified && !recorder.state.plan.dryRun;
  const back = updated && differencesFrom(member.found, left).length === 0;
  const outcome = back ? "updated" : untouched && !ownFault ? "untouched" : "failed";
  await endMember(work, recorder, member, { outcome, reason: { ...reason, since }, left });
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

/** @returns what was done, and how the member stands now */
async function putBack(work: Work, member: MemberState): Promise<readonly Words[]> {
  const signal = onward();
  try {
    const now = await takePicture(work.asItIs(member.name));
    // A verified member that is already back is not disturbed again.
    if (member.verified && differencesFrom(member.found, now).length === 0) return [];
    await unwind(work.server(member.name, "undo", signal), work.reach, member, work.wait(member.name, "undo", signal));
    return member.changes.length === 0 ? [] : [text("leave.put-back", { member: member.name })];
  } catch (error) {
    return [text("leave.not-put-back", { member: member.name, why: wordsOf(reasonOf(error)) })];
  }
}

/** Leaves it out of NLB, and watches the jobs that run there until they end, since an installer must not be killed. */
async function rest(work: Work, member: MemberState, now: () => number): Promise<readonly Words[]> {
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
  return [text("leave.resting", { member: member.name }), ...jobs, await keepOut(work, member, server, wait)];
}

/** A member whose update is not verified must not serve, even if a boot has brought it in. @returns how it is now */
async function keepOut(work: Work, member: MemberState, server: Server, wait: Wait): Promise<Words> {
  const { name } = member;
  const look = async () => (await work.look()).find((verdict) => verdict.member === name);
  const options = { limitMs: minutes(15), everyMs: seconds(2) };
  const { answer } = await wait.until(look, (verdict) => verdict?.code !== "unreachable", options);
  if (answer === undefined || answer.code === "unreachable") return text("leave.silent");
  const inService = answer.serves || answer.code === "converging" || answer.code === "no-answer" || answer.code === "split-cluster";
  const stops = operationNames.find((op) => takesOutAtOnce(op)) as ChangeOp | undefined;
  const usesIt = member.changes.some(({ op }) => op.split(".")[0] === stops?.split(".")[0]);
  if (!inService || stops === undefined || !usesIt) return text("leave.left-out");
  const command = changeOf(stops).byHand(name, {});
  try {
    await server.change(stops, none, { atOnce: true });
    const stopped = await wait.settled(stops, none, { unreachableIsNotYet: true });
    return stopped ? text("leave.stopped-again") : text("leave.serves-still", { command });
  } catch (error) {
    return text("leave.not-stopped", { why: wordsOf(reasonOf(error)), command });
  }
}

/** Such a change has no arguments. */
const none = {} as never;

const takesOutAtOnce = (op: OperationName): boolean => {
  const operation = operationOf(op);
  return operation.kind === "change" && operation.takesOutAtOnce === true;
};
