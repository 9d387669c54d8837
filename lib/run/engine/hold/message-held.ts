import type { Reason } from "../../../texts";
import type { MemberState } from "../../record";
import { membersAtWork, openQuestion, stepAtWork } from "../../record";
import type { PlanDifferences } from "../../rules";
import { askingAbout, asksAboutEdits } from "../../rules";
import type { RunSettings } from "../../settings";
import type { Recorder } from "../../store/recorder";
import { noteDifferences, planDiffers } from "./edits";
import { pauseItself } from "./pause";

interface Parts {
  readonly recorder: Recorder;
  readonly settings: RunSettings;
}

/**
 * Where the loop holds, no message of the member may act from now on, and people are asked about it as soon as no step is at work on it.
 * @param still whether it is so when it is written @returns false where nobody is asked: the run ends
 */
async function holdMessage(
  { recorder, settings }: Parts,
  member: MemberState,
  { why, still = () => true }: { readonly why: Reason; readonly still?: () => boolean },
): Promise<boolean> {
  const { plan } = recorder.state;
  if (plan.dryRun || plan.byHand || askingAbout(why, { settings, now: 0 }) === null) return false;
  let holds = true;
  await recorder.record(({ phase }) => {
    if (phase !== "running" || !still()) return null;
    holds = member.phase === "at work" && !member.returned;
    const isAsked = member.heldFor !== null || openQuestion(member) !== undefined;
    return holds && !isAsked ? { type: "message held", member: member.name, reason: { ...why, member: member.name } } : null;
  });
  return holds;
}

/** No step has taken its message. */
export const holdLost = (parts: Parts, member: MemberState, why: Reason): Promise<boolean> => {
  const { token } = member;
  return holdMessage(parts, member, { why, still: () => member.token === token && (stepAtWork(member)?.interrupted ?? true) });
};

/** What is known of a message with which a node that is not ours has failed. */
export interface Bearer {
  readonly token?: string;
  readonly member?: string | undefined;
}

/** The same where such a node has failed. Whose message it was its token says, or else the name of the member in it. */
export async function holdErring(parts: Parts, why: Reason, { token, member: named }: Bearer): Promise<boolean> {
  const atWork = membersAtWork(parts.recorder.state);
  const found = atWork.find(({ lastToken }) => lastToken !== null && lastToken === token) ?? atWork.find(({ name }) => name === named);
  const member = found ?? (atWork.length === 1 ? atWork[0] : undefined);
  return member !== undefined && (await holdMessage(parts, member, { why }));
}

/** What was deployed restarts nothing of the run. Where the loop is set so, people are asked whether it goes on with what is still to come. */
export async function heldByEdits({ recorder, settings }: Parts, differences: PlanDifferences): Promise<void> {
  const { refused, allowed } = differences;
  const { state } = recorder;
  const asks = refused.length > 0 && !state.plan.dryRun && !state.plan.byHand && asksAboutEdits(settings);
  noteDifferences(recorder, asks ? allowed : [...refused, ...allowed]);
  if (!asks || state.phase !== "running") return;
  const why = planDiffers(differences, "asks");
  const held = await Promise.all(membersAtWork(state).map((member) => holdMessage({ recorder, settings }, member, { why })));
  if (held.every((holds) => !holds) && state.paused === null) await pauseItself(recorder, why.what);
}
