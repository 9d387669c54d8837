import type { Fact } from "../../../lib/adapters/lab";
import type { Finding } from "../finding";
import type { Night, Run } from "../night";
import { isNamed, mayBe } from "../night";
import { toldTruly } from "./told-truly";

/**
 * Promise 6: after a run every member is as it was found, or updated and serving, or named in the report; and what the report says of a member was
 * looked at. Compares all facts of each member just before our first change with those when the run had finished it: NLB with its default state,
 * persisted states and priority, SCOM with its parts, Forefront, services with their start types, the version, a pending restart. What others have
 * changed is theirs. A dry run changes nothing.
 */
export function asFound(night: Night): readonly Finding[] {
  return night.runs.flatMap((run) => {
    const touched = night.changes().filter(({ atMs, member }) => atMs >= run.from && atMs <= run.to && run.members.includes(member));
    if (run.dryRun) return touched.map(({ atMs, member, op }) => finding(member, atMs, `A dry run has made a change: ${op} on ${member}.`));
    if (run.byHand) return [];
    const members = [...new Set(touched.map(({ member }) => member))];
    const left = members.flatMap((member) => {
      const first = touched.find((change) => change.member === member);
      return first === undefined ? [] : differences(night, run, { member, from: first.atMs });
    });
    return [...left, ...toldTruly(night, run, members)];
  });
}

interface Touched {
  readonly member: string;
  /** When it was first changed. */
  readonly from: number;
}

/** What is derived from other facts, or is for the surroundings to say. */
const derived = new Set<Fact["fact"]>(["takes", "answers", "quiet", "manageable"]);

function differences(night: Night, run: Run, { member, from }: Touched): readonly Finding[] {
  const { facts, limits, truth } = night;
  const end = run.finished.find((one) => one.member === member);
  const at = end?.at ?? Math.min(run.to, truth.nowMs);
  // What settles by itself in the next minutes, such as a service that is starting, is no difference.
  const settled = Math.min(truth.nowMs, at + limits.settleMs);
  return facts.namesOf(member).flatMap((fact) => {
    if (derived.has(fact)) return [];
    const found = facts.before(member, fact, from)?.is ?? null;
    const [left, later] = [facts.at(member, fact, at)?.is ?? null, facts.at(member, fact, settled)?.is ?? null];
    const isDown = facts.at(member, "up", at)?.is === false && fact.startsWith("service:");
    if (left === found || later === found || isDown || facts.doer(member, fact, at) === "others") return [];
    if (fact.startsWith("service:") && hadJustBooted(night, member, from) && String(left).startsWith("running")) return [];
    if (mayBe({ fact, found, left, at, outcome: end?.outcome ?? null }) || isNamed(run, member, fact)) return [];
    return [finding(member, at, `${member}: ${fact} was ${String(found)}, is ${String(left)}, and the report does not name it.`)];
  });
}

/** How long services go on starting after a boot, some of them because others need them. */
const STARTING_MS = 30 * 60_000;

/** It was found while it was still coming up: what runs later had not been started yet. */
const hadJustBooted = ({ facts }: Night, member: string, at: number): boolean =>
  facts.spans(member, "up", false).some(({ to }) => to <= at && at - to < STARTING_MS);

const finding = (member: string, at: number, text: string): Finding => ({ promise: 6, at, member, text });
