import type { Reason } from "../../texts";
import type { MemberState, RunState } from "../record";
import { batchesOf, batchToCome, membersAtWork, openQuestion, openSoak, stepAtWork } from "../record";
import type { RunSettings } from "../settings";
import { refusalToTake } from "./member-rules";
import type { Asking } from "./question";
import { afterFailure } from "./question";

/** Something that is to be done in a run. */
export type Duty =
  /** Work on the next member begins. */
  | { readonly what: "take"; readonly member: MemberState }
  /** Its message is back: is it as it should be? */
  | { readonly what: "finish"; readonly member: MemberState }
  /** The run goes no further. */
  | { readonly what: "stop"; readonly why: Reason }
  /** A person is to say how it goes on with the member. */
  | { readonly what: "ask"; readonly member: MemberState; readonly asking: Asking }
  /** After a failure: the member is put back, or rests. */
  | { readonly what: "leave"; readonly member: MemberState; readonly why: Reason }
  /** Before the first member: the members are asked in which order they are updated. */
  | { readonly what: "order" }
  /** Between two batches: it is looked for a while whether the members that are updated do as well as the others. */
  | { readonly what: "soak" }
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
  // Its process may have died before it came to write down that the run stops.
  const failed = atWork.flatMap((member) => {
    const after = afterFailure(member, { state, settings, now });
    return after === null ? [] : [{ member, after }];
  });
  for (const { after } of failed) if ("stop" in after) return [{ what: "stop", why: after.stop }];
  const leave = failed.flatMap(({ member, after }) => ("leave" in after ? [{ what: "leave", member, why: after.leave } as const] : []));
  const ask = failed.flatMap(({ member, after }) => ("ask" in after ? [{ what: "ask", member, asking: after.ask } as const] : []));
  const back = atWork
    .filter((member) => member.returned && openQuestion(member) === undefined)
    .map((member) => ({ what: "finish", member }) as const);
  return [...leave, ...ask, ...back, ...further(state, atWork, { settings, now })];
}

/** The next member, or the end, where nothing is in the way. */
function further(
  state: RunState,
  atWork: readonly MemberState[],
  about: Pick<Parameters<typeof refusalToTake>[1], "settings" | "now">,
): readonly Duty[] {
  const batch = batchesOf(state)[batchToCome(state)];
  const idle = atWork.length === 0;
  if (batch === undefined) return [closing(state)];
  // The next batch begins when all of this one are through.
  const next = batch.find(({ phase }) => phase === "waiting");
  if (
    next === undefined ||
    (state.paused !== null && state.stopAfterMember === null) ||
    atWork.some((member) => member.heldFor !== null || openQuestion(member) !== undefined)
  )
    return [];
  const why = refusalToTake(next, { state, ...about });
  // Those at work come to their end first.
  if (why !== null) return idle ? [{ what: "stop", why }] : [];
  const worse = state.soaks.find((soak) => soak.why !== null)?.why ?? null;
  if (worse !== null) return [{ what: "stop", why: worse }];
  if (state.plan.defaultHostLast === true && !state.ordered) return [{ what: "order" }];
  return soaks(state, about.settings) ? [{ what: "soak" }] : [{ what: "take", member: next }];
}

/** All members are through. A dry run has gone on after those that a real one would not get past. */
function closing({ plan, members }: RunState): Duty {
  const failed = plan.dryRun ? members.find(({ outcome }) => outcome === "failed") : undefined;
  if (failed !== undefined) return { what: "close", outcome: "stopped", why: failed.reason };
  return { what: "close", outcome: plan.dryRun ? "dry-run" : "finished", why: null };
}

/** Whether those that are updated are looked at before the next batch begins, and have not been yet. */
function soaks(state: RunState, { soakMs }: Pick<RunSettings, "soakMs">): boolean {
  if (openSoak(state) !== undefined) return true;
  const { plan, members } = state;
  const isBetween = batchesOf(state)[batchToCome(state)]?.every(({ phase }) => phase === "waiting") === true;
  const isDue = soakMs > 0 && !plan.dryRun && members.some(({ outcome }) => outcome === "updated");
  return isBetween && isDue && state.soaks.every(({ batch }) => batch !== batchToCome(state));
}

/** Nothing is begun any more; what is at work comes to its end first, each member by itself. */
function ending(state: RunState, atWork: readonly MemberState[]): readonly Duty[] {
  const why = state.reason;
  if (atWork.length === 0 || why === null) return [{ what: "close", outcome: "stopped", why }];
  return atWork.flatMap((member) => {
    const step = stepAtWork(member);
    return step === undefined || step.interrupted ? [{ what: "leave", member, why } as const] : [];
  });
}
