import type { Finding } from "../finding";
import type { Night } from "../night";
import { freshMs } from "../night";
import { unverified } from "./unverified";

/**
 * Promise 4: nothing is installed or restarted while clients are connected, unless a recorded decision cut them. Reads how many clients were
 * connected at each change, and every cut of clients with what caused it. A stop of NLB is the recorded decision to cut, unless the flow is never to
 * cut anybody; what others cut is theirs. Clients that somebody has let in a moment before could not be seen.
 */
export const nobodyCut = (night: Night): readonly Finding[] => [...disturbed(night), ...cut(night)];

function disturbed(night: Night): readonly Finding[] {
  return night
    .changes()
    .filter((change) => change.clients > 0 && (night.isUpdate(change) || change.op === "system.restart"))
    .filter(({ member, atMs }) => !justLetIn(night, member, atMs))
    .map(({ member, op, clients, atMs }) => finding(member, atMs, `${op} was sent to ${member} with ${clients} clients connected.`));
}

function cut(night: Night): readonly Finding[] {
  return night.truth.clientsCut
    .filter(({ member, atMs }) => isOurs(night, member, atMs) && !decided(night, member, atMs) && !letInByOthers(night, member, atMs))
    .map(({ member, clients, why, atMs }) => finding(member, atMs, `${clients} clients of ${member} were cut: ${why}.`));
}

const justLetIn = (night: Night, member: string, at: number): boolean =>
  letInByOthers(night, member, at) &&
  night.taking(member).some(({ from, to }) => from <= at && at <= to && at - from <= freshMs(night.limits));

/** Whether somebody has started NLB while the member was out: that clients are there is then no doing of ours. */
function letInByOthers({ facts }: Night, member: string, at: number): boolean {
  const takes = facts.entries(member, "nlb").findLast(({ atMs, by }) => atMs <= at && by !== "itself");
  return takes !== undefined && takes.by !== "asked" && (takes.is === "converging" || takes.is === "converged");
}

const decided = (night: Night, member: string, at: number): boolean =>
  (night.records.neverCuts !== true || isUnverified(night, member, at)) &&
  night
    .changes()
    .some((change) => change.member === member && change.atMs === at && (change.op === "nlb.stop" || change.op === "nlb.suspend"));

/** It must not serve at all: its clients are cut at once, whatever the flow says of drains. */
const isUnverified = (night: Night, member: string, at: number): boolean =>
  unverified(night).some((span) => span.member === member && span.from <= at && at <= span.to);

/** Whether what changed about the member at that moment was our doing. */
function isOurs({ facts }: Night, member: string, at: number): boolean {
  const changed = (["up", "nlb", "answers"] as const).filter((fact) => facts.at(member, fact, at)?.atMs === at);
  return (
    changed.some((fact) => facts.doer(member, fact, at) !== "others") &&
    changed.every((fact) => facts.at(member, fact, at)?.by !== "somebody")
  );
}

const finding = (member: string, at: number, text: string): Finding => ({ promise: 4, at, member, text });
