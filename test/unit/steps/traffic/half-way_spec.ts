import "should";
import { answering, world } from "../harness";

const stuck = { limitMinutes: 30 };

describe("A drain that has been begun already", () => {
  it("is cut at its limit with the same undo: the member was in service when the run came to it", async () => {
    const at = world({ faults: ["drain-never-ends"] });
    const work = await at.work();
    await at.server().change("nlb.drain", {});
    await work.do("nlb-drainstop", { ...stuck, atLimit: "cut" });
    work.sent.map(({ op, undo }) => [op, undo]).should.eql([["nlb.stop", ["nlb.start", {}]]]);
    await work.putBack();
    at.member.nlb.should.equal("converged");
  });

  it("has no undo that would bring in a member that was found out of service", async () => {
    const at = world({ found: { nlb: "stopped" } });
    const work = await at.work();
    await at.server().change("nlb.start", {});
    await at.pass(60_000);
    await work.do("nlb-drainstop", { mode: "stop" });
    work.sent.map(({ op, undo }) => [op, undo]).should.eql([["nlb.stop", null]]);
  });

  it("says at its limit how long it has waited in all", async () => {
    for (const [options, says] of [
      [{ ...stuck, atLimit: "put-back" }, /after 30 min/],
      [{ ...stuck, atLimit: "wait-on", waitOnMinutes: 15 }, /after 45 min/],
    ] as const) {
      const work = await world({ faults: ["drain-never-ends"] }).work();
      (await work.refusalOf("nlb-drainstop", options)).message.should.match(says);
    }
  });
});

describe("A member that was found out of service and is left so", () => {
  for (const [found, now, sends, warns] of [
    ["suspended", "stopped", ["nlb.suspend"], 0],
    ["suspended", "suspended", [], 0],
    ["suspended", "converged", [], 1],
    ["suspended", "converging", [], 1],
    ["suspended", "draining", [], 1],
    ["suspended", "unknown", [], 1],
    ["stopped", "stopped", [], 0],
    ["stopped", "suspended", [], 0],
    ["stopped", "converged", [], 1],
    ["stopped", "unknown", [], 1],
  ] as const)
    it(`gets back only what a boot has taken from it (found ${found}, now ${now})`, async () => {
      let late = false;
      const at = world({ found: { nlb: found } });
      const instead = answering("nlb.host", async (real) => ({ ...((await real()) as object), ...(late ? { state: now } : {}) }));
      const work = await at.work({ instead });
      await work.do("preflight-check", { foundOut: "leave-out" });
      work.forgetWarnings();
      late = true;
      await work.do("nlb-start");
      work.changes.should.eql(sends);
      work.warnings.should.have.length(warns);
    });

  it("is known by what the drain has found, also without preflight", async () => {
    const at = world({ found: { nlb: "stopped" } });
    const work = await at.work();
    await work.do("nlb-drainstop");
    await work.do("nlb-start");
    work.changes.should.eql([]);
    at.member.nlb.should.equal("stopped");
  });
});
