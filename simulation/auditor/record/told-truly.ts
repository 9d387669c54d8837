import type { Finding } from "../finding";
import type { Night, Run } from "../night";
import { lengthOf, saidOf } from "../night";

/** For how long before the end of a member its last look may have been. */
const LOOKED_MS = 5 * 60_000;

/** What the report says of a member is held against how it was at that time. */
export function toldTruly(night: Night, run: Run, touched: readonly string[]): readonly Finding[] {
  const { document } = run;
  if (document === null) return [];
  return document.members.flatMap(({ name, outcome, left }) => {
    const finished = run.finished.find(({ member }) => member === name)?.at;
    const at = finished ?? Math.min(run.to, night.truth.nowMs);
    // A run that cannot write its journal any more looks after that, and its report alone has it.
    const until = finished ?? at + night.limits.settleMs;
    const say = (text: string): Finding => ({ promise: 6, at, member: name, text: `${name}: ${text}` });
    const findings: Finding[] = [];
    if (outcome === "updated" && !updatedAndServing(night, name, at))
      findings.push(say("it is called updated, and neither serves nor is as it was found."));
    if ((outcome === "untouched" || outcome === "already-updated") && touched.includes(name))
      findings.push(say(`it is called ${outcome}, and was changed.`));
    for (const [fact, words] of Object.entries(left)) {
      if (words !== null && !wasSo(night, { member: name, at, until, fact, words }))
        findings.push(say(`the report says ${fact} ${words}, which was not so.`));
    }
    const said = saidOf(run, name);
    if (/left out of service|stays out of service/i.test(said) && !/SERVES|not known|unknown/.test(said) && isTaking(night, name, at))
      findings.push(say("the report says that it is out of service, and clients are sent to it."));
    return findings;
  });
}

const isTaking = (night: Night, member: string, at: number): boolean => night.taking(member).some(({ from, to }) => from <= at && at < to);

/** It serves, unless it did not when it was found, or others have stopped it since. */
function updatedAndServing(night: Night, member: string, at: number): boolean {
  const { facts } = night;
  const serves = night.serving(member).some((span) => span.from <= at && at < span.to && lengthOf(span) > 0);
  return (
    serves ||
    facts.entries(member, "takes")[0]?.is !== true ||
    facts.doer(member, "nlb", at) === "others" ||
    facts.doer(member, "answers", at) === "others"
  );
}

interface Told {
  readonly member: string;
  readonly at: number;
  readonly until: number;
  readonly fact: string;
  readonly words: string;
}

/** Whether a fact had the value that the report gives it, at some moment of the last look. */
function wasSo({ facts }: Night, { member, at, until, fact, words }: Told): boolean {
  const name = (["nlb", "defaultState", "forefront", "scom", "version"] as const).find((one) => one === fact);
  if (name === undefined) return true;
  const is = (value: unknown): boolean => (name === "scom" ? (value === true ? "maintenance" : "monitored") : value) === words;
  const lately = facts.entries(member, name).filter(({ atMs }) => atMs > at - LOOKED_MS && atMs <= until);
  return [facts.at(member, name, at - LOOKED_MS), ...lately].some((entry) => entry !== undefined && is(entry.is));
}
