import { said } from "../../../shared/english";
import should from "should";
import { minutes } from "../../../../lib/time/duration";
import { Unreachable } from "../../../../lib/server";
import { answering, world } from "../harness";
import type { WorkOnMember } from "../harness";
import { mediaFor, outOfService, beforeSetup, tells } from "../products-and-cultures";

const drain = { limitMinutes: 60 };

describe("nlb-start", () => {
  it("is content only when the member has converged together with the others", async () => {
    const at = world();
    const work = await at.work();
    await work.do("nlb-drainstop", drain);
    const result = await work.do("nlb-start");
    result.should.containEql({ changed: true, facts: { nlb: "converged" } });
    at.member.nlb.should.equal("converged");
    should(work.sent.at(-1)).containEql({ op: "nlb.start", undo: null });
    (await work.do("nlb-start")).changed.should.be.false();
  });

  it("fails when the array does not stop converging", async () => {
    const at = world();
    const never = answering("nlb.host", async (real) => {
      const host = (await real()) as { state: string };
      return host.state === "converged" ? { ...host, state: "converging" } : host;
    });
    const work = await at.work({ instead: never });
    const began = at.lab.clock.now();
    const refusal = await work.refusalOf("nlb-start", { limitMinutes: 4 });
    refusal.code.should.equal("not-converged");
    refusal.message.should.match(/CAS1 is converging/);
    (at.lab.clock.now() - began).should.be.within(minutes(4), minutes(5));
  });

  it("names no port rules where a member does not answer", async () => {
    let going: WorkOnMember | null = null;
    const gone = answering("nlb.host", async (real) => {
      if (going?.changes.includes("nlb.start") !== true) return await real();
      throw new Unreachable({ server: "CAS1", operation: "nlb.host", what: "it does not answer" });
    });
    const work = await world().work({ instead: gone });
    going = work;
    await work.do("nlb-drainstop", drain);
    const { message } = await work.refusalOf("nlb-start", { limitMinutes: 4 });
    message.should.match(/CAS1 does not answer.*\. Find out whether CAS1 is up and can be reached, and how it stands in NLB\.$/);
    message.should.not.match(/event 67/);
  });

  it("fails when the member has converged without the others", async () => {
    const alone = answering("nlb.host", async (real) => {
      const host = (await real()) as { state: string };
      return host.state === "converged" ? { ...host, isDefaultHost: true, convergedWith: [1] } : host;
    });
    const at = world();
    await at.server().change("nlb.drain", {});
    await at.pass(minutes(60));
    const refusal = await (await at.work({ instead: alone })).refusalOf("nlb-start", { limitMinutes: 2 });
    refusal.message.should.match(/CAS1 sees CAS1, CAS2 sees CAS1, CAS2 and CAS3/);
  });

  it("fails when the member stays stopped, though the others are well", async () => {
    const at = world();
    const work = await at.work({ instead: answering("nlb.start", () => undefined) });
    await work.do("nlb-drainstop", drain);
    (await work.refusalOf("nlb-start", { limitMinutes: 2 })).message.should.match(/CAS1 is stopped/);
  });

  for (const nlb of ["stopped", "suspended"] as const) {
    it(`leaves a member out that was found ${nlb} and that preflight leaves out`, async () => {
      const at = world({ found: { nlb } });
      const work = await at.work();
      await work.do("preflight-check", { foundOut: "leave-out" });
      const result = await work.do("nlb-start");
      result.should.containEql({ changed: false, facts: { nlb } });
      said(result.text).should.match(/was to be left out/);
      work.changes.should.eql([]);
    });
  }

  it("suspends a member again that was found suspended and lost that", async () => {
    const at = world({ found: { nlb: "suspended" } });
    const work = await at.work();
    await work.do("preflight-check", { foundOut: "leave-out" });
    await at.server().change("nlb.resume", {});
    (await work.do("nlb-start")).changed.should.be.true();
    at.member.nlb.should.equal("suspended");
  });

  it("starts a stopped member by hand, outside a run, with an undo", async () => {
    const at = world({ found: { nlb: "stopped" } });
    const work = await at.work();
    (await work.do("nlb-start")).changed.should.be.true();
    should(work.sent[0]?.undo).eql(["nlb.stop", {}]);
    at.member.nlb.should.equal("converged");
  });

  it("does not resume a suspended member against somebody's will", async () => {
    const at = world();
    const work = await at.work();
    await at.server().change("nlb.suspend", {});
    (await work.refusalOf("nlb-start")).message.should.match(/Resume-NlbClusterNode/).and.not.match(/as it was before the run/);
    work.changes.should.eql([]);
  });
});

describe("nlb-start, by product and culture", () => {
  // NLB has the same states and codes on every Windows.
  // biome-ignore format: a table is read by its rows
  {
    tells("brings a member back", () => ({ after: [["nlb-drainstop", drain]], step: ["nlb-start"] }), [
      ["every one", "every one", "changed: serves again, converged together with the others"],
    ]);
    tells("leaves a member suspended that somebody has suspended", () => ({ found: { nlb: "suspended" }, step: ["nlb-start"] }), [
      ["every one", "every one", "not-converged: CAS1 is suspended, as it was before the run; it was not resumed. If it is to serve: Resume-NlbClusterNode -HostName CAS1. Then retry the step."],
    ]);
    tells("says who does not converge", (product) => ({
      ...beforeSetup(product), faults: ["never-converges"], after: [...outOfService(mediaFor(product)), ["install-update", { package: mediaFor(product) }], ["restart-server"], ["verify-health", { package: mediaFor(product) }]], step: ["nlb-start", { limitMinutes: 4 }],
    }), [
      ["every one", "every one", "not-converged: CAS1 has not converged together with the others within 4 min: …. Compare the port rules of all members, check the heartbeat between them, and look for NLB event 67 in their System logs."],
    ]);
  }
});
