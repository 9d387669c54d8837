import should from "should";
import { verdict, verdictOnError } from "../../../lib/gates/verdict";
import { OperationFailed, Unreachable } from "../../../lib/server/errors";

describe("A verdict on a member", () => {
  for (const [code, serves, converging] of [
    ["serves", true, false],
    ["converging", false, true],
    ["out", false, false],
    ["unreachable", false, false],
    ["no-answer", false, false],
    ["no-gate", false, false],
    ["split-cluster", false, false],
  ] as const)
    it(`says by its code alone whether the member serves or is coming in (${code})`, () => {
      verdict({ name: "CAS1" }, code, "why").should.eql({ member: "CAS1", code, serves, converging, why: "why" });
    });

  it("of a member that gives no answer is another one than of a member that answers with an error, and both serve nobody", () => {
    const about = { server: "CAS1", operation: "nlb.host", what: "said", errorId: "x" } as const;
    verdictOnError({ name: "CAS1" }, new Unreachable(about)).should.match({ code: "unreachable", serves: false, converging: false });
    verdictOnError({ name: "CAS1" }, new OperationFailed(about)).should.match({ code: "no-answer", serves: false, converging: false });
    const mistake = new TypeError("ours");
    should(() => verdictOnError({ name: "CAS1" }, mistake)).throw(mistake);
  });
});
