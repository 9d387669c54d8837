import "should";
import { isDeepStrictEqual } from "node:util";
import { leftOf } from "../../shared/faults";
import type { Kill } from "./killed";
import { KilledNight, phases } from "./killed";
import { brokenBy, bundled } from "./play";
import { steps } from "../../../lib/steps";

const MEMBERS = ["CAS1", "CAS2", "CAS3", "CAS4"];
const nodes = [...bundled().values()].filter(({ type }) => steps.has(type));

describe("The bundled flow whose process is killed", function () {
  this.timeout(240_000);

  for (const { id, type } of nodes)
    it(`before, in and after ${type} (${id}), on each member, is gone on with: all are updated and serve, nothing is done twice`, async () => {
      const kills: Kill[] = MEMBERS.flatMap((member) => phases.map((phase) => ({ node: id, member, phase })));
      const night = new KilledNight(kills);
      const run = await night.play();
      night.made.should.eql(kills);
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
