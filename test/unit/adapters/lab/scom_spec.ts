import "should";
import { instant, minutes, seconds } from "../../../../lib/time/duration";
import { aLab, refusalOf, settled, until } from "./a-lab";

const maintenance = { minutes: 60, reason: "PlannedApplicationMaintenance" as const, comment: "Rolling update" };
const alertsOf = ({ lab }: ReturnType<typeof aLab>) =>
  lab.truth().alerts.map(({ member, severity, text }) => `${member} ${severity}: ${text}`);

describe("Maintenance mode in the lab", () => {
  it("takes effect up to five minutes after it was begun, and after it was ended", async () => {
    const { lab, clock, cas1 } = aLab();
    for (const [op, args] of [
      ["scom.begin", maintenance],
      ["scom.end", {}],
    ] as const) {
      const from = clock.now();
      await cas1.change(op, args);
      const { on, inEffect } = await cas1.read("scom.maintenance", {});
      on.should.equal(op === "scom.begin");
      inEffect.should.equal(!on);
      await settled(lab, cas1, op, args);
      (clock.now() - from).should.be.within(seconds(15), minutes(5) + seconds(10));
    }
  });

  it("ends by itself at its end", async () => {
    const { lab, clock, cas1 } = aLab();
    await cas1.change("scom.begin", maintenance);
    await clock.sleep(minutes(59));
    (await cas1.read("scom.maintenance", {})).should.match({ on: true, inEffect: true, reason: "PlannedApplicationMaintenance" });
    await clock.sleep(minutes(1));
    (await cas1.read("scom.maintenance", {})).should.match({ on: false, endsAt: null, reason: null });
    await until(
      lab,
      () => cas1.read("scom.maintenance", {}),
      ({ inEffect }) => !inEffect,
      minutes(6),
    );
  });

  it("is begun only once: a window that exists keeps its end and its reason", async () => {
    const { clock, cas1 } = aLab();
    await cas1.change("scom.begin", maintenance);
    const { endsAt } = await cas1.read("scom.maintenance", {});
    await clock.sleep(minutes(10));
    await cas1.change("scom.begin", { ...maintenance, minutes: 300, reason: "SecurityIssue" });
    (await cas1.read("scom.maintenance", {})).should.match({ endsAt, reason: "PlannedApplicationMaintenance" });
  });

  it("is extended to a later end, never to an earlier one", async () => {
    const { clock, cas1 } = aLab();
    await cas1.change("scom.begin", maintenance);
    const { endsAt } = await cas1.read("scom.maintenance", {});
    await cas1.change("scom.extend", { minutes: 30 });
    (await cas1.read("scom.maintenance", {})).endsAt?.should.equal(endsAt);
    await cas1.change("scom.extend", { minutes: 90 });
    Date.parse((await cas1.read("scom.maintenance", {})).endsAt as string).should.be.approximately(clock.now() + minutes(90), seconds(2));
  });

  it("ends when its end is set to a time that has passed, and that has settled", async () => {
    const { lab, clock, cas1 } = aLab();
    await cas1.change("scom.begin", maintenance);
    await settled(lab, cas1, "scom.setEnd", { endsAt: instant(clock.now() - minutes(1)) });
    (await cas1.read("scom.maintenance", {})).on.should.equal(false);
  });

  it("cannot be extended where there is none", async () => {
    const { clock, cas1 } = aLab();
    (await refusalOf(cas1.change("scom.extend", { minutes: 30 }))).should.equal("scom-not-in-maintenance");
    (await refusalOf(cas1.change("scom.setEnd", { endsAt: instant(clock.now() + minutes(9)) }))).should.equal("scom-not-in-maintenance");
  });

  it("is asked of the monitoring server, which answers while the member boots and knows only its computers", async () => {
    const { cas1, server } = aLab();
    await cas1.change("system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    await cas1.change("scom.begin", maintenance);
    (await cas1.read("scom.maintenance", {})).on.should.equal(true);
    (await refusalOf(server("CAS9").read("scom.maintenance", {}))).should.equal("scom-unknown-computer");
  });
});

describe("Monitoring in the lab", () => {
  it("raises no alert while nothing is wrong", async () => {
    const world = aLab();
    await world.clock.sleep(minutes(600));
    alertsOf(world).should.deepEqual([]);
  });

  it("alerts when a host drains or stops, a service stops, or the web service does not answer", async () => {
    const world = aLab();
    const { lab, clock, cas1, cas2, cas3 } = world;
    await settled(lab, cas1, "nlb.drain", {});
    await settled(lab, cas2, "services.stop", { name: "MSExchangeRPC" });
    await settled(lab, cas3, "services.stop", { name: "W3SVC" });
    await clock.sleep(minutes(5));
    alertsOf(world).should.deepEqual([
      "CAS1 warning: The NLB host is draining",
      "CAS1 critical: The host is no longer part of the NLB cluster",
      "CAS3 critical: The web service does not answer",
      "CAS2 critical: The service MSExchangeRPC is not running",
      "CAS3 critical: The service W3SVC is not running",
    ]);
  });

  it("misses the heartbeats of a server that is down for more than three minutes", async () => {
    const world = aLab();
    await world.cas1.change("system.restart", { bootedAt: (await world.cas1.read("system.info", {})).bootedAt });
    await world.clock.sleep(minutes(4));
    alertsOf(world).should.containEql("CAS1 critical: Health Service Heartbeat Failure");
  });

  it("is quiet during maintenance, and alerts at its end about what is still wrong", async () => {
    const world = aLab();
    const { lab, clock, cas1 } = world;
    await settled(lab, cas1, "scom.begin", maintenance);
    await settled(lab, cas1, "nlb.stop", {});
    await clock.sleep(minutes(40));
    alertsOf(world).should.deepEqual([]);
    await settled(lab, cas1, "scom.end", {});
    alertsOf(world).should.deepEqual(["CAS1 critical: The host is no longer part of the NLB cluster"]);
  });

  it("is not quiet yet when maintenance has only been begun", async () => {
    const world = aLab();
    await world.cas1.change("scom.begin", maintenance);
    await world.cas1.change("nlb.stop", {});
    alertsOf(world).should.deepEqual(["CAS1 critical: The host is no longer part of the NLB cluster"]);
  });
});
