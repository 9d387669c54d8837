import { isDeepStrictEqual } from "node:util";
import type { Reason, Words } from "../../texts";
import { joined, reason, text, whatOf } from "../../texts";
import { showFence } from "../changes";
import type { Work } from "../member";
import { resumeMember } from "../member";
import type { MemberState, RunState } from "../record";
import { hasFailed, membersAtWork, openQuestion, Stopped } from "../record";
import { Refused } from "../refused";
import type { PlanDifferences, StartAsk } from "../rules";
import { askingToGoOn, planDifferences } from "../rules";
import type { RunSettings } from "../settings";
import { defaultSettings } from "../settings";
import type { Recorder } from "../store/recorder";
import type { Lock } from "../store/store";
import type { AtWork } from "./at-work";
import { askPeople, sendAgain } from "./hold";
import type { Listener } from "./listener";

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
 * is made up for, and the message that went out last goes out once more.
 * @throws Stopped where the world, or what is deployed, is not as the record has it
 */
export async function goOn(parts: Parts): Promise<void> {
  const { recorder, lock, listener, atWork } = parts;
  const { state } = recorder;
  const why = state.interrupted?.why ?? text("resume.process-ended");
  await recorder.record({ type: "resumed", fence: lock.fence });
  // That it goes on is said when it is known.
  const said = (how: "resume.resumed" | "resume.taken-up") => recorder.note({ type: "warning", member: null, text: text(how, { why }) });
  atWork.looksFirst = true;
  try {
    await madeUpFor(parts);
  } catch (error) {
    said("resume.taken-up");
    throw error;
  } finally {
    atWork.looksFirst = false;
  }
  said(state.phase === "running" ? "resume.resumed" : "resume.taken-up");
  noteDifferences(recorder, parts.differences.allowed);
  if (state.phase === "running")
    for (const member of membersAtWork(state))
      if (!member.returned && !hasFailed(member) && openQuestion(member) === undefined) sendAgain(listener, state, member);
}

/** Everything that the run may rely on again. @throws Stopped if it cannot go on */
async function madeUpFor(parts: Parts): Promise<void> {
  const { work, recorder, atWork, differences, watchOver } = parts;
  const { state } = recorder;
  await showFence(work.guard.members, state, atWork.signal);
  if (state.phase === "running" && differences.refused.length > 0) throw new Stopped(planDiffers(differences.refused));
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
    if (how.value !== null && (member === undefined || !(await isAsked(parts, member, how.value)))) throw new Stopped(how.value);
  }
}

/** Whether people are asked what becomes of a member with which the run cannot go on. */
async function isAsked({ recorder, work, settings }: Parts, member: MemberState, why: Reason): Promise<boolean> {
  const asking = askingToGoOn(why, { settings, now: work.clock.now() });
  if (asking !== null) await askPeople(recorder, member, asking);
  return asking !== null;
}

/** The members are as they were: the one at work can be put back, or rests, as after any failure. */
const planDiffers = (differences: readonly Words[]): Reason =>
  reason("plan-changed", text("resume.plan-differs", { differences: joined(differences) }), text("resume.plan-differs.hint"));

/** What is deployed for a run: the nodes on a member's way, and how it is watched over. */
export interface Deployed extends Pick<StartAsk, "settings"> {
  readonly nodes: NonNullable<StartAsk["nodes"]>;
}

/** Who goes on with a run. */
export interface TakeUp extends Pick<StartAsk, "array" | "flow"> {
  readonly listener: Listener;
  /** What is deployed now for a run that installs this update. @throws Refused where no run could be started so */
  readonly deployed: (update: string | null) => Deployed;
}

/** How what is deployed now differs from a run's plan. A flow with which nothing could be started is a difference too. */
export function lookedAt(
  { deployed, array }: Pick<TakeUp, "deployed" | "array">,
  state: RunState,
): Pick<Deployed, "settings"> & { readonly differences: PlanDifferences } {
  try {
    const { nodes, settings } = deployed(state.plan.update);
    return { settings, differences: planDifferences(state, array, { nodes, settings }) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { settings: defaultSettings, differences: { refused: [whatOf(error.reason)], allowed: [] } };
  }
}

/** What was planned otherwise and holds from now on is said, once. */
export function noteDifferences(recorder: Recorder, differences: readonly Words[]): void {
  if (differences.length === 0) return;
  const what = text("resume.edited", { differences: joined(differences) });
  if (recorder.state.warnings.some((warning) => isDeepStrictEqual(warning.text, what))) return;
  recorder.note({ type: "warning", member: null, text: what });
}
