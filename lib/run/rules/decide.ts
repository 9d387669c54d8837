import type { Reason } from "../../texts";
import type { MemberState, RunState } from "../record";
import { memberAtWork, stepAtWork } from "../record";
import type { RunSettings } from "../settings";
import { refusalToTake } from "./member-rules";

/** What is to be done next in a run. */
export type Duty =
  /** Work on the next member begins. */
  | { readonly what: "take"; readonly member: MemberState }
  /** Something has to come: a message, or the end of the step at work. */
  | { readonly what: "wait" }
  /** Its message is back: is it as it should be? */
  | { readonly what: "finish"; readonly member: MemberState }
  /** The run goes no further. */
  | { readonly what: "stop"; readonly why: Reason }
  /** After a failure: the member is put back, or rests. */
  | { readonly what: "leave"; readonly member: MemberState; readonly why: Reason }
  | { readonly what: "close"; readonly outcome: "finished" | "dry-run" | "stopped"; readonly why: Reason | null }
  | { readonly what: "nothing" };

/**
 * What is to be done next, by the state alone: after a crash the same function is asked about the replayed state, and the run goes on from there.
 * @param now on the run's clock
 */
export function decide(state: RunState, settings: RunSettings, now: number): Duty {
  if (state.phase === "ended") return { what: "nothing" };
  const member = memberAtWork(state);
  if (state.phase === "stopping") return ending(state, member);
  if (member !== undefined) return member.returned ? { what: "finish", member } : { what: "wait" };
  const next = state.members.find(({ phase }) => phase === "waiting");
  if (next === undefined) return { what: "close", outcome: state.plan.dryRun ? "dry-run" : "finished", why: null };
  const why = refusalToTake(next, { state, settings, now });
  return why === null ? { what: "take", member: next } : { what: "stop", why };
}

/** Nothing is begun any more; what is at work comes to its end first. */
function ending(state: RunState, member: MemberState | undefined): Duty {
  const why = state.reason;
  if (member === undefined || why === null) return { what: "close", outcome: "stopped", why };
  const step = stepAtWork(member);
  return step === undefined || step.interrupted ? { what: "leave", member, why } : { what: "wait" };
}
