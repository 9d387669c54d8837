import type { Reason } from "../../texts";
import type { MemberState, RunState } from "../record";
import { membersAtWork, stepAtWork } from "../record";
import type { RunSettings } from "../settings";
import { refusalToTake } from "./member-rules";

/** Something that is to be done in a run. */
export type Duty =
  /** Work on the next member begins. */
  | { readonly what: "take"; readonly member: MemberState }
  /** Its message is back: is it as it should be? */
  | { readonly what: "finish"; readonly member: MemberState }
  /** The run goes no further. */
  | { readonly what: "stop"; readonly why: Reason }
  /** After a failure: the member is put back, or rests. */
  | { readonly what: "leave"; readonly member: MemberState; readonly why: Reason }
  | { readonly what: "close"; readonly outcome: "finished" | "dry-run" | "stopped"; readonly why: Reason | null };

/**
 * What is to be done now, by the state alone: after a crash the same function is asked about the replayed state, and the run goes on from there.
 * @param now on the run's clock
 * @returns at most one thing for each member and one for the run; nothing where something has to come: a message, or the end of a step
 */
export function decide(state: RunState, settings: RunSettings, now: number): readonly Duty[] {
  if (state.phase === "ended") return [];
  const atWork = membersAtWork(state);
  if (state.phase === "stopping") return ending(state, atWork);
  const failed = atWork.flatMap(({ steps }) => steps.slice(-1)).find(({ outcome, cutOff }) => outcome === "failed" && !cutOff);
  // Its process may have died before it came to write down that the run stops.
  if (failed !== undefined && failed.reason !== null) return [{ what: "stop", why: failed.reason }];
  const back = atWork.filter(({ returned }) => returned).map((member) => ({ what: "finish", member }) as const);
  const next = state.members.find(({ phase }) => phase === "waiting");
  if (next === undefined)
    return atWork.length > 0 ? back : [{ what: "close", outcome: state.plan.dryRun ? "dry-run" : "finished", why: null }];
  if (atWork.length >= atOnce(state)) return back;
  const why = refusalToTake(next, { state, settings, now });
  if (why === null) return [...back, { what: "take", member: next }];
  // Those at work come to their end first.
  return atWork.length > 0 ? back : [{ what: "stop", why }];
}

/** How many members may be at work at the same time. */
const atOnce = ({ plan }: RunState): number => plan.atOnce ?? 1;

/** Nothing is begun any more; what is at work comes to its end first, each member by itself. */
function ending(state: RunState, atWork: readonly MemberState[]): readonly Duty[] {
  const why = state.reason;
  if (atWork.length === 0 || why === null) return [{ what: "close", outcome: "stopped", why }];
  return atWork.flatMap((member) => {
    const step = stepAtWork(member);
    return step === undefined || step.interrupted ? [{ what: "leave", member, why } as const] : [];
  });
}
