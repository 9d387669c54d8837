import should from "should";
import { minutes } from "../../../../lib/time/duration";
import { aLab, refusalOf, serviceOf, settled, until } from "./a-lab";

describe("The services of a member in the lab", () => {
  it("are those of an Exchange 2010 CAS+Hub member", async () => {
    const { services } = await aLab().cas1.read("services.list", {});
    services.map(({ name }) => name).should.containDeep(["MSExchangeADTopology", "MSExchangeTransport", "W3SVC", "FSCController", "WinRM"]);
    services
      .filter(({ name, status }) => name.startsWith("MSExchange") && status === "stopped")
      .map(({ name }) => name)
      .sort()
      .should.deepEqual(["MSExchangeImap4", "MSExchangeMonitoring", "MSExchangePop3"]);
  });

  it("are not stopped while others that depend on them run", async () => {
    const { lab, cas1 } = aLab();
    (await refusalOf(cas1.change("services.stop", { name: "MSExchangeADTopology" }))).should.equal("service-dependents-running");
    (await refusalOf(cas1.change("services.stop", { name: "FSCController" }))).should.equal("service-dependents-running");
    await settled(lab, cas1, "services.stop", { name: "MSExchangeTransport" });
    await settled(lab, cas1, "services.stop", { name: "FSCController" });
  });

  it("are started after those on which they depend", async () => {
    const { lab, cas1 } = aLab();
    for (const name of ["MSExchangeTransport", "FSCController"]) await settled(lab, cas1, "services.stop", { name });
    await settled(lab, cas1, "services.start", { name: "mseXchangetransport" });
    (await serviceOf(cas1, "FSCController"))?.status.should.equal("running");
  });

  it("are not started while they, or one on which they depend, are disabled", async () => {
    const { lab, cas1 } = aLab();
    await cas1.change("services.setStartType", { name: "MSExchangePop3", startType: "disabled" });
    (await refusalOf(cas1.change("services.start", { name: "MSExchangePop3" }))).should.equal("service-disabled");
    for (const name of ["MSExchangeTransport", "FSCController"]) await settled(lab, cas1, "services.stop", { name });
    await cas1.change("services.setStartType", { name: "FSCController", startType: "disabled" });
    (await refusalOf(cas1.change("services.start", { name: "MSExchangeTransport" }))).should.equal("service-disabled");
  });

  it("that do not exist are refused by name", async () => {
    const { cas1 } = aLab();
    for (const op of ["services.start", "services.stop"] as const)
      (await refusalOf(cas1.change(op, { name: "Spooler2" }))).should.equal("no-such-service");
    (await refusalOf(cas1.change("services.setStartType", { name: "Spooler2", startType: "manual" }))).should.equal("no-such-service");
  });

  it("start by and by after a boot, Active Directory Topology before the rest of Exchange and Transport last", async () => {
    const { lab, cas1 } = aLab();
    await settled(lab, cas1, "system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    (await serviceOf(cas1, "MSExchangeTransport"))?.status.should.equal("stopped");
    const order: string[] = [];
    await until(
      lab,
      () => cas1.read("services.list", {}),
      ({ services }) => {
        for (const { name, status } of services) if (status === "running" && !order.includes(name)) order.push(name);
        return order.includes("MSExchangeTransport");
      },
      minutes(6),
    );
    const exchange = order.filter((name) => name.startsWith("MSExchange"));
    [exchange[0], exchange.at(-1)].should.deepEqual(["MSExchangeADTopology", "MSExchangeTransport"]);
    exchange.should.have.length(12);
  });

  it("are of the four sorts too that Windows starts, stops and renames by itself", async () => {
    const names: (string | undefined)[] = [];
    for (let seed = 1; seed <= 8; seed++) {
      const { lab, cas1 } = aLab({ seed });
      const status = async (name: string) => (await serviceOf(cas1, name))?.status;
      const instance = async () => (await cas1.read("services.list", {})).services.find(({ perUser }) => perUser === "instance");
      should(await serviceOf(cas1, "WpnUserService")).match({ perUser: "template", startType: "automatic", status: "stopped" });
      should(await serviceOf(cas1, "MSDTC")).match({ delayed: true, trigger: false, perUser: "no", status: "running" });
      should(await serviceOf(cas1, "edgeupdate")).match({ delayed: true, trigger: true, startType: "automatic", status: "running" });
      should(await serviceOf(cas1, "BITS")).match({ delayed: false, trigger: false, startType: "manual", status: "running" });
      should(await instance()).match({ name: "WpnUserService_1b3f9", status: "running" });
      await settled(lab, cas1, "system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
      await lab.clock.sleep(minutes(10));
      should([await status("MSDTC"), await status("edgeupdate"), await status("BITS")]).eql(["running", "stopped", "stopped"]);
      names.push((await instance())?.name);
    }
    names.should.containEql(undefined).and.not.containEql("WpnUserService_1b3f9");
    new Set(names).size.should.be.above(2);
  });

  it("of which nothing but the plain ones are expected to run raise no alert when they end", async () => {
    const { lab, cas1 } = aLab();
    await settled(lab, cas1, "system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    await lab.clock.sleep(minutes(20));
    lab
      .truth()
      .alerts.filter(({ text }) => /edgeupdate|BITS|WpnUser/.test(text))
      .should.eql([]);
  });

  it("write an event at each boot that Windows cannot put into words", async () => {
    const { lab, cas1 } = aLab();
    const { cursor } = await cas1.read("events.cursor", {});
    await settled(lab, cas1, "system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    const { events } = await cas1.read("events.since", { cursor, levels: ["error"] });
    events.should.match([{ provider: "Service Control Manager", id: 7023, message: "" }]);
  });

  it("write to the System log when they start and stop", async () => {
    const { lab, cas1 } = aLab();
    const { cursor } = await cas1.read("events.cursor", {});
    await settled(lab, cas1, "services.stop", { name: "MSExchangeRPC" });
    const { events } = await cas1.read("events.since", { cursor, levels: ["information"] });
    events.should.match([
      { provider: "Service Control Manager", id: 7036, message: /RPC Client Access service entered the stopped state/ },
    ]);
  });
});

describe("Forefront in the lab", () => {
  it("is neither disabled nor enabled while transport or its controller run", async () => {
    const { lab, cas1 } = aLab();
    (await refusalOf(cas1.change("forefront.disable", {}))).should.equal("forefront-blocked");
    await settled(lab, cas1, "services.stop", { name: "MSExchangeTransport" });
    (await refusalOf(cas1.change("forefront.disable", {}))).should.equal("forefront-blocked");
    await settled(lab, cas1, "services.stop", { name: "FSCController" });
    await settled(lab, cas1, "forefront.disable", {});
    await settled(lab, cas1, "services.start", { name: "MSExchangeTransport" });
    (await refusalOf(cas1.change("forefront.enable", {}))).should.equal("forefront-blocked");
  });

  it("is nothing but a dependency of transport on its controller", async () => {
    const { lab, cas1 } = aLab();
    (await serviceOf(cas1, "MSExchangeTransport"))?.dependsOn.should.deepEqual(["MSExchangeADTopology", "FSCController"]);
    for (const name of ["MSExchangeTransport", "FSCController"]) await settled(lab, cas1, "services.stop", { name });
    await settled(lab, cas1, "forefront.disable", {});
    (await serviceOf(cas1, "MSExchangeTransport"))?.dependsOn.should.deepEqual(["MSExchangeADTopology"]);
  });

  it("is left alone where it is so already or not installed", async () => {
    const { cas1 } = aLab();
    await cas1.change("forefront.enable", {});
    const without = aLab({ found: { CAS1: { forefront: "not-installed" } } });
    await without.cas1.change("forefront.disable", {});
    (await without.cas1.read("forefront.status", {})).state.should.equal("not-installed");
  });
});
