import type { Reason, Text } from "../../texts";
import { duration, instant, reason, text } from "../../texts";
import { fitsBefore, hours, windowAt } from "../../time";
import { Stopped } from "../record";
import type { MemberState, RunState } from "../record";
import type { RunSettings } from "../settings";

/** What a first member is assumed to take where nothing is set and nothing has been measured: a rollup and a restart, with some room. */
const ASSUMED_MS = hours(2);

export interface Moment {
  readonly state: RunState;
  readonly settings: RunSettings;
  /** On the run's clock. */
  readonly now: number;
}

/** Why another member must not be taken, so that everything stays as it is; null if it may. */
export function refusalToTake(member: MemberState, moment: Moment): Reason | null {
  const asked = moment.state.stopAfterMember;
  const next = member.name;
  if (asked !== null) return reason("stopped-by-operator", text("run.stopped-before", { next, by: asked.by ?? text("run.an-operator") }));
  const late = tooLate(member, moment);
  return late === null ? null : reason("window-closed", late, text("run.too-late.hint"));
}

/** Why the member cannot be finished before the maintenance window ends; null if it can. The one answer for the loop and for preflight. */
export function tooLate({ name: next }: MemberState, { state, settings, now }: Moment): Text | null {
  const { window } = settings;
  if (window === null) return null;
  const { open, endsAt, opensAt } = windowAt(window, now);
  const { from, to, zone } = window;
  if (!open) return text("run.window-closes", { next, from, to, zone, opensAt: instant(opensAt) });
  const { ms, source } = neededBy(state, settings);
  if (fitsBefore(endsAt, now, ms)) return null;
  return text("run.does-not-fit", { next, needed: duration(ms), source, left: duration(endsAt - now) });
}

/** How long a member takes, and where that number comes from. Only members that were really updated tell: others are through in no time. */
function neededBy(state: RunState, { memberMs }: RunSettings): { readonly ms: number; readonly source: Text } {
  const took = state.members
    .filter(({ outcome }) => outcome === "updated")
    .map(({ name, startedAt, finishedAt }) => ({
      ms: (finishedAt ?? 0) - (startedAt ?? 0),
      source: text("run.takes-as-before", { name }),
    }));
  const known = [...(memberMs === null ? [] : [{ ms: memberMs, source: text("run.takes-as-set") }]), ...took];
  return known.sort((one, other) => other.ms - one.ms)[0] ?? { ms: ASSUMED_MS, source: text("run.takes-assumed") };
}

/** Throws for a member that comes back without an update, or without proof of it: it must not be called updated. */
export function refuseUnfinished(member: MemberState, dryRun: boolean): void {
  const updated = dryRun ? member.wouldChange.some((change) => change.startsUpdate) : member.updateStarted;
  const about = { member: member.name };
  if (!updated && !member.alreadyUpdated)
    throw new Stopped(reason("nothing-installed", text("run.nothing-installed", about), text("run.nothing-installed.hint")));
  if (member.updateStarted && !member.verified)
    throw new Stopped(reason("not-verified", text("run.not-verified", about), text("run.not-verified.hint")));
}
