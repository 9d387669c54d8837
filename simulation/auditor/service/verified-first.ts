import type { Finding } from "../finding";
import type { Doer, Night, Run, Span } from "../night";
import { closedMs, common, freshMs, isNamed, lengthOf, saidOf, secondsOf, timeOf } from "../night";
import type { Unverified } from "./unverified";
import { unverified } from "./unverified";

/**
 * Promise 3: a member takes no traffic between the start of its update and its verification, by whoever's hand; if it does, it is closed at once
 * and the run fails. Reads when clients were really sent to it, who brought it in, and for how long it could be managed meanwhile: by a colleague
 * alone it is no breach. After the end of the run nobody watches; then it must not come in by itself.
 */
export function verifiedFirst(night: Night): readonly Finding[] {
  return unverified(night).flatMap((span) =>
    night.taking(span.member).flatMap((taking) => {
      const shared = common(taking, span);
      if (shared === null) return [];
      const at = { ...shared, member: span.member };
      return taking.from <= span.from ? atTheStart(night, at, taking) : during(night, at);
    }),
  );
}

/** Its update began while clients were sent to it. */
function atTheStart(night: Night, at: Unverified, taking: Span): readonly Finding[] {
  const since = at.from - taking.from;
  if (since > freshMs(night.limits)) return [finding(at, at.from, `The update of ${at.member} was started while it took traffic.`)];
  return during(night, at);
}

function during(night: Night, at: Unverified): readonly Finding[] {
  const { member, from } = at;
  const who = broughtInBy(night, member, from);
  const run = night.runAt(member, from);
  if (who === "ours" && run !== undefined) return [finding(at, from, `${member} was brought in by the run itself, unverified.`)];
  if (run === undefined || from >= run.to) {
    if (who === "others" || foretold(night, member, from) || leftUnknown(night, member, from)) return [];
    return [finding(at, from, `${member} was left unverified, and takes traffic since ${timeOf(from)} by itself.`)];
  }
  if ((endedUnseen(night, run, from) || run.stopCode === "abandoned") && /serves unverified/i.test(saidOf(run, member))) return [];
  const reachable = night.facts.spans(member, "manageable", true).reduce((sum, span) => {
    const shared = common(span, at);
    return sum + (shared === null ? 0 : lengthOf(shared));
  }, 0);
  const limit = night.after(from, closedMs(night.limits)) - from;
  const late = reachable > limit ? [finding(at, from, `${member} took traffic unverified for ${secondsOf(lengthOf(at))}.`)] : [];
  const unreachable = lengthOf(at) - reachable;
  const failed = run.failedAt !== null && run.failedAt <= from + limit + unreachable;
  if (failed || (lengthOf(at) <= limit && !closedByUs(night, at))) return late;
  return [...late, finding(at, from, `${member} took traffic unverified from ${timeOf(from)} on, and the run went on.`)];
}

/**
 * Whether somebody has cut its power after its run had ended, and the run had said that NLB goes by its last state there, whatever the default state
 * is: nobody could keep it out then.
 */
function foretold({ facts, runs }: Night, member: string, at: number): boolean {
  const down = facts.entries(member, "up").findLast(({ atMs, is }) => atMs <= at && is === false);
  const run = runs.findLast(({ started }) => started.some((one) => one.member === member && one.at <= at));
  const byOthers = down !== undefined && facts.doer(member, "up", down.atMs) === "others";
  return byOthers && run !== undefined && isNamed(run, member, "persistsLastState");
}

/**
 * Whether its run was interrupted, and by its setting ended without touching anything: it cannot keep out what boots later, and must have said that it
 * is not known whether the member serves.
 */
function leftUnknown({ runs }: Night, member: string, at: number): boolean {
  const run = runs.findLast(({ started }) => started.some((one) => one.member === member && one.at <= at));
  return run?.stopCode === "interrupted" && /serves unverified/i.test(saidOf(run, member));
}

/** Whether it came in while no process was there, and the next one has only ended the record: by its setting that touches nothing, and says so. */
function endedUnseen(night: Night, { resumedAt }: Run, at: number): boolean {
  const away = night.awayAt(at);
  return away !== undefined && !resumedAt.some((resumed) => resumed >= away.to);
}

/** Whether it was the run that has ended this: then it has noticed. What lasts shorter than from one look to the next it may not see. */
const closedByUs = ({ facts }: Night, { member, to }: Unverified): boolean =>
  (["nlb", "takes"] as const).some((fact) => facts.at(member, fact, to)?.atMs === to && facts.doer(member, fact, to) === "ours");

/** By whose doing it takes clients: that of whoever last started NLB on it, or of whatever booted it. */
function broughtInBy({ facts }: Night, member: string, at: number): Doer {
  const started = facts.entries(member, "nlb").findLast((entry, index, all) => {
    const before = all[index - 1]?.is ?? "stopped";
    return entry.atMs <= at && isIn(entry.is) && !isIn(before);
  });
  if (started === undefined) return "nobody";
  // A boot is nobody's start, whoever caused it: NLB comes up by itself.
  if (started.by === "itself") return "nobody";
  return started.by === "asked" ? "ours" : "others";
}

const isIn = (state: unknown): boolean => state === "converging" || state === "converged";

const finding = ({ member }: Unverified, at: number, text: string): Finding => ({ promise: 3, at, member, text });
