import type { Fact, Truth } from "../../../lib/adapters/lab";
import type { Span } from "./span";
import { spansWhere } from "./span";

/** Whose doing something is: the run's, other people's or the surroundings', or nobody's since it was so from the beginning. */
export type Doer = "ours" | "others" | "nobody";

type Name = Fact["fact"];

/** What can lead to a fact later, by itself: changes that are asked of the lab, and events of outside. */
const causes: readonly { readonly facts: RegExp; readonly ops: RegExp; readonly events: RegExp }[] = [
  { facts: /^(up|manageable)$/, ops: /^(system\.restart|job\.start)$/, events: /^(power-cut|management-away)$/ },
  { facts: /^(nlb|takes)$/, ops: /^(nlb\.(?!setDefaultState).*|system\.restart|job\.start)$/, events: /^(nlb-.*|power-cut)$/ },
  { facts: /^(answers|service:.*)$/, ops: /^(services\..*|system\.restart|job\.start)$/, events: /^power-cut$/ },
  { facts: /^(scom.*|quiet)$/, ops: /^scom\./, events: /^scom-end$/ },
  { facts: /^(version|pendingRestart)$/, ops: /^(job\.start|system\.restart)$/, events: /^power-cut$/ },
];

/** The facts of the members of a night, at any moment. */
export class Facts {
  private readonly byMember = new Map<string, Map<Name, Fact[]>>();

  constructor(private readonly truth: Truth) {
    for (const fact of truth.facts) {
      const ofMember = this.byMember.get(fact.member) ?? new Map<Name, Fact[]>();
      this.byMember.set(fact.member, ofMember);
      const entries = ofMember.get(fact.fact) ?? [];
      ofMember.set(fact.fact, entries);
      entries.push(fact);
    }
  }

  /** All that is known of a member. */
  namesOf(member: string): readonly Name[] {
    return [...(this.byMember.get(member)?.keys() ?? [])];
  }

  /** The entry that counts at a moment; what happens at that very moment counts. */
  at(member: string, fact: Name, moment: number): Fact | undefined {
    return this.entries(member, fact).findLast(({ atMs }) => atMs <= moment);
  }

  /** The entry that counted just before a moment. */
  before(member: string, fact: Name, moment: number): Fact | undefined {
    return this.entries(member, fact).findLast(({ atMs }) => atMs < moment) ?? this.entries(member, fact)[0];
  }

  entries(member: string, fact: Name): readonly Fact[] {
    return this.byMember.get(member)?.get(fact) ?? [];
  }

  /** When a fact has this value. */
  spans(member: string, fact: Name, is: Fact["is"]): readonly Span[] {
    return spansWhere(this.entries(member, fact), this.truth.nowMs, (entry) => entry.is === is);
  }

  /** By whose doing a fact is as it is at a moment. What came about by itself is the doing of whoever last did something that can lead to it. */
  doer(member: string, fact: Name, moment: number): Doer {
    const entry = this.at(member, fact, moment);
    if (entry === undefined) return "nobody";
    if (entry.by !== "itself") return entry.by === "asked" ? "ours" : "others";
    const cause = causes.find(({ facts }) => facts.test(fact));
    if (cause === undefined) return "nobody";
    const { operations, outside } = this.truth;
    const lastOf = (moments: readonly { readonly atMs: number }[]): number =>
      moments.findLast(({ atMs }) => atMs <= entry.atMs)?.atMs ?? Number.NEGATIVE_INFINITY;
    const ours = lastOf(operations.filter((done) => done.member === member && done.kind === "change" && cause.ops.test(done.op)));
    const others = lastOf(outside.filter((event) => event.member === member && cause.events.test(event.event)));
    if (ours === others) return "nobody";
    return ours > others ? "ours" : "others";
  }
}
