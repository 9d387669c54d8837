import fc from "fast-check";
import should from "should";
import type { Looked } from "../../../../lib/run/changes/judge";
import { CONVERGING_MS, hasOld, problemIn } from "../../../../lib/run/changes/judge";
import type { Run } from "../../../../lib/run";
import { ledgerOf } from "../../../../lib/run/rules";
import type { Verdict } from "../../../../lib/server/array";
import { minutes, seconds } from "../../../../lib/time/duration";
import { atOnce, play } from "../play";
import { SmallArray } from "../small-array";
import { procedure } from "../small-steps";
import { SmallState } from "./small-state";

const NAMES = ["CAS1", "CAS2", "CAS3", "CAS4", "CAS5"];

/** How a member stands in the record, and what a look has told of it. */
const member = fc.record({
  stands: fc.constantFrom("waiting", "at work", "updated", "failed" as const),
  /** Something was sent that makes the array converge. */
  changed: fc.boolean(),
  code: fc.constantFrom<Verdict["code"]>(
    "serves",
    "serves",
    "serves",
    "converging",
    "out",
    "unreachable",
    "no-answer",
    "split-cluster",
    "no-gate",
  ),
  old: fc.boolean(),
  silentForMs: fc.constantFrom(0, minutes(1), minutes(3)),
});
type Member = typeof member extends fc.Arbitrary<infer T> ? T : never;

const night = fc.record({
  members: fc.array(member, { minLength: 2, maxLength: NAMES.length }),
  minInService: fc.integer({ min: 0, max: 4 }),
  taking: fc.nat(NAMES.length - 1),
  convergesForMs: fc.option(fc.constantFrom(0, seconds(30), CONVERGING_MS, CONVERGING_MS + 1)),
});
type Night = typeof night extends fc.Arbitrary<infer T> ? T : never;

function lookedAt({ members, minInService, taking, convergesForMs }: Night): { looked: Looked; taken: string; state: SmallState["state"] } {
  const names = NAMES.slice(0, members.length);
  const array = new SmallArray(names, minInService);
  const run = new SmallState(array);
  members.forEach(({ stands, changed }, index) => {
    const name = names[index] ?? "";
    if (stands === "waiting") return;
    run.take(name);
    if (changed) run.change(name, index + 1, "nlb.stop");
    if (stands !== "at work") run.finish(name, stands);
  });
  const taken = names[taking % names.length] ?? "";
  const verdicts = members.map(({ code }, index): Verdict => {
    const serves = code === "serves";
    return { member: names[index] ?? "", serves, converging: code === "converging", code, why: code };
  });
  const of = (name: string): Member => members[names.indexOf(name)] as Member;
  const past = { convergesForMs: () => convergesForMs, silentForMs: (name: string) => of(name).silentForMs };
  const ledger = ledgerOf(run.state, taken, (op) => op === "nlb.stop");
  const looked = { array: array.setup, verdicts, isOld: (name: string) => of(name).old, ledger, past, now: 0 };
  return { looked, taken, state: run.state };
}

/** Those of whom it is known that they serve, as somebody would count them who knows nothing of the run's own code. */
function servingFor({ members, convergesForMs }: Night, taken: string): number {
  const ownChange = members.some(({ stands, changed }) => stands !== "waiting" && changed);
  const settling = ownChange && convergesForMs !== null && convergesForMs <= minutes(2);
  return members.filter(({ stands, code, old }, index) => {
    if (NAMES[index] === taken || stands === "at work" || old) return false;
    return code === "serves" || (code === "converging" && settling);
  }).length;
}

describe("A look, whatever it tells and whatever the run has done,", () => {
  const holds = (property: (night: Night) => void) => fc.assert(fc.property(night, property), { numRuns: 1000 });

  it("allows nothing while fewer than the least are known to serve: who is not known, old, or worked on, counts as out", () => {
    holds((one) => {
      const { looked, taken } = lookedAt(one);
      if (servingFor(one, taken) < one.minInService) should(problemIn(looked, taken)).not.be.null();
    });
  });

  it("allows it where enough are known to serve and none is lost that the run has put back", () => {
    holds((one) => {
      const { looked, taken, state } = lookedAt(one);
      const problem = problemIn(looked, taken);
      if (servingFor(one, taken) < one.minInService || problem === null) return;
      problem.code.should.equal("updated-member-out");
      state.members.some(({ outcome }) => outcome === "updated").should.be.true();
    });
  });

  it("ends the run for a member that it has put back and that is told not to serve; silence is borne for two minutes", () => {
    holds((one) => {
      const { looked, taken } = lookedAt(one);
      const lost = one.members.some(({ stands, code, silentForMs }, index) => {
        if (stands !== "updated" || NAMES[index] === taken) return false;
        return ["out", "no-answer", "no-gate"].includes(code) || (code === "unreachable" && silentForMs > minutes(2));
      });
      should(problemIn(looked, taken)?.code === "updated-member-out").equal(lost);
    });
  });

  it("is worth another one exactly where younger answers could allow more", () => {
    holds((one) => {
      const { looked, taken } = lookedAt(one);
      const young = { ...one, members: one.members.map((each) => ({ ...each, old: false })) };
      hasOld(looked).should.equal(servingFor(young, taken) > servingFor(one, taken));
    });
  });
});

/** Somebody, or something, changes how a member stands. */
const event = fc.record({
  afterMs: fc.integer({ min: 0, max: minutes(12) }),
  who: fc.nat(NAMES.length - 1),
  what: fc.constantFrom("stopped", "converged", "silent", "answers", "slow" as const),
});

describe("A run on an array that is disturbed at any time", () => {
  it("sends no change of a step but where enough others have served within the five seconds before it", async function () {
    this.timeout(60_000);
    const disturbed = fc.asyncProperty(
      fc.integer({ min: 3, max: NAMES.length }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(event, { maxLength: 8 }),
      async (size, least, count, events) => {
        const array = new SmallArray(NAMES.slice(0, size), Math.min(least, size - 1));
        const served = new Map<string, number>();
        const note = (): void => {
          for (const { name, nlb, reachable } of array.members.values())
            if (nlb === "converged" && reachable) served.set(name, array.clock.elapsed());
        };
        const faults: string[] = [];
        array.beforeChange = (name, op) => {
          note();
          if (op === "nlb.start" || array.runs.runningOn("CAS-ARRAY")?.state.phase !== "running") return;
          const { members } = (array.runs.runningOn("CAS-ARRAY") as Run).state;
          const free = members.filter((one) => one.name !== name && one.phase !== "at work");
          const now = array.clock.elapsed();
          // What is told, and what is sent, is on its way for some time.
          const serving = free.filter((one) => now - (served.get(one.name) ?? -Infinity) <= seconds(5) + seconds(3) + 50);
          if (serving.length < array.setup.minInService) faults.push(`${name} ${op}: ${serving.length}`);
        };
        for (const { afterMs, who, what } of events)
          void array.clock.sleep(afterMs).then(() => {
            note();
            const one = array.at(NAMES[who % size] ?? "");
            if (what === "silent" || what === "answers") one.reachable = what === "answers";
            else if (what === "slow") one.answersAfterMs = seconds(3);
            else one.nlb = what;
          });
        // What serves now and is stopped later has served until then.
        note();
        await play(array, Object.values(procedure), atOnce(count));
        faults.should.eql([]);
      },
    );
    await fc.assert(disturbed, { numRuns: 40 });
  });
});
