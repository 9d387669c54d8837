import type { Reason } from "../../../texts";
import { reason, text } from "../../../texts";
import { memberPartOf, runPartOf } from "../../member";
import type { MemberState, RunState } from "../../record";
import { Stopped } from "../../record";
import type { Listener } from "../listener";

/** Why a message that this node is to send once more cannot go out; null where it can. @param node null: the loop sends it */
export function canSend(listener: Listener, member: string, node: string | null): Reason | null {
  if (node === null || listener.knows?.(node) !== false) return null;
  return { ...reason("plan-changed", text("resume.no-node", { member })), member };
}

/** The message of a member that went out last goes out once more, as it was recorded. @throws Stopped where nobody can send it */
export function sendAgain(listener: Listener, state: RunState, member: MemberState): void {
  const { lastToken: token, sent } = member;
  if (token === null) throw new Stopped(reason("interrupted", text("resume.no-token", { member: member.name })));
  if (sent === null) listener.member({ run: runPartOf(state, token), member: memberPartOf(state, member), update: state.plan.update });
  else if (listener.again?.(sent) !== true) throw new Stopped(reason("plan-changed", text("resume.no-node", { member: member.name })));
}
