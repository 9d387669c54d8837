import should from "should";
import { OperationFailed } from "../../../../lib/server/errors";
import { answering, world } from "../harness";
import { tells } from "../products-and-cultures";

const TRANSPORT = "MSExchangeTransport";
const CONTROLLER = "FSCController";

/** As after a drain. */
const out = { found: { nlb: "stopped" } } as const;

describe("fscutility", () => {
  for (const [found, now, action, warns] of [
    ["disabled", "enabled", "as-found", 1],
    ["disabled", "disabled", "as-found", 0],
    ["enabled", "enabled", "as-found", 0],
    ["enabled", "disabled", "as-found", 0],
    ["disabled", "enabled", "enable", 0],
    ["enabled", "enabled", "enable", 0],
  ] as const)
    it(`says where somebody has put hooks back that were out (found ${found}, now ${now}, ${action})`, async () => {
      let later = false;
      const instead = answering("forefront.status", async (real) => ({ ...((await real()) as object), ...(later ? { state: now } : {}) }));
      const work = await world({ found: { nlb: "stopped", forefront: found } }).work({ instead });
      later = true;
      await work.do("fscutility", { action }).catch(() => undefined);
      work.warnings.should.have.length(warns);
    });

  it("refuses to take the hooks out of a member that serves: transport is stopped for it", async () => {
    const at = world();
    const work = await at.work();
    (await work.refusalOf("fscutility", { action: "disable" })).code.should.equal("not-out");
    work.changes.should.eql([]);
  });

  it("stops what is in the way, dependents first, disables, and starts transport again but not the controller", async () => {
    const at = world(out);
    const work = await at.work();
    await work.do("preflight-check", { foundOut: "leave-out" });
    const result = await work.do("fscutility", { action: "disable" });
    result.should.containEql({ changed: true, leftStopped: [CONTROLLER], facts: { forefront: "disabled" } });
    work.changes.should.eql([
      `services.stop ${TRANSPORT}`,
      `services.stop ${CONTROLLER}`,
      "forefront.disable",
      `services.start ${TRANSPORT}`,
    ]);
    at.member.forefront.should.equal("disabled");
    should(at.member.services[TRANSPORT]?.status).equal("running");
    should(at.member.services[CONTROLLER]?.status).equal("stopped");
  });

  it("can be taken back in reverse, in spite of Forefront's refusals", async () => {
    const at = world(out);
    const before = at.member.services;
    const work = await at.work();
    await work.do("preflight-check", { foundOut: "leave-out" });
    await work.do("fscutility", { action: "disable" });
    await work.putBack();
    at.member.forefront.should.equal("enabled");
    at.member.services.should.eql(before);
  });

  for (const action of ["enable", "as-found"] as const) {
    it(`puts the hooks back with "${action}", and the controller runs again`, async () => {
      const at = world(out);
      const before = at.member.services;
      const work = await at.work();
      await work.do("preflight-check", { foundOut: "leave-out" });
      await work.do("fscutility", { action: "disable" });
      const sent = work.sent.length;
      (await work.do("fscutility", { action })).should.containEql({ changed: true, facts: { forefront: "enabled" } });
      at.member.should.containEql({ forefront: "enabled" });
      at.member.services.should.eql(before);
      work.sent
        .slice(sent)
        .filter(({ op, undo }) => op === "forefront.enable" && undo !== null)
        .should.eql([]);
      (await work.do("fscutility", { action })).changed.should.be.false();
    });

    it(`leaves hooks out that were out before, with "${action}"`, async () => {
      const at = world({ found: { forefront: "disabled" } });
      const work = await at.work();
      (await work.do("fscutility", { action: "disable" })).changed.should.be.false();
      (await work.do("fscutility", { action })).changed.should.be.false();
      at.member.forefront.should.equal("disabled");
      work.changes.should.eql([]);
    });
  }

  it("starts the controller that ran without hooks and that a boot has stopped: as it was found, so nothing takes that back", async () => {
    const at = world({ found: { nlb: "stopped", forefront: "disabled" } });
    should(at.member.services[CONTROLLER]?.status).equal("running");
    const work = await at.work();
    await work.do("preflight-check", { foundOut: "leave-out" });
    await work.do("restart-server", { when: "always" });
    should(at.member.services[CONTROLLER]?.status).equal("stopped");
    const sent = work.sent.length;
    (await work.do("fscutility", { action: "as-found" })).should.containEql({ changed: true, facts: { forefront: "disabled" } });
    const own = work.sent.slice(sent).map(({ op, undo }) => [op, undo]);
    own.should.eql([["services.start", null]]);
    await work.putBack();
    should(at.member.services[CONTROLLER]?.status).equal("running");
  });

  it("enables by hand, outside a run, what was found disabled", async () => {
    const at = world({ found: { forefront: "disabled" } });
    const work = await at.work();
    await work.do("fscutility", { action: "enable" });
    at.member.forefront.should.equal("enabled");
    await work.putBack();
    at.member.forefront.should.equal("disabled");
  });

  it("passes where Forefront is not installed", async () => {
    const work = await world({ found: { forefront: "not-installed" } }).work();
    for (const action of ["disable", "as-found"]) {
      (await work.do("fscutility", { action })).should.containEql({ changed: false, facts: { forefront: "not-installed" } });
    }
    work.changes.should.eql([]);
  });

  it("leaves the work to a script of the rollup's own, and says so", async () => {
    const work = await world({ found: { rollupScript: true } }).work();
    (await work.do("fscutility", { action: "disable" })).changed.should.be.false();
    work.warnings.join().should.match(/CustomPatchInstallerActions/);
    work.changes.should.eql([]);
  });

  it("starts transport again when it was interrupted after it had stopped it", async () => {
    const at = world(out);
    const work = await at.work();
    await work.do("preflight-check", { foundOut: "leave-out" });
    for (const name of [TRANSPORT, CONTROLLER]) {
      await at.server().change("services.stop", { name });
      await at.pass(10_000);
    }
    await at.server().change("forefront.disable", {});
    (await work.do("fscutility", { action: "disable" })).should.containEql({ changed: true, leftStopped: [CONTROLLER] });
    should(at.member.services[TRANSPORT]?.status).equal("running");
  });

  it("is taken back where a service was told to stop, the answer said no, and it stops all the same", async () => {
    const at = world(out);
    const halfDone = async (real: () => Promise<unknown>) => {
      await real();
      throw new OperationFailed({ server: "CAS1", operation: "services.stop", errorId: "half-done", what: "the waiting was given up" });
    };
    const work = await at.work({ instead: answering("services.stop", halfDone) });
    await work.do("preflight-check", { foundOut: "leave-out" });
    (await work.refusalOf("fscutility", { action: "disable" })).code.should.equal("service-limit");
    await work.putBack();
    should(at.member.services[TRANSPORT]?.status).equal("running");
  });

  it("hands on what the server advises where it refuses", async () => {
    const about = { server: "CAS1", operation: "forefront.disable", errorId: "missing-tool" } as const;
    const no = () => {
      throw new OperationFailed({ ...about, what: "fscutility.exe was not found", hint: "Repair Forefront." });
    };
    const work = await world(out).work({ instead: answering("forefront.disable", no) });
    const { message } = await work.refusalOf("fscutility", { action: "disable" });
    message.should.match(/fscutility \/disable was refused: fscutility\.exe was not found\. Repair Forefront\. Then retry the step\.$/);
  });

  it("does not start what service-control keeps stopped", async () => {
    const at = world(out);
    const work = await at.work();
    await work.do("preflight-check", { foundOut: "leave-out" });
    await work.do("service-control", { action: "stop", services: [TRANSPORT] });
    await work.do("fscutility", { action: "disable" });
    should(at.member.services[TRANSPORT]?.status).equal("stopped");
  });

  it("clears the way once more when something has started services meanwhile, then gives up", async () => {
    const no = () => {
      throw new OperationFailed({ server: "CAS1", operation: "forefront.disable", what: "transport runs", errorId: "forefront-blocked" });
    };
    const always = await world(out).work({ instead: answering("forefront.disable", no) });
    const refusal = await always.refusalOf("fscutility", { action: "disable" });
    refusal.code.should.equal("forefront-blocked");
    refusal.message.should.match(/was refused: transport runs\. Stop MSExchangeTransport and FSCController on the member/);

    let times = 0;
    const once = await world(out).work({ instead: answering("forefront.disable", (real) => (times++ === 0 ? no() : real())) });
    (await once.do("fscutility", { action: "disable" })).changed.should.be.true();
  });
});

describe("fscutility, by product and culture", () => {
  const disable = ["fscutility", { action: "disable" }] as const;
  const asFound = ["fscutility", { action: "as-found" }] as const;
  const looked = ["preflight-check", { foundOut: "leave-out" }] as const;
  const refuses = {
    instead: answering("forefront.disable", () => {
      throw new OperationFailed({ server: "CAS1", operation: "forefront.disable", what: "transport runs", errorId: "forefront-blocked" });
    }),
  };
  // Forefront Protection for Exchange was made for 2007 and 2010; from 2013 on Exchange has a scanner of its own (domain reference 2).
  // biome-ignore format: a table is read by its rows
  {
    tells("takes the hooks out", () => ({ ...out, after: [looked], step: disable }), [
      ["2010", "every one", "changed: hooks taken out"],
      ["2013", "every one", "unchanged: Forefront is not installed"],
      ["2016", "every one", "unchanged: Forefront is not installed"],
      ["2019", "every one", "unchanged: Forefront is not installed"],
      ["SE", "every one", "unchanged: Forefront is not installed"],
    ]);
    tells("puts them back", () => ({ ...out, after: [looked, disable], step: asFound }), [
      ["2010", "every one", "changed: hooks put back"],
      ["2013", "every one", "unchanged: Forefront is not installed"],
      ["2016", "every one", "unchanged: Forefront is not installed"],
      ["2019", "every one", "unchanged: Forefront is not installed"],
      ["SE", "every one", "unchanged: Forefront is not installed"],
    ]);
    tells("refuses on a member that serves", () => ({ step: disable }), [
      ["2010", "every one", "not-out: CAS1 is converged in NLB and may have clients; taking Forefront's hooks out would cut them. Take it out of the cluster first (nlb-drainstop), then retry the step."],
      ["2013", "every one", "unchanged: Forefront is not installed"],
      ["2016", "every one", "unchanged: Forefront is not installed"],
      ["2019", "every one", "unchanged: Forefront is not installed"],
      ["SE", "every one", "unchanged: Forefront is not installed"],
    ]);
    tells("says that fscutility refuses", () => ({ ...out, work: refuses, step: disable }), [
      ["2010", "every one", "forefront-blocked: fscutility /disable was refused: transport runs. Stop MSExchangeTransport and FSCController on the member, run fscutility /disable by hand, then retry the step."],
      ["2013", "every one", "unchanged: Forefront is not installed"],
      ["2016", "every one", "unchanged: Forefront is not installed"],
      ["2019", "every one", "unchanged: Forefront is not installed"],
      ["SE", "every one", "unchanged: Forefront is not installed"],
    ]);
  }
});
