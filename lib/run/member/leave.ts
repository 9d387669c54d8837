import { changeOf } from "../../server/catalogue";
import { ServerError } from "../../server/errors";
import type { Picture } from "../../server/picture";
import { takePicture } from "../../server/picture";
import type { Reason, Words } from "../../texts";
import { codeInWords, reason, text, whatOf, wordsOf } from "../../texts";
import { minutes, seconds } from "../../time/duration";
import type { MemberOutcome } from "../record/entry";
import { differencesFrom } from "../record/differences";
import type { Job } from "../record/jobs";
import { jobsOf, seenToEnd } from "../record/jobs";
import { JournalFailed, reasonOf } from "../record/reason";
import type { Recorder } from "../store/recorder";
import type { MemberState, RunState } from "../record/state";
import { alarmed, membersAtWork } from "../record/state";
import type { NotUndone } from "../changes/undo";
import { everyUndo, toMend, unwind, whatIs } from "../changes/undo";
import type { Work } from "./context";
import { endOf, howItsJobStands, restartDue } from "./job-left";
import type { Kept } from "./keep-out";
import { isInService, keepOut, lookOnly, stopIfServing } from "./keep-out";
import { wholeAgain } from "./whole-again";

/** Ends the work on a member and records the state it is left in and, after a failure, what would mend it. */
export async function endMember(
  work: Work,
  recorder: Recorder,
  member: MemberState,
  { outcome, reason, alarm = null, left }: { outcome: MemberOutcome; reason: Reason | null; alarm?: Words | null; left: Picture },
): Promise<void> {
  await work.endUpkeepOf(member.name);
  const open = outcome === "failed" ? await toMend(work.reach, member).catch(() => everyUndo(member)) : [];
  await recorder.record({ type: "member finished", member: member.name, outcome, reason, alarm, left, toMend: open });
}

/** With these a step is ended, or not begun, though nothing is wrong with its member. */
const nobodysFault: ReadonlySet<string> = new Set(["stopped-by-operator", "window-closed"]);

/**
 * After a failure: puts the member at work back as it was found, or lets it rest where its update has started and is not verified.
 * An interrupted run touches nothing more.
 * That it serves unverified, if it does, becomes the first reason of the run.
 */
export async function leaveMember(work: Work, recorder: Recorder, member: MemberState, reason: Reason, now: () => number): Promise<void> {
  const { alarm, told } = recorder.state.plan.dryRun
    ? asItIs
    : await settle(work, member, { code: reason.code, now, signal: recorder.closed, recorder }).catch(notSettled);
  const left = await takePicture(work.asItIs(member.name)).catch(nothingSeen);
  const own = ofItsOwn(reason, member);
  const whole = await wholeAgain(work, member.name, own);
  const why = alarm === null ? own : alarmed(alarm, own);
  const outcome = outcomeOf(member, recorder.state, { reason, left });
  await endMember(work, recorder, member, { outcome, reason: { ...why, since: [...own.since, ...told, ...whole] }, alarm, left });
}

/** A run that ends since something went wrong on another member: what that was is said there. */
function ofItsOwn(why: Reason, { name }: MemberState): Reason {
  if (why.member === null || why.member === name) return why;
  const what = text("leave.beside", { other: why.member, why: codeInWords(why.code) });
  return { ...reason("ended-beside", what), member: name };
}

/** How a member ends whose run goes no further. */
function outcomeOf(member: MemberState, { plan }: RunState, { reason, left }: { reason: Reason; left: Picture }): MemberOutcome {
  const untouched = member.changes.length === 0;
  const ownFault = member.steps.some((step) => step.outcome === "failed" && !step.cutOff) && !nobodysFault.has(reason.code);
  const updated = member.updateStarted && member.verified && !plan.dryRun;
  const back = updated && differencesFrom(member.found, left).length === 0;
  return back ? "updated" : untouched && !ownFault ? "untouched" : "failed";
}

/** A fault of ours while a member is left: it is not known how the member stands, and the run comes to its end all the same. */
function notSettled(error: unknown): Kept {
  if (error instanceof JournalFailed) throw error;
  const why = wordsOf(reasonOf(error));
  return { alarm: text("leave.not-settled", { why }), told: [] };
}

const nothingSeen = (error: unknown): Picture => ({ facts: {}, readings: {}, unknown: [reasonOf(error)] });

const asItIs: Kept = { alarm: null, told: [] };

/** How a member is left. */
interface Leaving {
  /** Why the run ends: what to do about that is said there, not twice. */
  readonly code: string;
  readonly now: () => number;
  /** Bringing a member back is never given up half-way, as long as anything can be written. */
  readonly signal: AbortSignal;
  readonly recorder: Recorder;
}

/** Brings the member into the state in which it is left. */
async function settle(work: Work, member: MemberState, { code, ...leaving }: Leaving): Promise<Kept> {
  await noticeBoot(work, member);
  const unverified = member.updateStarted && !member.verified;
  if (code === "interrupted" || code === "abandoned") {
    const { alarm, told } = unverified ? await lookOnly(work, member) : asItIs;
    const server = work.asItIs(member.name);
    const restart = unverified ? await restartDue(server) : [];
    return { alarm, told: [...(await howItsJobStands(server, member)), ...restart, ...told] };
  }
  await work.endUpkeepOf(member.name);
  const kept = unverified
    ? await rest(work, member, leaving)
    : { alarm: null, told: await putBack(work, member, { code, signal: leaving.signal }) };
  // While the array converges, this is not the state in which the member is left. If it never stops converging, that is what gets recorded.
  await work.quiet().catch(() => undefined);
  return kept;
}

/** Before a verified member is brought back. One that does not say when it has booted cannot be brought back either, and is asked again then. */
async function noticeBoot(work: Work, member: MemberState): Promise<void> {
  if (await isInService(work, member).catch(() => true)) return;
  await work.noticeBoot(member.name).catch((error: unknown) => {
    if (!(error instanceof ServerError)) throw error;
  });
}

/**
 * The journal itself cannot be written: nothing more is touched, since nobody would know of it.
 * @returns how the run ended, for the report alone: its journal, and so its state, do not know
 */
export async function unwritten(work: Work, state: RunState, reason: Reason): Promise<RunState> {
  const end = structuredClone(state);
  for (const member of end.members.filter(({ phase }) => phase === "at work")) {
    await work.endUpkeepOf(member.name);
    const open = await toMend(work.reach, member).catch(() => everyUndo(member));
    const left = await takePicture(work.asItIs(member.name)).catch(nothingSeen);
    Object.assign(member, { phase: "ended", outcome: "failed", reason, toMend: open, left, token: null });
  }
  return Object.assign(end, { phase: "ended", outcome: "stopped", reason });
}

/** @returns what was done, and how the member stands now */
async function putBack(work: Work, member: MemberState, { code, signal }: Pick<Leaving, "code" | "signal">): Promise<readonly Words[]> {
  try {
    const now = await takePicture(work.asItIs(member.name));
    // A verified member that is already back is not disturbed again.
    if (member.verified && differencesFrom(member.found, now).length === 0) return [];
    const left = await unwind(work.server(member.name, "undo", signal), work.reach, member, work.wait(member.name, "undo", signal));
    if (left !== null) return notPutBack(member, code, left);
    return member.changes.length === 0 ? [] : [text("leave.put-back", { member: member.name })];
  } catch (error) {
    if (error instanceof JournalFailed) throw error;
    return [whyNotPutBack(member, code, error)];
  }
}

const whyNotPutBack = ({ name }: MemberState, code: string, error: unknown): Words => {
  const reason = reasonOf(error);
  return text("leave.not-put-back", { member: name, why: reason.code === code ? whatOf(reason) : wordsOf(reason) });
};

/** The change that could not be taken back, with the command that does it. What comes after it stands in the list of what is left. */
function notPutBack(member: MemberState, code: string, { undo: [op, args], why, tries }: NotUndone): readonly Words[] {
  const change = changeOf(op);
  const command = change.byHand(member.name, change.args.parse(args));
  return [whyNotPutBack(member, code, why), text("leave.not-undone", { what: whatIs(op, args), count: tries, command })];
}

/** Leaves it out of traffic, and watches the jobs that run there until they end, since an installer must not be killed. */
async function rest(work: Work, member: MemberState, { now, signal, recorder }: Omit<Leaving, "code">): Promise<Kept> {
  const stoppedAgain: Words[] = [];
  const notIn = async () => {
    stoppedAgain.push(...((await stopIfServing(work, member, signal))?.told ?? []));
  };
  await notIn();
  const jobs: Words[] = [];
  for (const job of jobsOf(member)) jobs.push(...(await toItsEnd(work, member, { job, signal, meanwhile: notIn, now })));
  await recorder.record({ type: "at rest", member: member.name });
  // While others are still being put back, or rest until their jobs end, the run is there and sees to it that nobody brings this one in.
  const { clock } = work;
  for (; someAreNotAtRest(recorder.state); await notIn()) await clock.sleep(AT_REST_LOOK_MS, signal);
  const { alarm, told } = await keepOut(work, member, signal);
  // That it has been in service is said, also where it cannot be told how it stands now.
  const again = stoppedAgain.slice(0, 1);
  const stands = alarm === null && again.length > 0 ? again : [...again, ...told];
  const restart = await restartDue(work.asItIs(member.name));
  return { alarm, told: [text("leave.resting", { member: member.name }), ...jobs, ...restart, ...stands] };
}

/** Between two looks at a member that is at rest. */
const AT_REST_LOOK_MS = seconds(15);

const someAreNotAtRest = (state: RunState): boolean => membersAtWork(state).some(({ atRest }) => !atRest);

/** How a job is waited for. */
interface Watched {
  readonly job: Job;
  readonly signal: AbortSignal;
  /** Between two looks at it. */
  readonly meanwhile: () => Promise<void>;
  readonly now: () => number;
}

/** A member that does not answer within this time is not asked any longer about a job that its step will have seen to its end. */
const SEEN_TO_END_MS = minutes(2);

/** @returns what became of it, unless its step has told already */
async function toItsEnd(work: Work, member: MemberState, { job, signal, meanwhile, now }: Watched): Promise<readonly Words[]> {
  const server = work.server(member.name, "undo", signal);
  const wait = work.wait(member.name, "undo", signal);
  const left = () => Math.max(0, job.endsBy - now());
  const look = () => server.read("job.poll", { id: job.id });
  const options = { everyMs: seconds(30), unreachableIsNotYet: true };
  const told = seenToEnd(member, job);
  const first = await wait.until(look, () => true, { ...options, limitMs: told ? SEEN_TO_END_MS : left(), meanwhile }).catch(notSeen);
  const runs = first.met && first.answer.state === "running";
  // Of one that has ended before, its step has told.
  if (!runs && (told || first.met)) return [];
  const ended = runs
    ? await wait.until(look, ({ state }) => state !== "running", { ...options, limitMs: left(), meanwhile }).catch(notSeen)
    : notSeen();
  return endOf(job, member.name, ended.met ? ended.answer.exitCode : undefined);
}

const notSeen = (): { readonly met: false } => ({ met: false });
