import type { Connection } from "../../server";
import type { Reason } from "../../texts";
import type { MemberState, RunState } from "../record";
import { memberOf, membersAtWork, messageLost, openQuestion, openSoak, stepAtWork, Stopped } from "../record";
import type { Work } from "../member";
import { cameIn, isInService, stopIfServing } from "../member";
import { mustNotServe } from "../rules";
import type { RunSettings } from "../settings";
import type { AtWork } from "./at-work";

interface Parts {
  readonly state: RunState;
  readonly work: Work;
  readonly connection: Pick<Connection, "clock" | "answersOn">;
  readonly settings: Pick<RunSettings, "guardEveryMs" | "watchdogMs">;
  readonly atWork: Pick<AtWork, "looksFirst">;
  /** The message of a member is lost. @returns whether people are asked about it: otherwise the run ends */
  readonly lost: (member: MemberState, why: Reason) => Promise<boolean>;
}

/**
 * While members are at work, at once and then at every interval of the clock: do enough others serve?
 * @param signal ends it @returns only by a throw: why the run must end, or that it has
 */
export const watchArray = (parts: Parts, signal: AbortSignal): Promise<never> =>
  everyInterval(parts, signal, async () => {
    const { state, work } = parts;
    // All that are at work count as out for each of them: one look is enough for all, unless its member has come back meanwhile.
    for (const { name } of membersAtWork(state)) {
      await work.guard.check({ state, member: name, signal });
      if (memberOf(state, name).phase === "at work") return;
    }
    // While a soak lasts nobody is out, and those that are updated must serve on.
    const next = openSoak(state) === undefined ? undefined : state.members.find(({ phase }) => phase === "waiting");
    if (next !== undefined) await work.guard.check({ state, member: next.name, signal });
  });

/**
 * The same for one member at work: is it out as long as it must be, and has its message not been lost? Each is looked at by itself, so that a member
 * which does not answer makes nothing else late.
 */
export const watchMember = async (parts: Parts, member: MemberState, signal: AbortSignal): Promise<never> => {
  const lost = lostMessage(parts, member);
  // By hand, a person may have let it in before the step began: a look must not cut those clients.
  let wasOut = !parts.state.plan.byHand;
  const closed = async () => {
    if (mustNotServe(member) && (wasOut ||= !(await isInService(parts.work, member)))) await refuseTraffic(parts, member, signal);
  };
  return await Promise.race([everyInterval(parts, signal, closed), everyInterval(parts, signal, () => lost())]);
};

/** @param look is made at once, and then at every interval of the clock @returns only by a throw */
export async function everyInterval(
  { connection, settings }: Pick<Parts, "connection" | "settings">,
  signal: AbortSignal,
  look: () => Promise<void>,
): Promise<never> {
  const { clock, answersOn = clock } = connection;
  for (let next = clock.elapsed(); ; ) {
    const began = answersOn.elapsed();
    await look();
    // The clock of a rehearsal is fast and its servers are not: asked without a pause, they would have no time for the steps.
    if (answersOn !== clock) await answersOn.sleep(answersOn.elapsed() - began, signal);
    next = Math.max(next + settings.guardEveryMs, clock.elapsed());
    await clock.sleep(next - clock.elapsed(), signal);
  }
}

/** Stops a member that takes traffic while it must not, and then the run: whoever brought it in may do so again. */
async function refuseTraffic({ work }: Parts, member: MemberState, signal: AbortSignal): Promise<void> {
  const kept = await stopIfServing(work, member, signal);
  if (kept === null || !mustNotServe(member)) return;
  throw new Stopped(cameIn(member, kept));
}

/** @returns a look that throws when no step has taken the member's message for too long, and nobody is asked about it */
function lostMessage(
  { state, connection: { clock }, settings: { guardEveryMs, watchdogMs }, atWork, lost }: Parts,
  member: MemberState,
): () => Promise<void> {
  let waits: { token: string | null; ms: number } = { token: null, ms: 0 };
  let looked = clock.elapsed();
  return async () => {
    const now = clock.elapsed();
    // A machine that slept does not count as waiting: one look adds little.
    const ms = Math.min(now - looked, 2 * guardEveryMs);
    looked = now;
    const same = !atWork.looksFirst && waiting(member) && member.token === waits.token;
    waits = { token: member.token, ms: same ? waits.ms + ms : 0 };
    if (waits.ms <= watchdogMs) return;
    const why = messageLost(member, waits.ms, state.plan.speed);
    if (!(await lost(member, why))) throw new Stopped(why);
  };
}

/** Its message is on its way between two nodes. */
const waiting = (member: MemberState): boolean =>
  member.phase === "at work" && !member.returned && !isHeld(member) && (stepAtWork(member)?.interrupted ?? true);

/** People are asked about it, or are going to be. */
const isHeld = (member: MemberState): boolean => member.heldFor !== null || openQuestion(member) !== undefined;
