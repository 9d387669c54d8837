import should from "should";
import { said } from "../../../shared/english";
import { answering, world } from "../harness";
import { tells } from "../products-and-cultures";

const status = (at: ReturnType<typeof world>, name: string): string | undefined => at.member.services[name]?.status;

describe("service-control", () => {
  it("stops services after those that depend on them, and gives all of them back", async () => {
    const at = world();
    const before = at.member.services;
    const work = await at.work();
    await work.do("service-control", { action: "stop", services: ["msexchangeadtopology"] });
    should(work.changes.at(-1)).equal("services.stop MSExchangeADTopology");
    work.changes.length.should.be.above(5);
    should(status(at, "MSExchangeTransport")).equal("stopped");
    (await work.do("service-control", { action: "restore" })).changed.should.be.true();
    at.member.services.should.eql(before);
    (await work.do("service-control", { action: "restore" })).changed.should.be.false();
  });

  it("can be taken back by its undo, one service after the other", async () => {
    const at = world();
    const before = at.member.services;
    const work = await at.work();
    await work.do("service-control", { action: "stop", services: ["MSExchangeADTopology"] });
    await work.putBack();
    at.member.services.should.eql(before);
  });

  it("does nothing with services that are stopped, and does not start those at the end", async () => {
    const work = await world().work();
    (await work.do("service-control", { action: "stop", services: ["MSExchangePop3"] })).changed.should.be.false();
    (await work.do("service-control", { action: "restore" })).changed.should.be.false();
    work.changes.should.eql([]);
  });

  it("gives a start type back that was changed since", async () => {
    const at = world();
    const work = await at.work();
    await work.do("preflight-check");
    await work.do("service-control", { action: "stop", services: ["MSExchangeFBA"] });
    await at.server().change("services.setStartType", { name: "MSExchangeFBA", startType: "disabled" });
    await work.do("service-control", { action: "restore" });
    should(at.member.services.MSExchangeFBA).containEql({ status: "running", startType: "automatic" });
  });

  it("remembers how a service was found when it is started again half-way", async () => {
    const at = world();
    const work = await at.work();
    await work.do("preflight-check");
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    await at.pass(10_000);
    await work.do("service-control", { action: "stop", services: ["MSExchangeFBA", "MSExchangeAB"] });
    await work.do("service-control", { action: "restore" });
    [status(at, "MSExchangeFBA"), status(at, "MSExchangeAB")].should.eql(["running", "running"]);
  });

  it("starts services with an undo, and stops them again at the end", async () => {
    const at = world();
    const work = await at.work();
    await work.do("service-control", { action: "start", services: ["MSExchangePop3"] });
    work.sent.map(({ undo }) => undo).should.eql([["services.stop", { name: "MSExchangePop3" }]]);
    await work.do("service-control", { action: "restore" });
    should(status(at, "MSExchangePop3")).equal("stopped");
  });

  it("does not start a service that somebody has disabled", async () => {
    const at = world();
    await at.server().change("services.setStartType", { name: "MSExchangePop3", startType: "disabled" });
    const work = await at.work();
    const refusal = await work.refusalOf("service-control", { action: "start", services: ["MSExchangePop3"] });
    refusal.code.should.equal("service-limit");
    refusal.message.should.match(/was disabled before the run/);
    work.changes.should.eql([]);
  });

  it("warns of a service that is not there and goes on", async () => {
    const work = await world().work();
    (await work.do("service-control", { action: "stop", services: ["NetBackup"] })).changed.should.be.false();
    work.warnings.join().should.match(/no service NetBackup/);
  });

  it("fails when a service crashes as soon as it is started", async () => {
    const at = world({ faults: ["service-stays-down"] });
    const work = await at.work();
    await work.do("service-control", { action: "stop", services: ["MSExchangeServiceHost"] });
    // The lab's fault bites once the server has been disturbed.
    const { bootedAt } = await at.server().read("system.info", {});
    await at.server().change("system.restart", { bootedAt });
    await at.pass(1_800_000);
    (await work.refusalOf("service-control", { action: "restore", limitMinutes: 2 })).code.should.equal("service-limit");
  });

  for (const [action, op, now, says] of [
    ["stop", "services.stop", "running", /the service MSExchangeFBA did not stop within 2 min; it is running\./],
    ["start", "services.start", "stopped", /the service MSExchangePop3 did not start within 2 min; it is stopped\./],
  ] as const)
    it(`says that it waits, and at its limit how the service stands, where Windows takes the order and nothing comes of it (${action})`, async () => {
      const at = world();
      const work = await at.work({ instead: answering(op, () => undefined) });
      const services = [action === "stop" ? "MSExchangeFBA" : "MSExchangePop3"];
      const refusal = await work.refusalOf("service-control", { action, services, limitMinutes: 2 });
      refusal.code.should.equal("service-limit");
      refusal.message.should.match(says);
      should(status(at, services[0]!)).equal(now);
      work.progress.map(({ text }) => said(text)).should.matchAny(new RegExp(`^waiting for ${services[0]} to ${action}$`));
    });
});

describe("service-control, by product and culture", () => {
  const stop = (...services: readonly string[]) => ["service-control", { action: "stop", services }] as const;
  const disabledPop = async (at: ReturnType<typeof world>) => {
    await at.server().change("services.setStartType", { name: "MSExchangePop3", startType: "disabled" });
  };
  // Services are told by their names, which are the same in every culture; their display names are not. Which there are depends on the version.
  const since2013 =
    "MSExchangeThrottling, MSExchangeSubmission, MSExchangeRepl, MSExchangeMailboxAssistants, MSExchangeIS, MSExchangeHM, MSExchangeFrontEndTransport, MSExchangeDelivery";
  const inBoth =
    "MSExchangeTransportLogSearch, MSExchangeTransport, MSExchangeServiceHost, MSExchangeRPC, MSExchangeMailboxReplication, MSExchangeEdgeSync, MSExchangeAntispamUpdate";
  // biome-ignore format: a table is read by its rows
  {
    tells("stops what depends on a service before it", () => ({ step: stop("MSExchangeADTopology") }), [
      ["2010", "every one", `changed: stopped MSExchangeProtectedServiceHost, MSExchangeFDS, MSExchangeFBA, ${inBoth}, MSExchangeAB, MSExchangeADTopology`],
      ["2013", "every one", `changed: stopped ${since2013}, ${inBoth}, MSExchangeADTopology`],
      ["2016", "every one", `changed: stopped ${since2013}, ${inBoth}, MSExchangeADTopology`],
      ["2019", "every one", `changed: stopped ${since2013}, ${inBoth}, MSExchangeADTopology`],
      ["SE", "every one", `changed: stopped ${since2013}, ${inBoth}, MSExchangeADTopology`],
    ]);
    tells("warns of a service that this version does not have", () => ({ step: stop("MSExchangeFBA", "MSExchangeHM") }), [
      ["2010", "every one", "changed: stopped MSExchangeFBA", "warns: CAS1 has no service MSExchangeHM."],
      ["2013", "every one", "changed: stopped MSExchangeHM", "warns: CAS1 has no service MSExchangeFBA."],
      ["2016", "every one", "changed: stopped MSExchangeHM", "warns: CAS1 has no service MSExchangeFBA."],
      ["2019", "every one", "changed: stopped MSExchangeHM", "warns: CAS1 has no service MSExchangeFBA."],
      ["SE", "every one", "changed: stopped MSExchangeHM", "warns: CAS1 has no service MSExchangeFBA."],
    ]);
    tells("starts nothing that is not there", () => ({ step: ["service-control", { action: "start", services: ["MSExchangeFBA"] }] }), [
      ["2010", "every one", "unchanged: all of them were running already"],
      ["2013", "every one", "unchanged: the member has none of these services", "warns: CAS1 has no service MSExchangeFBA."],
      ["2016", "every one", "unchanged: the member has none of these services", "warns: CAS1 has no service MSExchangeFBA."],
      ["2019", "every one", "unchanged: the member has none of these services", "warns: CAS1 has no service MSExchangeFBA."],
      ["SE", "every one", "unchanged: the member has none of these services", "warns: CAS1 has no service MSExchangeFBA."],
    ]);
    tells("does not take a display name for a name", () => ({ step: stop("World Wide Web Publishing Service", "WWW-Publishingdienst") }), [
      ["every one", "en-US fi-FI",
        "unchanged: the member has none of these services",
        "warns: CAS1 has no service WWW-Publishingdienst.",
        "warns: World Wide Web Publishing Service is the name under which CAS1 shows the service W3SVC. Write W3SVC in the step: that name is the same in every language."],
      ["every one", "de-DE",
        "unchanged: the member has none of these services",
        "warns: CAS1 has no service World Wide Web Publishing Service.",
        "warns: WWW-Publishingdienst is the name under which CAS1 shows the service W3SVC. Write W3SVC in the step: that name is the same in every language."],
      ["every one", "fr-FR ja-JP",
        "unchanged: the member has none of these services",
        "warns: CAS1 has no services World Wide Web Publishing Service, WWW-Publishingdienst."],
    ]);
    tells("restores", () => ({ after: [stop("W3SVC")], step: ["service-control", { action: "restore" }] }), [
      ["every one", "every one", "changed: as found again: W3SVC"],
    ]);
    tells("does not start a service that was disabled before", () => ({ before: disabledPop, step: ["service-control", { action: "start", services: ["MSExchangePop3"] }] }), [
      ["every one", "every one", "service-limit: the service MSExchangePop3 was disabled before the run, so it is not started. Give it another start type, or take it out of the step's list."],
    ]);
  }
});
