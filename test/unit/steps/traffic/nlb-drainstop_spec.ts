import { said } from "../../../shared/english";
import should from "should";
import { OperationFailed } from "../../../../lib/server/errors";
import { minutes } from "../../../../lib/time/duration";
import { answering, world } from "../harness";
import { tells } from "../products-and-cultures";

const stuck = { limitMinutes: 30 };

describe("nlb-drainstop", () => {
  it("lets all clients go before the member is out, and says how many are left", async () => {
    const at = world();
    const work = await at.work();
    const result = await work.do("nlb-drainstop", { limitMinutes: 60 });
    result.should.containEql({ changed: true });
    said(result.text).should.match(/^no clients left after \d+ min/);
    at.member.should.containEql({ nlb: "stopped", clients: 0 });
    at.lab.truth().clientsCut.should.eql([]);
    work.progress.some(({ text }) => /^\d+ clients? left, \d+ (s|min) of 60 min$/.test(said(text))).should.be.true();
    work.sent.map(({ op, undo }) => [op, undo]).should.eql([["nlb.drain", ["nlb.start", {}]]]);
  });

  it("says in a dry run how many clients there are now, and foretells neither that they leave nor when", async () => {
    const at = world();
    const { clients } = at.member;
    const result = await (await at.work({ dry: true })).do("nlb-drainstop", { limitMinutes: 60 });
    said(result.text).should.equal(`would be drained; ${clients} clients now`);
    should(result.foreseen).be.true();
    clients.should.be.above(1);
  });

  it("says how long it has waited, and for how long at most, though clients cannot be counted", async () => {
    const failing = answering("nlb.connections", () => {
      throw new OperationFailed({ server: "CAS1", operation: "nlb.connections", what: "no such switch", errorId: "x" });
    });
    const work = await world().work({ instead: failing });
    await work.do("nlb-drainstop", { limitMinutes: 60 });
    work.progress.map(({ text }) => said(text)).should.matchAny(/^an unknown number of clients left, \d+ (s|min) of 60 min$/);
  });

  it("is not disturbed when connections cannot be counted", async () => {
    const failing = answering("nlb.connections", () => {
      throw new OperationFailed({ server: "CAS1", operation: "nlb.connections", what: "no such switch", errorId: "x" });
    });
    (await (await world().work({ instead: failing })).do("nlb-drainstop", { limitMinutes: 60 })).changed.should.be.true();
  });

  it("does not finish before the others have converged again", async () => {
    const at = world();
    await (await at.work()).do("nlb-drainstop", { limitMinutes: 60 });
    const { members } = at.lab.truth();
    should([members.CAS2?.nlb, members.CAS3?.nlb]).eql(["converged", "converged"]);
  });

  for (const atLimit of ["put-back", "ask"] as const) {
    it(`gives up at the limit with "${atLimit}", cuts nobody, and its undo puts the member back`, async () => {
      const at = world({ faults: ["drain-never-ends"] });
      const work = await at.work();
      const refusal = await work.refusalOf("nlb-drainstop", { ...stuck, atLimit });
      refusal.code.should.equal("drain-limit");
      refusal.message.should.match(/3 clients still connected after 30 min/);
      if (atLimit === "ask") refusal.message.should.match(/not possible yet/);
      await work.putBack();
      at.member.nlb.should.equal("converged");
      at.lab.truth().clientsCut.should.eql([]);
    });
  }

  it("cuts at the limit if it is told to, and says so in the report", async () => {
    const at = world({ faults: ["drain-never-ends"] });
    const work = await at.work();
    const result = await work.do("nlb-drainstop", { ...stuck, atLimit: "cut" });
    result.should.containEql({ changed: true, cut: "limit" });
    work.changes.should.eql(["nlb.drain", "nlb.stop"]);
    work.warnings.join().should.match(/3 clients cut/);
    at.member.nlb.should.equal("stopped");
  });

  it("waits on once if it is told to, then gives up", async () => {
    const at = world({ faults: ["drain-never-ends"] });
    const began = at.lab.clock.now();
    (await (await at.work()).refusalOf("nlb-drainstop", { ...stuck, atLimit: "wait-on", waitOnMinutes: 15 })).code.should.equal(
      "drain-limit",
    );
    (at.lab.clock.now() - began).should.be.within(minutes(45), minutes(48));
  });

  it("cuts at once for an urgent update", async () => {
    const at = world();
    const work = await at.work();
    (await work.do("nlb-drainstop", { mode: "stop" })).should.containEql({ cut: "mode" });
    work.sent.map(({ op, undo }) => [op, undo]).should.eql([["nlb.stop", ["nlb.start", {}]]]);
  });

  for (const nlb of ["stopped", "suspended"] as const) {
    it(`leaves a member that was found ${nlb} as it is`, async () => {
      const work = await world({ found: { nlb } }).work();
      (await work.do("nlb-drainstop")).should.containEql({ changed: false, foundOut: true, facts: { nlb } });
      work.changes.should.eql([]);
    });
  }

  it("goes on waiting when it is started again half-way", async () => {
    const at = world();
    const work = await at.work();
    await at.server().change("nlb.drain", {});
    (await work.do("nlb-drainstop", { limitMinutes: 60 })).changed.should.be.true();
    work.changes.should.eql([]);
    at.member.nlb.should.equal("stopped");
  });

  it("does not take its own work for a member that was found out of service", async () => {
    const work = await world().work();
    await work.do("nlb-drainstop", { limitMinutes: 60 });
    (await work.do("nlb-drainstop")).should.not.have.property("foundOut");
  });

  it("fails when the others lose sight of each other", async () => {
    const refusal = await (await world({ faults: ["split-cluster"] }).work()).refusalOf("nlb-drainstop", { limitMinutes: 60 });
    refusal.code.should.equal("not-converged");
    refusal.message.should.match(/CAS2 and CAS3 are default hosts at the same time/);
  });
});

describe("nlb-drainstop, by product and culture", () => {
  // NLB has the same states and codes on every Windows.
  // biome-ignore format: a table is read by its rows
  {
    tells("drains", () => ({ step: ["nlb-drainstop", { limitMinutes: 60 }] }), [
      ["every one", "every one", "changed: no clients left after … min"],
    ]);
    tells("leaves a member that was found out", () => ({ found: { nlb: "suspended" }, step: ["nlb-drainstop"] }), [
      ["every one", "every one", "unchanged: already suspended"],
    ]);
    tells("gives up at its limit", () => ({ faults: ["drain-never-ends"], step: ["nlb-drainstop", stuck] }), [
      ["every one", "every one", "drain-limit: 3 clients still connected after 30 min of draining. Try again at a quieter hour, allow more time, or set the step to cut at the limit."],
    ]);
    tells("cuts at its limit", () => ({ faults: ["drain-never-ends"], step: ["nlb-drainstop", { ...stuck, atLimit: "cut" }] }), [
      ["every one", "every one",
        "changed: stopped; 3 clients cut",
        "warns: The limit of 30 min has passed: 3 clients cut on CAS1, as the step's setting says."],
    ]);
    tells("says that the others are split", () => ({ faults: ["split-cluster"], step: ["nlb-drainstop", { mode: "stop" }] }), [
      ["every one", "every one", "not-converged: CAS1 is out, but the others have not converged within 2 min: CAS2 and CAS3 are default hosts at the same time. Compare the port rules of all members, check the heartbeat between them, and look for NLB event 67 in their System logs."],
    ]);
  }
});
