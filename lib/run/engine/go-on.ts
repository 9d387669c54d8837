import type { Reason, Words } from "../../texts";
import { joined, reason, text } from "../../texts";
import { showFence } from "../changes";
import type { Work } from "../member";
import { memberPartOf, resumeMember, runPartOf } from "../member";
import type { MemberState, RunState } from "../record";
import { membersAtWork, Stopped } from "../record";
import type { Recorder } from "../store/recorder";
import type { Lock } from "../store/store";
import type { AtWork } from "./at-work";
import type { Listener } from "./listener";

interface Parts {
  readonly work: Work;
  readonly recorder: Recorder;
  readonly lock: Pick<Lock, "fence">;
  readonly listener: Listener;
  readonly atWork: Pick<AtWork, "signal" | "signalOf">;
  /** Between what is deployed now and what was planned. */
  readonly differences: readonly Words[];
}

/**
 * Goes on with a run that was let go of, or whose process died. What is to be done follows from its state as ever; here the memory of the process
 * is made up for, and the message that went out last goes out once more.
 * @throws Stopped where the world, or what is deployed, is not as the record has it
 */
export async function goOn({ work, recorder, lock, listener, atWork, differences }: Parts): Promise<void> {
  const { state } = recorder;
  const why = state.interrupted?.why ?? text("resume.process-ended");
  await recorder.record({ type: "resumed", fence: lock.fence });
  recorder.note({ type: "warning", member: null, text: text("resume.resumed", { why }) });
  await showFence(work.guard.members, state, atWork.signal);
  if (state.phase === "running" && differences.length > 0) throw new Stopped(planDiffers(differences));
  const members = membersAtWork(state);
  const resumed = await Promise.allSettled(
    members.map((member) => resumeMember({ work, recorder, clock: work.clock, signal: atWork.signalOf(member.name) }, member)),
  );
  for (const how of resumed) {
    if (how.status === "rejected") throw how.reason;
    if (how.value !== null) throw new Stopped(how.value);
  }
  if (state.phase === "running") for (const member of members) if (!member.returned) sendAgain(listener, state, member);
}

function sendAgain(listener: Listener, state: RunState, member: MemberState): void {
  const { lastToken: token, sent } = member;
  if (token === null) throw new Stopped(reason("interrupted", text("resume.no-token", { member: member.name })));
  if (sent === null) listener.member({ run: runPartOf(state, token), member: memberPartOf(state, member), update: state.plan.update });
  else if (listener.again?.(sent) !== true) throw new Stopped(reason("plan-changed", text("resume.no-node", { member: member.name })));
}

/** The members are as they were: the one at work can be put back, or rests, as after any failure. */
const planDiffers = (differences: readonly Words[]): Reason =>
  reason("plan-changed", text("resume.plan-differs", { differences: joined(differences) }), text("resume.plan-differs.hint"));
