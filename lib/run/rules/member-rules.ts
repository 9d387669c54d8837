import { duration, instant, reason, text } from "../../texts";
import { fitsBefore, windowAt } from "../../time";
import { Stopped } from "../record";
import type { MemberState, RunState } from "../record";
import type { RunSettings } from "../settings";

/** Throws if there is a reason not to take another member; everything then stays as it is. @param now on the run's clock */
export function refuseToTake(member: MemberState, state: RunState, { window, memberMs }: RunSettings, now: number): void {
  const asked = state.stopAfterMember;
  const next = member.name;
  if (asked !== null)
    throw new Stopped(reason("stopped-by-operator", text("run.stopped-before", { next, by: asked.by ?? text("run.an-operator") })));
  if (window === null) return;
  const { open, endsAt, opensAt } = windowAt(window, now);
  const needed = Math.max(memberMs ?? 0, ...state.members.map((other) => (other.finishedAt ?? 0) - (other.startedAt ?? 0)));
  if (open && fitsBefore(endsAt, now, needed)) return;
  const { from, to, zone } = window;
  throw new Stopped(
    reason(
      "window-closed",
      open
        ? text("run.does-not-fit", { next, needed: duration(needed), left: duration(endsAt - now) })
        : text("run.window-closes", { next, from, to, zone, opensAt: instant(opensAt) }),
    ),
  );
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
