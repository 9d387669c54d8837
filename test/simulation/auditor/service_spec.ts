import "should";
import { minutes, seconds } from "../../../lib/time";
import { event, found, Scripted, within } from "./scripted";

describe("The auditor", () => {
  it("finds nothing in a night as it should be", async () => {
    const run = new Scripted().begin();
    for (const member of ["CAS1", "CAS2"]) await run.update(member);
    found(await run.end()).should.eql([]);
  });
});

describe("The auditor on promise 1, enough other members serve", () => {
  const stopped = { CAS3: { nlb: "stopped" }, CAS4: { nlb: "stopped" } } as const;

  it("finds a member that is taken out though too few others serve", async () => {
    const run = new Scripted({ found: stopped }).begin();
    await run.sleep(minutes(2));
    await run.out("CAS1");
    found(run.records(), 1)[0]!.should.match(/^1 CAS1 was taken out though too few others had served for \d+ s\.$/);
  });

  it("finds a run that goes on when others fail, and what it sends meanwhile", async () => {
    const run = new Scripted({ events: [event("nlb-stop", "CAS3", 28), event("power-cut", "CAS4", 28)] }).begin();
    await run.out("CAS1");
    await run.sleep(minutes(5));
    await run.install("CAS1");
    const findings = found(run.records(), 1);
    findings.should.match([
      /^1 While CAS1 was out too few others served from .* on, and the run went on\.$/,
      /^1 job\.start was sent to CAS1/,
    ]);
  });

  it("does not blame a run that stops in time, whoever stopped the others", async () => {
    const run = new Scripted({ events: [event("nlb-stop", "CAS3", 28), event("power-cut", "CAS4", 28)] }).begin();
    await run.out("CAS1");
    await run.sleep(minutes(28) + seconds(30) - (run.clock.now() - run.lab.truth().startedAtMs));
    run.fail();
    await run.change("CAS1", "nlb.setDefaultState", { state: "started" }, "undo");
    await run.change("CAS1", "nlb.start", {}, "undo");
    await run.sleep(minutes(1));
    found(run.records(), 1).should.eql([]);
  });

  it("gives no time where another one is missing by our own doing", async () => {
    const run = new Scripted({ minInService: 3 }).begin();
    await run.out("CAS1");
    await run.change("CAS2", "nlb.stop", {});
    await run.sleep(seconds(2));
    found(run.records(), 1).should.match([/by our own doing/, /by our own doing/]);
  });

  it("knows only the time that the plan gives", async () => {
    const run = new Scripted({ events: [event("nlb-stop", "CAS3", 28), event("nlb-stop", "CAS4", 28)] }).begin();
    await run.out("CAS1");
    await run.sleep(minutes(5));
    found(run.records(), 1).should.have.length(1);
    found(within(run.records(), { guardEveryMs: minutes(10) }), 1).should.eql([]);
  });
});

describe("The auditor on promise 2, no more members are out than allowed", () => {
  it("finds a second one, by whatever operation it was taken out", async () => {
    for (const op of ["nlb.drain", "nlb.stop", "nlb.suspend"] as const) {
      const run = new Scripted({ minInService: 0 }).begin();
      await run.out("CAS1");
      await run.change("CAS2", op, {});
      await run.sleep(minutes(1));
      found(run.records(), 2).should.eql(["2 CAS1 and CAS2 were out at once."]);
    }
  });

  it("finds the next one that is taken before the last one has converged", async () => {
    const run = new Scripted({ minInService: 0 }).begin();
    await run.out("CAS1");
    await run.change("CAS1", "nlb.start", {});
    await run.change("CAS2", "nlb.drain", {});
    await run.sleep(seconds(1));
    found(run.records(), 2).should.have.length(1);
  });

  it("does not count whom others have taken out", async () => {
    const run = new Scripted({ minInService: 0, events: [event("nlb-stop", "CAS3", 5), event("power-cut", "CAS4", 10)] }).begin();
    await run.out("CAS1");
    found(run.records(), 2).should.eql([]);
  });

  it("allows those of one batch, by the plan and the order that was found, and nobody beside them", async () => {
    const played = async (second: string, order: readonly string[]) => {
      const run = new Scripted({ minInService: 0 }).begin({ atOnce: { batches: [2, 2] } });
      run.write("order set", { members: order });
      await run.out("CAS1");
      await run.change(second, "nlb.drain", {});
      await run.sleep(minutes(1));
      return found(run.records(), 2);
    };
    (await played("CAS2", ["CAS1", "CAS2", "CAS3", "CAS4"])).should.eql([]);
    (await played("CAS3", ["CAS1", "CAS2", "CAS3", "CAS4"])).should.eql(["2 CAS1 and CAS3 were out at once."]);
    (await played("CAS3", ["CAS2", "CAS4", "CAS3", "CAS1"])).should.eql([]);
    (await played("CAS2", ["CAS2", "CAS4", "CAS3", "CAS1"])).should.eql(["2 CAS1 and CAS2 were out at once."]);
  });
});

describe("The auditor on promise 3, no traffic before the verification", () => {
  const updating = async (setting: ConstructorParameters<typeof Scripted>[0] = {}) => {
    const run = new Scripted(setting).begin();
    await run.out("CAS1");
    await run.install("CAS1");
    await run.sleep(minutes(50));
    return run;
  };
  /** Somebody brings it in. Their event comes by time, so that the run can see it at a time that is known. */
  const broughtIn = () => updating({ events: [event("nlb-start", "CAS1", 80)] });
  const until = (run: Scripted, atMinute: number) => run.sleep(run.lab.truth().startedAtMs + minutes(atMinute) - run.clock.now());

  it("finds a run that starts a member unverified", async () => {
    const run = await updating();
    await run.change("CAS1", "nlb.start", {});
    await run.sleep(minutes(1));
    found(run.records(), 3).should.eql(["3 CAS1 was brought in by the run itself, unverified."]);
  });

  it("finds a run that does not look after a boot, or again after a second one", async () => {
    const run = await updating();
    run.verify("CAS1");
    await run.restart("CAS1");
    await run.back("CAS1");
    found(run.records(), 3).should.eql(["3 CAS1 was brought in by the run itself, unverified."]);
  });

  it("finds a member that somebody has brought in, and that is not closed at once", async () => {
    const run = await broughtIn();
    await until(run, 82);
    run.fail();
    await run.change("CAS1", "nlb.stop", {}, "undo");
    await run.sleep(minutes(1));
    found(run.records(), 3)[0]!.should.match(/^3 CAS1 took traffic unverified for 1\d\d s\.$/);
  });

  it("finds a run that closes it at once and goes on", async () => {
    const run = await broughtIn();
    await until(run, 80);
    await run.sleep(seconds(25));
    await run.change("CAS1", "nlb.stop", {}, "undo");
    await run.sleep(minutes(1));
    found(run.records(), 3).should.match([/and the run went on\.$/]);
  });

  it("does not blame a run that closes it at once and fails", async () => {
    const run = await broughtIn();
    await until(run, 80);
    await run.sleep(seconds(25));
    run.fail();
    await run.change("CAS1", "nlb.stop", {}, "undo");
    await run.sleep(minutes(1));
    found(run.records(), 3).should.eql([]);
  });

  it("does not blame a run that cannot manage the member, as long as it fails", async () => {
    const run = await updating({ events: [event("management-away", "CAS1", 79), event("nlb-start", "CAS1", 80)] });
    await until(run, 81);
    run.fail();
    await until(run, 94);
    await run.change("CAS1", "nlb.stop", {}, "undo").catch(() => undefined);
    await run.sleep(seconds(30));
    await run.change("CAS1", "nlb.stop", {}, "undo");
    found(run.records(), 3).should.eql([]);
  });

  it("leaves it to people what they start after the end, but not what comes in by itself", async () => {
    const resting = async (name: "nlb-start" | "power-cut") => {
      const run = await updating({ events: [event(name, "CAS1", 180)] });
      run.fail();
      run.finish("CAS1", "failed");
      return run;
    };
    found(await (await resting("nlb-start")).end(), 3).should.eql([]);
    found(await (await resting("power-cut")).end(), 3).should.eql([]);
    const forgotten = await resting("power-cut");
    await forgotten.change("CAS1", "nlb.setDefaultState", { state: "started" });
    found(await forgotten.end(), 3).should.match([/^3 CAS1 was left unverified, and takes traffic since .* by itself\.$/]);
  });

  it("leaves it to people where an interrupted run has said that it is not known whether it serves, and blames one that has not", async () => {
    for (const said of [true, false]) {
      const run = new Scripted({ faults: [{ name: "serves-too-early", member: "CAS1" }] }).begin();
      await run.out("CAS1");
      await run.install("CAS1");
      await run.sleep(minutes(50));
      const { bootedAt } = await run.read("CAS1", "system.info", {});
      await run.change("CAS1", "system.restart", { bootedAt });
      await run.sleep(minutes(1));
      run.write("stopping", { reason: { code: "interrupted" } });
      const reason = said ? "It is not known whether CAS1 serves unverified (it does not answer)." : "Node-RED ended.";
      run.finish("CAS1", "failed", { reason });
      const findings = found(await run.end(), 3);
      if (said) findings.should.eql([]);
      else findings.should.match([/^3 CAS1 was left unverified, and takes traffic since .* by itself\.$/]);
    }
  });
});

describe("The auditor on promise 4, nobody is cut", () => {
  it("finds an installation and a restart with clients connected, and those who were cut", async () => {
    const run = new Scripted().begin();
    run.take("CAS1");
    await run.install("CAS1");
    await run.sleep(minutes(2));
    found(run.records(), 4).should.match([
      /^4 job\.start was sent to CAS1 with \d+ clients connected\.$/,
      /^4 \d+ clients of CAS1 were cut: /,
    ]);
    run.take("CAS2");
    await run.restart("CAS2");
    found(run.records(), 4)
      .slice(-2)
      .should.match([/^4 system\.restart was sent to CAS2 with \d+ clients/, /^4 \d+ clients of CAS2 were cut: /]);
  });

  it("takes no backup for an installation, and a stop of NLB for a decision", async () => {
    const run = new Scripted().begin();
    run.take("CAS1");
    const backup = { kind: "command" as const, file: "C:\\Scripts\\backup.cmd", arguments: [] };
    await run.change("CAS1", "job.start", { id: "backup", work: backup, limitMinutes: 60, brings: null });
    await run.change("CAS1", "nlb.stop", {});
    await run.sleep(minutes(1));
    await run.install("CAS1");
    found(run.records(), 4).should.eql([]);
  });

  it("does not blame a run for whom others cut", async () => {
    for (const name of ["nlb-stop", "nlb-suspend", "power-cut"] as const) {
      const run = new Scripted({ events: [event(name, "CAS1", 40), event(name, "CAS3", 45)] }).begin();
      await run.sleep(minutes(60));
      run.lab.truth().clientsCut.should.have.length(2);
      found(run.records(), 4).should.eql([]);
    }
  });
});

describe("The auditor on promise 5, monitoring is quiet while we work", () => {
  it("finds the alerts of a member that is not in maintenance mode", async () => {
    const run = new Scripted().begin();
    run.take("CAS1");
    await run.change("CAS1", "nlb.drain", {});
    await run.sleep(minutes(1));
    found(run.records(), 5).should.match([/^5 SCOM raised an alert for CAS1: /]);
  });

  it("does not blame a run for the alerts of a member that it has taken and only looked at", async () => {
    const run = new Scripted();
    await run.send("CAS1", "nlb.stop", {});
    await run.sleep(minutes(1));
    run.begin().take("CAS1");
    await run.sleep(minutes(10));
    run.finish("CAS1", "failed");
    const records = await run.end();
    records.truth.alerts.should.not.be.empty();
    found(records, 5).should.eql([]);
  });

  it("does not blame a run for a service that did not run when the member was found", async () => {
    const run = new Scripted({ faults: [{ name: "service-stays-down", member: "CAS1" }], events: [event("power-cut", "CAS1", 1)] });
    await run.sleep(minutes(30));
    run.begin();
    await run.update("CAS1");
    const records = await run.end();
    records.truth.alerts.filter(({ text }) => /is not running/.test(text)).should.not.be.empty();
    found(records, 5).should.eql([]);
  });

  it("finds a window that runs out while the member is out", async () => {
    const run = new Scripted().begin();
    run.take("CAS1");
    await run.change("CAS1", "scom.begin", { minutes: 10, reason: "PlannedApplicationMaintenance", comment: "" });
    await run.sleep(minutes(6));
    await run.change("CAS1", "nlb.stop", {});
    await run.sleep(minutes(6));
    found(run.records(), 5).should.match([/^5 CAS1 was out, and not in maintenance mode in SCOM since/]);
  });

  it("finds a window that is left on when the member is back", async () => {
    const run = new Scripted().begin();
    await run.out("CAS1");
    await run.change("CAS1", "nlb.start", {});
    await run.sleep(minutes(1));
    await run.change("CAS1", "nlb.setDefaultState", { state: "started" });
    await run.sleep(minutes(1));
    run.finish("CAS1", "updated");
    found(await run.end(minutes(30)), 5).should.eql(["5 CAS1 is back in service, and still in maintenance mode in SCOM."]);
  });

  it("does not blame a step by hand for the window that it has begun, which is for the steps to come", async () => {
    const run = new Scripted().begin({ byHand: true });
    run.take("CAS1");
    await run.change("CAS1", "scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "" });
    run.finish("CAS1", "done-by-hand");
    found(await run.end(), 5).should.eql([]);
  });

  it("does not blame a run for a window that somebody has ended, if it is begun again in time, nor for others' members", async () => {
    const run = new Scripted({
      events: [event("scom-end", "CAS1", 28), event("nlb-stop", "CAS3", 29), event("power-cut", "CAS4", 30)],
    }).begin();
    await run.out("CAS1");
    await run.sleep(minutes(7));
    await run.change("CAS1", "scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "" }, "upkeep");
    await run.sleep(minutes(30));
    run.lab.truth().alerts.length.should.be.above(2);
    found(run.records(), 5).should.eql([]);
  });

  it("finds a window that somebody has ended and that is never begun again", async () => {
    const run = new Scripted({ events: [event("scom-end", "CAS1", 28)] }).begin();
    await run.out("CAS1");
    await run.sleep(minutes(40));
    found(run.records(), 5).should.match([/^5 CAS1 was out, and not in maintenance mode/]);
  });
});
