import type { Reason, Words } from "../../texts";
import { reason, text } from "../../texts";
import { showFence } from "../changes";
import type { Work } from "../member";
import { resumeMember } from "../member";
import type { MemberState } from "../record";
import { hasFailed, membersAtWork, openQuestion, Stopped } from "../record";
import type { PlanDifferences, StartAsk } from "../rules";
import { askingAbout, asksAboutEdits, endedByAnswer } from "../rules";
import type { RunSettings } from "../settings";
import type { Recorder } from "../store/recorder";
import type { Lock } from "../store/store";
import type { AtWork } from "./at-work";
import { askPeople, canSend, noteDifferences, pauseItself, planDiffers, sendAgain } from "./hold";
import type { DeployedNow, Listener } from "./listener";

/** Who goes on with a run. */
export interface TakeUp extends Pick<StartAsk, "array" | "flow"> {
  readonly listener: Listener;
  readonly deployed: DeployedNow;
}

interface Parts {
  readonly work: Work;
  readonly recorder: Recorder;
  readonly lock: Pick<Lock, "fence">;
  readonly listener: Listener;
  readonly atWork: Pick<AtWork, "signal" | "signalOf" | "looksFirst">;
  /** Between what is deployed now and what was planned. */
  readonly differences: PlanDifferences;
  readonly settings: RunSettings;
  /** A member is watched from now on. */
  readonly watchOver: (member: MemberState) => void;
}

/**
 * Goes on with a run that was let go of, or whose process died. What is to be done follows from its state as ever; here the memory of the process
 * is made up for, and the message that went out last goes out once more, unless people are asked first.
 * @throws Stopped where the world, or what is deployed, is not as the record has it, and nobody is asked
 */
export async function goOn(parts: Parts): Promise<void> {
  const { recorder, lock, listener, atWork } = parts;
  const { state } = recorder;
  const why = state.interrupted?.why ?? text("resume.process-ended");
  atWork.looksFirst = true;
  await recorder.record({ type: "resumed", fence: lock.fence });
  // That it goes on is said when it is known.
  const said = (how: "resume.resumed" | "resume.taken-up" | "resume.waits") =>
    recorder.note({ type: "warning", member: null, text: text(how, { why }) });
  try {
    await madeUpFor(parts);
    if (state.phase === "running") await asked(parts, why);
  } catch (error) {
    said("resume.taken-up");
    throw error;
  } finally {
    atWork.looksFirst = false;
  }
  const waits = state.paused !== null || membersAtWork(state).some((member) => openQuestion(member) !== undefined);
  said(state.phase !== "running" ? "resume.taken-up" : waits ? "resume.waits" : "resume.resumed");
  noteDifferences(recorder, parts.differences.allowed);
  if (state.phase === "running") for (const member of membersAtWork(state)) if (goesOn(member)) sendAgain(listener, state, member);
}

/** Its message goes out once more. */
const goesOn = (member: MemberState): boolean => !waitsAnyway(member) && openQuestion(member) === undefined;

/** Nothing is sent to it, whatever was found: its message is back, its step has failed, or it was settled before. */
const waitsAnyway = (member: MemberState): boolean =>
  member.returned || hasFailed(member) || member.heldFor !== null || endedByAnswer(member) !== null;

/** Everything that the run may rely on again. People are asked about a member that is not as it was left. @throws Stopped if it cannot go on */
async function madeUpFor(parts: Parts): Promise<void> {
  const { work, recorder, atWork, differences, settings, watchOver } = parts;
  const { state } = recorder;
  await showFence(work.guard.members, state, atWork.signal);
  const isEdited = differences.refused.length > 0;
  if (state.phase === "running" && isEdited && !asksAboutEdits(settings)) throw new Stopped(planDiffers(differences, "ends"));
  const atWorkNow = membersAtWork(state);
  const resumed = await Promise.allSettled(
    atWorkNow.map((member) => {
      const watched = () => watchOver(member);
      return resumeMember({ work, recorder, clock: work.clock, signal: atWork.signalOf(member.name), watched }, member);
    }),
  );
  for (const [index, how] of resumed.entries()) {
    if (how.status === "rejected") throw how.reason;
    const member = atWorkNow[index];
    if (how.value === null || (member !== undefined && endedByAnswer(member) !== null)) continue;
    // With the code of a run that is interrupted nothing would be put back.
    const why: Reason = how.value.code === "interrupted" ? { ...how.value, code: "not-as-left" } : how.value;
    const both = isEdited ? text("reason.with-hint", { what: why.what, hint: planDiffers(differences, "asks").what }) : why.what;
    if (member === undefined || !(await isAsked(parts, member, { ...why, what: both }))) throw new Stopped(how.value);
  }
}

/** What else people are asked before anything is sent: the loop is set so, what is still to come was edited, or a message cannot go out. */
async function asked(parts: Parts, interrupted: Words): Promise<void> {
  const { recorder, differences, settings, listener } = parts;
  const { state } = recorder;
  const edited = differences.refused.length > 0 ? planDiffers(differences, "asks") : null;
  const restarted = (member: string) => reason("restarted", text("resume.as-left", { member, why: interrupted }));
  for (const member of membersAtWork(state).filter(goesOn)) {
    const unsent = canSend(listener, member.name, member.sent?.node ?? null);
    const why = edited ?? unsent ?? (settings.afterRestart === "ask" ? restarted(member.name) : null);
    if (why !== null) await isAsked(parts, member, { ...why, member: member.name });
  }
  const asks = (member: MemberState) => openQuestion(member) !== undefined || member.heldFor !== null || hasFailed(member);
  if ((edited === null && settings.afterRestart !== "ask") || membersAtWork(state).some(asks)) return;
  await pauseItself(recorder, edited?.what ?? text("resume.between", { why: interrupted }));
}

/** Whether people are asked what becomes of a member with which the run cannot go on by itself. */
async function isAsked({ recorder, work, settings }: Parts, member: MemberState, why: Reason): Promise<boolean> {
  const asking = askingAbout(why, { settings, now: work.clock.now() });
  if (asking !== null) await askPeople(recorder, member, asking);
  return asking !== null;
}
