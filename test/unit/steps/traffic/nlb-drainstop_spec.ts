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
      refusal.asks.should.equal(atLimit === "ask");
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

  describe("that somebody disturbs", () => {
    /** CAS1 with clients, on which somebody does something at the look after the drain has been seen for so long. */
    const disturbedBy = async (op: "nlb.stop" | "nlb.start", afterMs: number, { slowMs = 0 } = {}) => {
      const at = world({ faults: ["drain-never-ends"] });
      let since: number | null = null;
      let clients = 0;
      const instead = answering("nlb.host", async (real) => {
        const host = (await real()) as { state: string };
        if (since !== null) await at.pass(slowMs);
        if (host.state === "draining") since ??= at.lab.clock.now();
        if (since === null || at.lab.clock.now() - since < afterMs || clients > 0) return host;
        ({ clients } = at.member);
        await at.server().change(op, {});
        return await real();
      });
      const work = await at.work({ instead });
      return { at, work, clients: () => clients, run: async () => await work.do("nlb-drainstop", { limitMinutes: 60 }) };
    };

    it("warns when the member is stopped by another hand while clients are connected, and does not say that they have left", async () => {
      for (const afterMs of [0, minutes(1)]) {
        const { at, work, clients, run } = await disturbedBy("nlb.stop", afterMs);
        const result = await run();
        clients().should.be.above(2);
        result.text.should.match(/^stopped after .* of draining, while \d+ clients were still connected$/);
        work.warnings.should.have.length(1);
        work.warnings.join().should.match(/^CAS1 was stopped in NLB while \d+ clients were still connected \(counted \d+ s before/);
        at.member.nlb.should.equal("stopped");
      }
    });

    it("warns of it too where the looks lie far apart", async () => {
      const { at, work, run } = await disturbedBy("nlb.stop", minutes(2), { slowMs: minutes(0.5) });
      await run();
      work.warnings.should.matchEach(/^CAS1 was stopped in NLB while \d+ clients were still connected/).and.have.length(1);
      at.member.nlb.should.equal("stopped");
    });

    it("warns of it too where the stop comes between the look at the member and the count of its clients", async () => {
      const at = world({ faults: ["drain-never-ends"] });
      const began = at.lab.clock.now();
      const instead = answering("nlb.connections", async (real) => {
        if (at.lab.clock.now() - began > minutes(1)) await at.server().change("nlb.stop", {});
        return await real();
      });
      const work = await at.work({ instead });
      await work.do("nlb-drainstop", { limitMinutes: 60 });
      work.warnings.should.matchEach(/^CAS1 was stopped in NLB while \d\d clients were still connected/).and.have.length(1);
    });

    it("fails soon when the member is started while it is drained, and does not fight who did it", async () => {
      const { at, work } = await disturbedBy("nlb.start", minutes(1));
      const began = at.lab.clock.now();
      const refusal = await work.refusalOf("nlb-drainstop", { limitMinutes: 60 });
      refusal.code.should.equal("drain-undone");
      refusal.message.should.match(/started CAS1 in NLB while it was being drained/);
      (at.lab.clock.now() - began).should.be.below(minutes(3));
      work.changes.should.eql(["nlb.drain"]);
      at.member.nlb.should.equal("converged");
    });

    it("fails soon when the member never begins to drain", async () => {
      const at = world();
      const work = await at.work({ instead: answering("nlb.drain", () => undefined) });
      const began = at.lab.clock.now();
      (await work.refusalOf("nlb-drainstop", { limitMinutes: 60 })).message.should.match(
        /was told to drain, but it still takes new clients/,
      );
      (at.lab.clock.now() - began).should.be.within(minutes(0.5), minutes(1));
    });

    it("warns of nobody in a drain that ends by itself", async () => {
      for (let seed = 1; seed <= 40; seed++) {
        const work = await world({ seed }).work();
        (await work.do("nlb-drainstop", { limitMinutes: 60 })).text.should.match(/^no clients left after/);
        work.warnings.should.eql([]);
      }
    });

    it("foretells no end of the drain in a dry run, and warns of nobody", async () => {
      const work = await world().work({ dry: true });
      (await work.do("nlb-drainstop", { limitMinutes: 60 })).text.should.match(/^would be drained; \d+ clients now$/);
      work.warnings.should.eql([]);
    });

    it("does not say that no clients were left when they could not be counted", async () => {
      const failing = answering("nlb.connections", () => {
        throw new OperationFailed({ server: "CAS1", operation: "nlb.connections", what: "no such switch", errorId: "x" });
      });
      const work = await world().work({ instead: failing });
      (await work.do("nlb-drainstop", { limitMinutes: 60 })).text.should.match(/the clients could not be counted$/);
    });
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

  it("says that this run has drained it where the process died before it could write that down", async () => {
    const at = world();
    const work = await at.work();
    await work.do("nlb-drainstop", { limitMinutes: 60 });
    const again = await work.again("nlb-drainstop", { limitMinutes: 60 });
    again.should.containEql({ changed: true, text: "stopped: this run had told it to drain before it was interrupted" });
    again.should.not.have.property("foundOut");
    work.changes.filter((op) => op === "nlb.drain").should.have.length(1);
    const cut = await world().work();
    await cut.do("nlb-drainstop", { mode: "stop" });
    (await cut.again("nlb-drainstop", { mode: "stop" })).text.should.equal("stopped: this run had stopped it before it was interrupted");
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
