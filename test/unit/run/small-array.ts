import { catalogue } from "../../../lib/server/catalogue";
import type { ChangeData } from "../../../lib/server/catalogue";
import { Fenced, OperationFailed, OutcomeUnknown, Unreachable } from "../../../lib/server/errors";
import type { Invoke } from "../../../lib/server/server";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import type { ArraySetup } from "../../../lib/run/array-setup";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import { Runs } from "../../../lib/run/engine/runs";
import { english } from "../../shared/english";
import { SmallMember } from "./small-member";

/** What happens to the next change of that name: its answer is lost after or before it was made, or the server says no (to this one, or to all). */
type Trouble = "answer-lost" | "request-lost" | "refused" | "always-refused" | "refused-and-done";

/** An array that does at once what it is told, for tests of the run alone. */
export class SmallArray {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore();
  readonly runs = new Runs(this.store, english);
  readonly members = new Map<string, SmallMember>();
  /** Changes that arrived, as `CAS1 nlb.stop`. */
  readonly sent: string[] = [];
  readonly fences: (number | undefined)[] = [];
  /** Fencing numbers that came with reads, and after how many changes. */
  readonly shown: { readonly member: string; readonly fence: number; readonly after: number }[] = [];
  readonly trouble = new Map<string, Trouble>();
  /** How long jobs run. */
  jobsLastMs = 0;
  /** How long it takes to find out that nobody answers. */
  silenceMs = 10;
  /** All that was asked, reads too, and when. */
  readonly asked: { readonly member: string; readonly op: string; readonly at: number }[] = [];
  /** Before anything is answered: the test may throw what the server says instead. */
  beforeAnswer: (member: string, op: string) => void = () => undefined;
  /** Before a change is made: what the test wants to look at. */
  beforeChange: (member: string, op: string) => void = () => undefined;
  readonly setup: ArraySetup;

  constructor(names: readonly string[] = ["CAS1", "CAS2", "CAS3"], minInService = 1) {
    for (const name of names) this.members.set(name, new SmallMember(name, this.clock));
    this.setup = {
      name: "CAS-ARRAY",
      members: names.map((name) => ({ name, address: name.toLowerCase() })),
      minInService,
      connection: { kind: "lab", clock: this.clock, close: () => Promise.resolve(), invoke: this.invoke },
      serving: async (servers, signal) => {
        // Asked as the real ways to tell do it: each member about itself, all at once.
        const told = await Promise.allSettled(servers.map((server) => server.read("nlb.host", {}, signal === undefined ? {} : { signal })));
        return [...this.members.values()].map((member, index) => member.verdict(told[index]?.status === "rejected"));
      },
    };
  }

  at(name: string): SmallMember {
    const member = this.members.get(name);
    if (member === undefined) throw new Error(`The test has no member ${name}.`);
    return member;
  }

  readonly invoke: Invoke = async (name, op, args, call) => {
    const member = this.at(name);
    const onMember = catalogue[op].on === "member";
    this.asked.push({ member: name, op, at: this.clock.elapsed() });
    await this.clock.sleep(onMember && !member.reachable ? this.silenceMs : member.answersAfterMs, call.signal);
    this.beforeAnswer(name, op);
    if (onMember && !member.reachable) throw new Unreachable({ server: name, operation: op, what: "no answer" });
    if (catalogue[op].kind === "read" && call.fence !== undefined) {
      if (call.fence < member.fence) throw new Fenced({ server: name, operation: op, what: `${member.fence} has been seen here` });
      member.fence = call.fence;
      this.shown.push({ member: name, fence: call.fence, after: this.sent.length });
    }
    if (catalogue[op].kind === "read") return member.read(op, args) as never;
    this.beforeChange(name, op);
    if (op === "scom.extend" && member.scomEndsAt === null)
      throw new OperationFailed({ server: name, operation: op, what: "not in maintenance mode", errorId: "scom-not-in-maintenance" });
    const trouble = this.trouble.get(op);
    if (trouble !== "always-refused") this.trouble.delete(op);
    if (trouble === "refused" || trouble === "always-refused")
      throw new OperationFailed({ server: name, operation: op, what: "refused", errorId: "refused" });
    if (trouble !== "request-lost") {
      this.sent.push(`${name} ${op}`);
      this.fences.push(call.fence);
      if (catalogue[op].kind === "change") member.change([op, args] as ChangeData, this.jobsLastMs);
    }
    if (trouble === "refused-and-done") throw new OperationFailed({ server: name, operation: op, what: "half done", errorId: "refused" });
    if (trouble !== undefined) throw new OutcomeUnknown({ server: name, operation: op, what: "no answer came" });
    return undefined as never;
  };
}
