import type { Clock } from "../../time";
import type { Guard } from "../changes";
import type { MemberState, RunState } from "../record";
import { memberAtWork, messageLost, stepAtWork, Stopped } from "../record";
import type { RunSettings } from "../settings";

interface Parts {
  readonly state: RunState;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly settings: Pick<RunSettings, "guardEveryMs" | "watchdogMs">;
}

/**
 * While the run goes on: do enough others serve while a member is at work, and has its message not been lost?
 * @param signal ends it @returns only by a throw: why the run must end, or that it has
 */
export async function watch({ state, guard, clock, settings }: Parts, signal: AbortSignal): Promise<never> {
  const { guardEveryMs, watchdogMs } = settings;
  let waits: { readonly token: string | null; ms: number } = { token: null, ms: 0 };
  for (let looked = clock.elapsed(); ; looked = clock.elapsed()) {
    await clock.sleep(guardEveryMs, signal);
    const member = memberAtWork(state);
    if (member === undefined) continue;
    const { token } = member;
    await guard.check(member.name, member.changes.length > 0, signal);
    const same = waiting(member) && token === member.token && token === waits.token;
    // A machine that slept does not count as waiting: one look adds little.
    const ms = Math.min(clock.elapsed() - looked, 2 * guardEveryMs);
    waits = { token: member.token, ms: same ? waits.ms + ms : 0 };
    if (waits.ms > watchdogMs) throw new Stopped(messageLost(member, waits.ms));
  }
}

/** Its message is on its way between two nodes. */
const waiting = (member: MemberState): boolean => member.phase === "at work" && !member.returned && stepAtWork(member) === undefined;
