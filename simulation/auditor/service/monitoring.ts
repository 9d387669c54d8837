import type { Finding } from "../finding";
import type { Doer, Night, Out, Run } from "../night";
import { common, isNamed, outBecauseOfUs, timeOf } from "../night";

/**
 * Promise 5: monitoring is quiet while we work, raises no alert because of us, and is not quiet longer than needed. Reads the alerts of SCOM, its
 * windows and what was not right about a member by whose doing. An alert over what others did is theirs, and so is a window that they have ended,
 * until upkeep has had its time to begin it again. A member that rests after a failure, or was left out, keeps its window until that runs out; what it
 * raises then is for people.
 */
export const monitoring = (night: Night): readonly Finding[] => [...alerts(night), ...loud(night), ...tooLong(night)];

function alerts(night: Night): readonly Finding[] {
  return night.truth.alerts
    .filter(({ member, atMs }) => {
      // The last one that has changed anything on it: one that was to, and has ended before, or has only looked, has nothing to do with it.
      const run = night.runs.findLast(({ announced }) => announced.some((one) => one.member === member && one.at <= atMs));
      return (
        run !== undefined &&
        !leftOut(run, member, atMs) &&
        doersOf(night, run, { member, at: atMs }).includes("ours") &&
        !windowEnded(night, member, atMs) &&
        !ranOutAtRest(night, run, { member, at: atMs }) &&
        !wantedByPeople(night, member, atMs)
      );
    })
    .map(({ member, text, atMs }) => finding(member, atMs, `SCOM raised an alert for ${member}: ${text}`));
}

/** Somebody has answered to leave a step out, such as the one that quiets monitoring, or to touch nothing more. */
const wantedByPeople = ({ runs }: Night, member: string, at: number): boolean =>
  runs
    .flatMap(({ questions }) => questions)
    .some(
      (one) =>
        one.member === member && one.answeredAt !== null && one.answeredAt <= at && /^(skip|done-by-hand|abandon)$/.test(one.answer ?? ""),
    );

/** The run has ended, and has not brought it back: it could not, or nobody was there any more to do it. */
function leftOut(run: Run, member: string, at: number): boolean {
  if (run.to >= at) return false;
  const end = run.finished.findLast((one) => one.member === member);
  return end === undefined ? run.isKilled : end.outcome === "failed";
}

/** By whose doing those things are that an alert can be about. */
function doersOf({ facts }: Night, { announced }: Run, { member, at }: { readonly member: string; readonly at: number }): readonly Doer[] {
  const first = announced.find((one) => one.member === member)?.at ?? at;
  const wrong = facts.namesOf(member).filter((fact) => {
    const is = facts.at(member, fact, at)?.is;
    if (fact === "up" || fact === "answers") return is === false;
    if (fact === "nlb") return is === "stopped" || is === "draining" || is === "suspended";
    // One that did not run when the member was found is as it was.
    return fact.startsWith("service:") && is === "stopped automatic" && facts.before(member, fact, first)?.is !== is;
  });
  return wrong.map((fact) => facts.doer(member, fact, at));
}

/** Somebody has ended the window, and upkeep has not had the time to begin it again. */
function windowEnded(night: Night, member: string, at: number): boolean {
  const ended = night.facts.entries(member, "scom").findLast(({ atMs, is }) => atMs <= at && is === false);
  return ended?.by === "somebody" && at <= night.after(ended.atMs, night.limits.quietAgainMs);
}

/**
 * The run has failed, and rests its member with the window that it has: its end is named, and from then on it is for people. Or no process was there
 * when the window came to its end.
 */
function ranOutAtRest(night: Night, { failedAt }: Run, { member, at }: { readonly member: string; readonly at: number }): boolean {
  const ended = night.facts.at(member, "scom", at);
  if (ended?.is !== false || ended.by === "asked") return false;
  if (night.isAway(ended.atMs)) return true;
  // What others have ended a moment before the failure is not begun again after it.
  const noticed = ended.by === "itself" ? ended.atMs : night.after(ended.atMs, night.limits.quietAgainMs);
  return failedAt !== null && noticed > failedAt;
}

/** It was out because of us, and its window was gone. */
function loud(night: Night): readonly Finding[] {
  return outBecauseOfUs(night).flatMap((out) => {
    const begun = night.facts.entries(out.member, "scom").find(({ atMs, is }) => is === true && atMs >= out.run.from && atMs <= out.from);
    if (begun === undefined) return [];
    return night.facts.spans(out.member, "scom", false).flatMap((span) => {
      const gone = span.from < begun.atMs ? null : common(span, { from: out.from, to: endOf(out) });
      if (gone === null || gone.to <= night.after(gone.from, allowed(night, out, gone.from))) return [];
      if (ranOutAtRest(night, out.run, { member: out.member, at: gone.from })) return [];
      // Others keep it out: we have left it to them.
      if (night.facts.doer(out.member, "nlb", gone.from) === "others") return [];
      return [finding(out.member, gone.from, `${out.member} was out, and not in maintenance mode in SCOM since ${timeOf(gone.from)}.`)];
    });
  });
}

const endOf = ({ to, run, member }: Out): number => Math.min(to, run.finished.find((end) => end.member === member)?.at ?? run.to);

const allowed = ({ facts, limits }: Night, { member }: Out, at: number): number =>
  facts.doer(member, "scom", at) === "others" ? limits.quietAgainMs : limits.operationMs;

/** The member is back, and its monitoring is still off by our doing. */
function tooLong(night: Night): readonly Finding[] {
  // Of a run by hand each step finishes its member, and a person goes on.
  const runs = night.runs.filter(({ byHand }) => !byHand);
  return runs.flatMap((run) =>
    run.finished.flatMap(({ member, at }) => {
      const later = at + night.limits.settleMs;
      const begun = night
        .changes()
        .find((change) => change.member === member && change.op === "scom.begin" && change.atMs >= run.from && change.atMs <= at);
      const serves = night.serving(member).some(({ from, to }) => from <= at && at < to);
      if (begun === undefined || !serves || later > night.truth.nowMs) return [];
      const isOn = night.facts.at(member, "scom", at)?.is === true && night.facts.at(member, "scom", later)?.is === true;
      const wasOn = night.facts.before(member, "scom", begun.atMs)?.is === true;
      if (!isOn || wasOn || night.facts.doer(member, "scom", later) !== "ours" || isNamed(run, member, "scom")) return [];
      return [finding(member, at, `${member} is back in service, and still in maintenance mode in SCOM.`)];
    }),
  );
}

const finding = (member: string, at: number, text: string): Finding => ({ promise: 5, at, member, text });
