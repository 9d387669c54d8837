import { inWords, instant } from "../../time/duration";
import { fitsBefore, windowAt } from "../../time/window";
import { Stopped } from "../record/reason";
import type { RunSettings } from "../settings";
import type { MemberState, RunState } from "../record/state";

/** Throws where there is a reason not to take a further member; everything is left as it is then. @param now on the run's clock */
export function refuseToTake(member: MemberState, state: RunState, { window, memberMs }: RunSettings, now: number): void {
  const asked = state.stopAfterMember;
  if (asked !== null)
    throw new Stopped({ code: "stopped-by-operator", text: `Stopped before ${member.name}, as asked by ${asked.by ?? "an operator"}.` });
  if (window === null) return;
  const { open, endsAt, opensAt } = windowAt(window, now);
  const needed = Math.max(memberMs ?? 0, ...state.members.map((other) => (other.finishedAt ?? 0) - (other.startedAt ?? 0)));
  if (open && fitsBefore(endsAt, now, needed)) return;
  throw new Stopped({
    code: "window-closed",
    text: open
      ? `${member.name} was not started: it takes about ${inWords(needed)}, and the maintenance window ends in ${inWords(endsAt - now)}.`
      : `${member.name} was not started: the maintenance window (${window.from} to ${window.to}, ${window.zone}) is closed until ${instant(opensAt)}.`,
  });
}

/** Throws for a member that comes back without an update, or without the proof of it: it is not called updated. */
export function refuseUnfinished(member: MemberState, dryRun: boolean): void {
  const updated = dryRun ? member.wouldChange.some((change) => change.startsUpdate) : member.updateStarted;
  if (!updated && !member.alreadyUpdated) {
    throw new Stopped({
      code: "nothing-installed",
      text: `${member.name} came back, but nothing was installed on it. Look for an install step that the flow leaves out.`,
    });
  }
  if (member.updateStarted && !member.verified) {
    throw new Stopped({
      code: "not-verified",
      text: `${member.name} came back, but its update was not verified. Look for a health check that the flow leaves out or has before the update.`,
    });
  }
}
