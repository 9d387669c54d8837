import "should";
import { isDeepStrictEqual } from "node:util";
import { leftOf } from "../../shared/faults";
import type { Instant } from "./killed";
import { isChange, KilledNight } from "./killed";
import { brokenBy, bundled } from "./play";
import { steps } from "../../../lib/steps";

const MEMBERS = ["CAS1", "CAS2", "CAS3", "CAS4"];
const nodes = [...bundled().values()].filter(({ type }) => steps.has(type));

const phases = ["before", "during", "after"] as const;

/**
 * Where a process dies. Before: the message has come to the step, which has not begun. During: what it does first has been done, and the answer has
 * not come; where it changes nothing, it is done and nobody knows yet. After: its end is on the disk, and nobody has heard of it.
 */
interface Kill {
  readonly node: string;
  readonly member: string;
  readonly phase: (typeof phases)[number];
}

const phaseOf = ({ when, what }: Instant): Kill["phase"] | null => {
  if (when === "comes") return "before";
  if (when === "after operation") return isChange(what) ? "during" : null;
  if (what !== "step finished") return null;
  return when === "before entry" ? "during" : "after";
};

/** Makes each of these kills once. @param made those that were made */
const eachOf = (kills: readonly Kill[], made: Kill[]) => {
  const left = [...kills];
  return (instant: Instant): boolean => {
    const phase = phaseOf(instant);
    const index = left.findIndex((one) => one.phase === phase && one.node === instant.node && one.member === instant.member);
    if (index === -1) return false;
    made.push(...left.splice(index, 1));
    return true;
  };
};

describe("The bundled flow whose process is killed", function () {
  this.timeout(240_000);

  for (const { id, type } of nodes)
    it(`before, in and after ${type} (${id}), on each member, is gone on with: all are updated and serve, nothing is done twice`, async () => {
      const kills: Kill[] = MEMBERS.flatMap((member) => phases.map((phase) => ({ node: id, member, phase })));
      const made: Kill[] = [];
      const night = new KilledNight(eachOf(kills, made));
      const run = await night.play();
      made.should.eql(kills);
      [run.state.outcome, run.state.reason?.code ?? null].should.eql(["finished", null]);
      const truth = night.lab.truth();
      MEMBERS.map((name) => leftOf(truth, name)).should.eql(MEMBERS.map(() => "updated"));
      const installed = truth.operations.filter(({ op }) => op === "job.start");
      installed.map(({ member }) => member).should.eql(MEMBERS);
      const restarts = truth.operations.filter(({ op }) => op === "system.restart");
      restarts
        .filter((one, at) => restarts.slice(0, at).some((other) => isDeepStrictEqual([one.member, one.args], [other.member, other.args])))
        .should.eql([]);
      (await brokenBy({ run, lab: night.lab, store: night.store })).should.eql([]);
    });
});
