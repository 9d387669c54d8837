import should from "should";
import { faultNames, packages, summaryOfFault } from "../../../../lib/adapters/lab";
import { OutcomeUnknown, Unreachable } from "../../../../lib/server/errors";
import { seen } from "../../../../lib/server/settled";
import { minutes, seconds } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { aLab, ended, installing, LOG, refusalOf, restarted, serviceOf, settled, until } from "./a-lab";

const install = installing(packages.rollup6);
const converging = async (...servers: ReturnType<typeof aLab>["cas1"][]) =>
  (await Promise.all(servers.map((server) => server.read("nlb.host", {})))).map(({ state }) => state);

describe("The faults of the lab", () => {
  it("each have a line for people", () => {
    faultNames.should.have.length(18);
    for (const name of faultNames) said(summaryOfFault(name)).should.match(/^[A-Z].{20,}[^.]$/);
  });

  it("drain-never-ends: some clients never leave, until they are cut", async () => {
    const { lab, clock, cas1 } = aLab({ faulty: { CAS1: "drain-never-ends" } });
    await cas1.change("nlb.drain", {});
    await clock.sleep(minutes(600));
    (await cas1.read("nlb.host", {})).state.should.equal("draining");
    (await cas1.read("nlb.connections", {})).clients.should.equal(3);
    await settled(lab, cas1, "nlb.stop", {});
    lab.truth().clientsCut.should.match([{ member: "CAS1", clients: 3 }]);
  });

  it("vanishes: nobody hears of it again after the installer has started", async () => {
    const { lab, clock, cas1, cas2 } = aLab({ faulty: { CAS1: "vanishes" } });
    await cas1.change("job.start", install);
    await clock.sleep(minutes(300));
    await cas1.read("job.poll", { id: "install" }).should.be.rejectedWith(Unreachable);
    (await cas1.read("probe.tcp", { port: 443 })).open.should.equal(false);
    (await cas2.read("nlb.host", {})).convergedWith?.should.deepEqual([2, 3]);
    lab.truth().members.CAS1?.should.match({ reachable: false, nlb: "unknown", clients: 0 });
  });

  it("installer-fails: 1603 after some minutes, services stopped and disabled, an error in log and events", async () => {
    const { lab, clock, cas1 } = aLab({ faulty: { CAS1: "installer-fails" } });
    const { cursor } = await cas1.read("events.cursor", {});
    const from = clock.now();
    await cas1.change("job.start", install);
    (await ended(lab, cas1)).exitCode?.should.equal(1603);
    (clock.now() - from).should.be.within(minutes(6), minutes(13));
    (await serviceOf(cas1, "MSExchangeTransport"))?.should.match({ status: "stopped", startType: "disabled" });
    (await cas1.read("update.installed", {})).build?.should.equal("14.3.123.4");
    (await cas1.read("files.tail", { path: LOG, offset: 0 })).text.should.match(/could not be installed\. Error code 1603/);
    (await cas1.read("events.since", { cursor, levels: ["error"] })).events.should.match([{ provider: "MsiInstaller", id: 1023 }]);
  });

  it("execution-policy: an installer of Exchange ends as one that fails", async () => {
    const { lab, cas1 } = aLab({ faulty: { CAS1: "execution-policy" } });
    (await cas1.read("system.executionPolicy", {})).policies.should.deepEqual([
      { scope: "MachinePolicy", user: null, policy: "RemoteSigned" },
    ]);
    await cas1.change("job.start", install);
    (await ended(lab, cas1)).exitCode?.should.equal(1603);
    (await serviceOf(cas1, "Winmgmt"))?.startType.should.equal("disabled");
  });

  it("installer-busy: 1618 twice, then the installer works", async () => {
    const { lab, cas1 } = aLab({ faulty: { CAS1: "installer-busy" } });
    const codes: (number | null)[] = [];
    for (const id of ["1", "2", "3"]) {
      await cas1.change("job.start", { ...install, id });
      codes.push((await ended(lab, cas1, id)).exitCode);
    }
    codes.slice(0, 2).should.deepEqual([1618, 1618]);
    [0, 3010].should.containEql(codes[2]);
  });

  it("installer-restarts: the member boots unasked, and the result is there afterwards", async () => {
    const { lab, cas1 } = aLab({ faulty: { CAS1: "installer-restarts" } });
    const { bootedAt } = await cas1.read("system.info", {});
    await cas1.change("job.start", install);
    const poll = () => cas1.read("job.poll", { id: "install" });
    let lost = 0;
    await until(
      lab,
      () =>
        poll().catch((error: unknown) => {
          lost++;
          throw error;
        }),
      ({ state }) => state === "finished",
    );
    lost.should.be.above(0);
    (await poll()).should.match({ exitCode: 1641 });
    (await cas1.read("system.info", {})).bootedAt.should.not.equal(bootedAt);
    (await cas1.read("update.installed", {})).build?.should.equal("14.3.195.1");
    (await serviceOf(cas1, "W3SVC"))?.startType.should.equal("automatic");
  });

  it("reboot-hangs: it does not come back", async () => {
    const { clock, cas1 } = aLab({ faulty: { CAS1: "reboot-hangs" } });
    await cas1.change("system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    await clock.sleep(minutes(600));
    await cas1.read("system.info", {}).should.be.rejectedWith(Unreachable);
  });

  it("service-stays-down: a service that ran crashes whenever it is started, after the update", async () => {
    const { lab, clock, cas1 } = aLab({ faulty: { CAS1: "service-stays-down" } });
    const name = "MSExchangeServiceHost";
    await settled(lab, cas1, "services.stop", { name });
    await settled(lab, cas1, "services.start", { name });
    await cas1.change("job.start", install);
    await ended(lab, cas1);
    await restarted(lab, cas1);
    await clock.sleep(minutes(10));
    (await serviceOf(cas1, name))?.should.match({ status: "stopped", startType: "automatic" });
    const { cursor } = await cas1.read("events.cursor", {});
    await cas1.change("services.start", { name });
    await clock.sleep(minutes(1));
    (await serviceOf(cas1, name))?.status.should.equal("stopped");
    (await cas1.read("events.since", { cursor, levels: ["error"] })).events.should.match([
      { provider: "Service Control Manager", id: 7034 },
    ]);
    const { services } = await cas1.read("services.list", {});
    services
      .filter(({ startType, status }) => startType === "automatic" && status !== "running")
      .filter(({ trigger, perUser }) => trigger === false && perUser === "no")
      .map((service) => service.name)
      .should.deepEqual([name]);
  });

  it("split-cluster: when it leaves, each of the others converges alone as default host", async () => {
    const { lab, clock, cas1, cas2, cas3 } = aLab({ faulty: { CAS1: "split-cluster" } });
    await settled(lab, cas1, "nlb.drain", {});
    await clock.sleep(seconds(15));
    for (const [server, priority] of [
      [cas2, 2],
      [cas3, 3],
    ] as const) {
      (await server.read("nlb.host", {})).should.match({ state: "converged", isDefaultHost: true, convergedWith: [priority] });
    }
    await settled(lab, cas1, "nlb.start", {});
    (await cas1.read("nlb.host", {})).convergedWith?.should.deepEqual([1]);
  });

  it("scom-refuses: maintenance mode is refused on this member only", async () => {
    const { cas1, cas2 } = aLab({ faulty: { CAS1: "scom-refuses" } });
    const args = { minutes: 60, reason: "PlannedApplicationMaintenance" as const, comment: "" };
    (await refusalOf(cas1.change("scom.begin", args))).should.equal("scom-refused");
    (await cas1.read("scom.maintenance", {})).on.should.equal(false);
    (await refusalOf(cas2.change("scom.begin", args))).should.equal("accepted");
  });

  it("never-converges: the array converges until the updated member is stopped again", async () => {
    const { lab, clock, cas1, cas2, cas3 } = aLab({ faulty: { CAS1: "never-converges" } });
    await settled(lab, cas1, "nlb.stop", {});
    await settled(lab, cas1, "nlb.start", {});
    await settled(lab, cas1, "nlb.stop", {});
    await cas1.change("job.start", install);
    await ended(lab, cas1);
    await cas1.change("nlb.start", {});
    await clock.sleep(minutes(30));
    (await converging(cas1, cas2, cas3)).should.deepEqual(["converging", "converging", "converging"]);
    lab.truth().serving.at(-1)?.members.should.deepEqual(["CAS2", "CAS3"]);
    await cas1.change("nlb.stop", {});
    await clock.sleep(seconds(15));
    (await converging(cas1, cas2, cas3)).should.deepEqual(["stopped", "converged", "converged"]);
  });

  it("serves-too-early: NLB starts at the boot although the default state is Stopped", async () => {
    const { lab, clock, cas1 } = aLab({ faulty: { CAS1: "serves-too-early" } });
    await settled(lab, cas1, "nlb.stop", {});
    await settled(lab, cas1, "nlb.setDefaultState", { state: "stopped" });
    await restarted(lab, cas1);
    await clock.sleep(seconds(20));
    (await cas1.read("nlb.host", {})).should.match({ state: "converged", defaultState: "stopped", persistsLastState: true });
  });

  it("answer-lost: the first change of the member is made, and whoever sent it hears nothing", async () => {
    const { lab, cas1 } = aLab({ faulty: { CAS1: "answer-lost" } });
    await cas1.change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
    await cas1.change("nlb.drain", {}).should.be.rejectedWith(OutcomeUnknown);
    (await seen(cas1, "nlb.drain", {})).should.equal("under-way");
    await settled(lab, cas1, "nlb.stop", {});
    should(lab.truth().operations.filter(({ op }) => op === "nlb.drain")).have.length(1);
  });

  it("bite nobody but the member that they name", async () => {
    for (const name of faultNames) {
      const { lab, cas2 } = aLab({ faulty: { CAS1: name } });
      await settled(lab, cas2, "nlb.drain", {});
      await cas2.change("job.start", install);
      const { exitCode } = await ended(lab, cas2);
      should([0, 3010].includes(exitCode as number)).equal(true, name);
      await restarted(lab, cas2);
      await settled(lab, cas2, "nlb.stop", {});
      await settled(lab, cas2, "nlb.start", {});
    }
  });
});
