import should from "should";
import type { Looked } from "../../../../../lib/run/changes/judge";
import { problemIn } from "../../../../../lib/run/changes/judge";
import type { Verdict } from "../../../../../lib/server/array";
import { minutes } from "../../../../../lib/time/duration";
import { said, saidReason } from "../../../../shared/english";

type Told = Verdict["code"] | "old" | "taken";

/** A look at members that are told to be so, of which two must serve besides CAS1. */
function lookedAt(told: Readonly<Record<string, Told>>, { putBack = "", silentForMs = 0 } = {}): Looked {
  const are = (what: Told) => new Set(Object.keys(told).filter((name) => told[name] === what));
  const verdicts = Object.entries(told).map(([member, how]): Verdict => {
    const code = how === "old" || how === "taken" ? "serves" : how;
    return { member, serves: code === "serves", converging: code === "converging", code, why: `says ${code}` };
  });
  return {
    array: { name: "CAS-ARRAY", minInService: 2 },
    verdicts,
    isOld: (name) => are("old").has(name),
    ledger: { reserved: are("taken").add("CAS1"), putBack: new Set([putBack]), changed: new Set(), unsettled: false },
    past: { convergesForMs: () => 0, silentForMs: () => silentForMs },
    now: 0,
  };
}
const judged = (...asked: Parameters<typeof lookedAt>) => problemIn(lookedAt(...asked), "CAS1");

describe("What a look is judged to be", () => {
  it("tells of how many others how many serve, and of each that is missing, and of no other, why", () => {
    const problem = judged({ CAS1: "serves", CAS2: "serves", CAS3: "out", CAS4: "taken", CAS5: "old" });
    said(problem!.reason.what).should.equal(
      "Without CAS1, 1 of 4 members of CAS-ARRAY serve, but at least 2 must: CAS3: says out; CAS4: says serves, but it is worked on, too; " +
        "CAS5: says serves, as far as is known, but that was told more than five seconds ago.",
    );
    should(problem!.code).equal("guard-broken");
  });

  it("goes by the worst of those that are missing, and says what to do about that one", () => {
    const cases: readonly (readonly [Record<string, Told>, string, RegExp])[] = [
      [{ CAS2: "out", CAS3: "split-cluster", CAS4: "no-gate", CAS5: "converging" }, "split-cluster", /heartbeat network/],
      [{ CAS2: "out", CAS4: "no-gate", CAS5: "converging" }, "no-gate", /by other means than NLB/],
      [{ CAS2: "out", CAS5: "converging" }, "never-converged", /has not stopped converging\. Without CAS1, .* System logs/],
      [{ CAS2: "out", CAS5: "no-answer" }, "guard-broken", /Bring those members back/],
    ];
    for (const [told, code, says] of cases) {
      const problem = judged({ CAS1: "serves", ...told });
      should(problem?.code).equal(code);
      saidReason(problem?.reason).should.match(says);
    }
  });

  it("does not go by how a member is that serves, nor by the one that is taken", () => {
    should(judged({ CAS1: "split-cluster", CAS2: "serves", CAS3: "out" })?.code).equal("guard-broken");
    should(judged({ CAS1: "out", CAS2: "serves", CAS3: "serves" })).be.null();
  });

  it("bears the silence of a member that was put back for two minutes, and not for longer", () => {
    const silent = (silentForMs: number) =>
      judged({ CAS1: "serves", CAS2: "serves", CAS3: "serves", CAS4: "unreachable" }, { putBack: "CAS4", silentForMs });
    should(silent(minutes(2))).be.null();
    should(silent(minutes(2) + 1)?.code).equal("updated-member-out");
    saidReason(silent(minutes(3))?.reason).should.match(/^CAS4, which this run .*: says unreachable\. Look at CAS4 first/);
  });
});
