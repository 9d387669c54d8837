import "should";
import type { MemberDocument } from "../../../../lib/run/record/document";
import { member, updated } from "./documents";
import { nowInWords } from "../../../../tools/demo/now";

const serving = { nlb: "converged", defaultState: "started", forefront: "enabled", scom: "monitored", version: "1" };
const now = (left: MemberDocument["left"], parts: Partial<MemberDocument> = {}): string => nowInWords(updated("CAS1", { left, ...parts }));

describe("How a member is after the demo", () => {
  it("serves, or tells what is out", () => {
    now(serving).should.equal("serves");
    now({ ...serving, forefront: "not-installed" }).should.equal("serves");
    now({ ...serving, nlb: "stopped", defaultState: "stopped", forefront: "disabled", scom: "maintenance" }).should.equal(
      "out: NLB stopped, default state stopped, Forefront off, in maintenance",
    );
    now({ ...serving, nlb: "suspended" }).should.equal("out: NLB suspended");
  });

  it("tells what else is not as in service on a member that serves", () => {
    now({ ...serving, defaultState: "stopped", scom: "maintenance" }).should.equal("serves, but default state stopped, in maintenance");
  });

  it("says what is not known", () => {
    now({ nlb: null, defaultState: null, forefront: null, scom: "maintenance", version: null }).should.equal(
      "NLB not known, default state not known, Forefront not known, in maintenance",
    );
    now({ ...serving, nlb: "unknown" }).should.equal("NLB not known");
    now({ nlb: null, version: null }).should.equal("not known");
    const changes = [{ op: "nlb.drain", args: {}, outcome: "sent", cause: "step" }];
    now({}, { changes }).should.equal("not known");
  });

  it("is as found where the run has not touched it", () => {
    nowInWords(member("CAS2")).should.equal("as found");
    nowInWords(updated("WEB1", { found: { version: "1" }, left: { version: "1" } })).should.equal("as found");
  });
});
