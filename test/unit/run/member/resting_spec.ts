import should from "should";
import type { Verdict } from "../../../../lib/server/array";
import type { OperationName } from "../../../../lib/server/catalogue";
import { OperationFailed } from "../../../../lib/server/errors";
import { StepFailed } from "../../../../lib/run/step";
import { quoted } from "../../../../lib/texts";
import { minutes, seconds } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, install } = procedure;
const failing = (happens: () => void = () => undefined) =>
  doing("failing", () => {
    happens();
    return Promise.reject(new StepFailed("x", quoted("It failed.")));
  });

/** Of each verdict on a member that rests and is taken out by other means: what is said of it. */
const codes: Readonly<Record<Verdict["code"], RegExp>> = {
  out: /^(?!.*(SERVES|not known whether)).*left out of service/,
  serves: /SERVES UNVERIFIED/,
  converging: /not known whether CAS1 serves unverified/,
  unreachable: /not known whether CAS1 serves unverified/,
  "no-answer": /not known whether CAS1 serves unverified/,
  "split-cluster": /not known whether CAS1 serves unverified/,
  "no-gate": /not known whether CAS1 serves unverified/,
};

describe("a member that rests since its update is not verified", () => {
  for (const [code, says] of Object.entries(codes))
    it(`and of which only others can tell whether it serves is said to be out where they say so, and nowhere else (${code})`, async () => {
      const array = new SmallArray();
      let failed = false;
      const serving = () =>
        Promise.resolve(
          [...array.members.values()].map((member): Verdict => {
            const usual = member.verdict();
            if (!failed || member.name !== "CAS1") return usual;
            return {
              ...usual,
              code: code as Verdict["code"],
              serves: code === "serves",
              converging: code === "converging",
              why: "so it says",
            };
          }),
        );
      const setup = { ...array.setup, serving, takenOut: "by-other-means" as const };
      const { run } = await play(array, [stop, install, failing(() => void (failed = true))], { array: setup, members: ["CAS1"] });
      saidReason(run.state.members[0]?.reason).should.match(says);
      array.sent.filter((line) => line === "CAS1 nlb.stop").should.have.length(1);
    });

  for (const nlb of ["converged", "converging", "draining"] as const)
    it(`is stopped where NLB says that it is ${nlb}: it may take clients`, async () => {
      const array = new SmallArray();
      const { run } = await play(array, [stop, install, failing(() => (array.at("CAS1").nlb = nlb))], { members: ["CAS1"] });
      array.at("CAS1").nlb.should.equal("stopped");
      saidReason(run.state.members[0]?.reason).should.match(/stopped again/);
    });

  it("is stopped as soon as it is seen to serve, also right after a boot: no step is about to do so", async () => {
    const array = new SmallArray();
    array.jobsLastMs = minutes(40);
    let [seenAt, stoppedAt] = [0, 0];
    const booting = failing(() => {
      void array.clock.sleep(minutes(5)).then(() => {
        Object.assign(array.at("CAS1"), { nlb: "converged", bootedAt: new Date(array.clock.now()).toISOString() });
        array.beforeAnswer = (name, op) => {
          if (name === "CAS1" && op === "nlb.host") seenAt ||= array.clock.elapsed();
        };
        array.beforeChange = (_, op) => {
          if (op === "nlb.stop") stoppedAt ||= array.clock.elapsed();
        };
      });
    });
    await play(array, [stop, install, booting], { members: ["CAS1"] });
    stoppedAt.should.be.above(0);
    (stoppedAt - seenAt).should.be.below(seconds(4));
  });

  it("is left as it is where somebody has suspended it: it takes no clients", async () => {
    const array = new SmallArray();
    const { run } = await play(array, [stop, install, failing(() => (array.at("CAS1").nlb = "suspended"))], { members: ["CAS1"] });
    array.at("CAS1").nlb.should.equal("suspended");
    saidReason(run.state.members[0]?.reason).should.match(/left out of service/);
  });

  it("and behind nothing is not waited for, nor stopped again by every look", async () => {
    const array = new SmallArray();
    const setup = { ...array.setup, takenOut: "behind-nothing" as const };
    const gone = failing(() => (array.at("CAS1").reachable = false));
    const begun = array.clock.elapsed();
    await play(array, [stop, install, gone], { array: setup, members: ["CAS1"] });
    (array.clock.elapsed() - begun).should.be.below(minutes(10));
  });

  it("is named as one of which it is not known whether it serves where it answers with errors only, without being called silent", async () => {
    const array = new SmallArray();
    const erring = failing(() => {
      array.beforeAnswer = (name, op) => {
        if (name === "CAS1")
          throw new OperationFailed({ server: name, operation: op as OperationName, what: "provider load failure", errorId: "x" });
      };
    });
    const { run } = await play(array, [stop, install, erring], { members: ["CAS1"] });
    const said = saidReason(run.state.members[0]?.reason);
    said.should.match(/not known whether CAS1 serves unverified.*provider load failure/);
    should(run.state.reason?.code).equal("x");
  });
});
