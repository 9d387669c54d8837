import type { Dated, Entry, RunState } from "../../../../lib/run/record";
import { apply, begin, replay } from "../../../../lib/run/record";
import { smallPlan } from "../../../shared/small-plan";
import type { SmallArray } from "../small-array";

/** The state of a run of an array, with the entries that made it. */
export class SmallState {
  readonly entries: Dated[];
  readonly state: RunState;

  constructor(private readonly array: SmallArray) {
    const { members, minInService, name } = array.setup;
    const plan = { ...smallPlan, array: name, members: members.map((member) => ({ ...member })), minInService };
    const first: Dated = { type: "run started", run: "run-1", plan, planHash: "", fence: 1, at: array.clock.now() };
    this.entries = [first];
    this.state = begin(first);
  }

  add(entry: Entry): void {
    const dated: Dated = { ...entry, at: this.array.clock.now() };
    this.entries.push(dated);
    apply(this.state, dated);
  }

  /** The member is at work from now on. */
  take(member: string): void {
    this.add({ type: "member started", member, found: { facts: {}, readings: {}, unknown: [] }, earlier: {}, token: `of ${member}` });
  }

  /** Something was sent to it. */
  change(member: string, change: number, op: string): void {
    this.add({ type: "will change", member, change, op, args: {}, cause: "step", undo: null, startsUpdate: false });
  }

  finish(member: string, outcome: "updated" | "failed" = "updated"): void {
    const left = { facts: {}, readings: {}, unknown: [] };
    this.add({ type: "member finished", member, outcome, reason: null, alarm: null, left, toMend: [] });
  }

  /** What another process makes of the same entries. */
  replayed(): RunState {
    return replay(structuredClone(this.entries));
  }
}
