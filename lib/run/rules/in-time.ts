import type { Connection } from "../../server";
import type { Text, Value } from "../../texts";
import { duration, instant, text } from "../../texts";
import type { Window } from "../../time";
import { fitsBefore, windowAt } from "../../time";
import type { MemberState, Plan, RunState } from "../record";
import { batchesOf, batchToCome, expected, takes, updateTakes } from "../record";
import { Refused } from "../refused";
import type { RunSettings } from "../settings";

export interface Moment {
  readonly state: RunState;
  readonly settings: RunSettings;
  /** On the run's clock. */
  readonly now: number;
}

/** Until when everything has to be done, and that in words. */
interface End {
  readonly at: number;
  /** What it says, with what is left until then. */
  readonly left: (ms: number) => Text;
  /** What it says once it has passed. */
  readonly over: Text;
}

/** The end of the maintenance window that is open now, or the deadline of the run, whichever is sooner; null where there is neither. */
function endOf({ deadline }: Pick<Plan, "deadline">, window: Window | null, now: number): End | null {
  const ends: End[] = [];
  if (deadline !== undefined)
    ends.push({
      at: deadline,
      left: (ms) => text("run.deadline-in", { left: duration(ms), at: instant(deadline) }),
      over: text("run.deadline-over", { at: instant(deadline) }),
    });
  if (window !== null) {
    const { endsAt, opensAt } = windowAt(window, now);
    const { from, to, zone } = window;
    ends.push({
      at: endsAt,
      left: (ms) => text("run.window-ends", { left: duration(ms) }),
      over: text("run.window-closes", { from, to, zone, opensAt: instant(opensAt) }),
    });
  }
  return ends.sort((one, other) => one.at - other.at)[0] ?? null;
}

/** Why the member cannot be finished in time; null if it can. The one answer for the loop and for preflight. */
export function tooLate({ name: next }: MemberState, { state, settings, now }: Moment): Text | null {
  const end = endOf(state.plan, settings.window, now);
  if (end === null) return null;
  if (now >= end.at) return text("run.too-late", { next, over: end.over });
  const { slowMs, source } = takes(state, settings.memberMs);
  if (fitsBefore(end.at, now, slowMs)) return null;
  return text("run.does-not-fit", { next, needed: duration(slowMs), source, ends: end.left(end.at - now) });
}

/**
 * Why the update of a member that is out already must not be started any more; null if it may. What has come before it may have taken longer than it
 * was reckoned. One whose update has been started before is brought to its end.
 */
export function tooLateToUpdate({ name: member, updateStarted }: MemberState, { state, settings, now }: Moment): Text | null {
  const end = endOf(state.plan, settings.window, now);
  if (end === null || updateStarted) return null;
  if (now >= end.at) return text("run.update-too-late", { member, over: end.over });
  const ms = updateTakes(state);
  if (ms === null || fitsBefore(end.at, now, ms)) return null;
  return text("run.update-does-not-fit", { member, needed: duration(ms), ends: end.left(end.at - now) });
}

/** Which members will not have their turn in time, by what is known when the run begins; null where all will. */
export function shortOfTime({ state, settings, now }: Moment): Text | null {
  const end = endOf(state.plan, settings.window, now);
  if (end === null || now >= end.at) return null;
  const by = takes(state, settings.memberMs);
  const open = batchesOf(state).slice(Math.max(0, batchToCome(state)));
  // A batch begins when those before it have taken as long as usual; it has to be done in time in the slow case.
  const fits = expected(state, by, now).filter(({ usualEnd }) => fitsBefore(end.at, usualEnd - by.usualMs, by.slowMs)).length;
  const late = open.slice(fits).flatMap((batch) => batch.map(({ name }): Value => name));
  if (late.length === 0) return null;
  return text("run.short-of-time", {
    members: { list: late, by: "and" },
    needed: duration(by.slowMs),
    source: by.source,
    ends: end.left(end.at - now),
  });
}

/** @throws Refused outside the maintenance window, and after the deadline, by the connection's clock: that of the lab is not the one on the wall */
export function refuseOutOfTime(
  plan: Pick<Plan, "deadline">,
  window: Window | null,
  { clock, kind }: Pick<Connection, "clock" | "kind">,
): void {
  const now = clock.now();
  const hint = kind === "lab" ? text("run.lab-clock", { now: instant(now) }) : null;
  if (plan.deadline !== undefined && now >= plan.deadline)
    throw new Refused("window-closed", 409, text("run.deadline-passed", { at: instant(plan.deadline) }), { hint });
  if (window === null || windowAt(window, now).open) return;
  const { from, to, zone } = window;
  throw new Refused("window-closed", 409, text("run.window-closed", { from, to, zone }), { hint });
}
