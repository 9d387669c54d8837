import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { EventName } from "../../../../../lib/adapters/lab";
import { eventNames, packages, summaryOfEvent } from "../../../../../lib/adapters/lab";
import { Unreachable } from "../../../../../lib/server/errors";
import { minutes, seconds } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { aLab, installing, restarted } from "../a-lab";

const rollup = installing(packages.rollup6);
const planned = (name: EventName, when = "+10", member = "CAS1") => [{ name, member, when }];
const world = (name: EventName, when?: string) => aLab({ events: planned(name, when) });
const stateOf = async ({ cas1 }: ReturnType<typeof aLab>) => (await cas1.read("nlb.host", {})).state;
const servicesOf = async ({ cas1 }: ReturnType<typeof aLab>) => (await cas1.read("services.list", {})).services.map(({ name }) => name);

describe("The events of outside in the lab", () => {
  it("each have a line for people", () => {
    for (const name of eventNames) said(summaryOfEvent(name)).should.match(/^[A-Z].{20,}[^.]$/);
  });

  it("nlb-stop: somebody stops NLB, at its time, and the truth says by whose hand", async () => {
    const opened = world("nlb-stop");
    const began = opened.clock.now();
    await opened.clock.sleep(minutes(9));
    (await stateOf(opened)).should.equal("converged");
    await opened.clock.sleep(minutes(1));
    (await stateOf(opened)).should.equal("stopped");
    const { outside, operations, clientsCut } = opened.lab.truth();
    outside.should.eql([{ atMs: Math.floor(began) + minutes(10), member: "CAS1", event: "nlb-stop", by: "somebody" }]);
    operations.filter(({ kind }) => kind === "change").should.eql([]);
    clientsCut.should.match([{ member: "CAS1", why: "NLB was stopped" }]);
  });

  it("nlb-start: somebody starts NLB on a member that is out, suspended or stopped", async () => {
    for (const nlb of ["stopped", "suspended"] as const) {
      const opened = aLab({ events: planned("nlb-start"), found: { CAS1: { nlb } } });
      await opened.clock.sleep(minutes(11));
      (await stateOf(opened)).should.equal("converged");
    }
  });

  it("nlb-suspend: somebody suspends NLB", async () => {
    const opened = world("nlb-suspend");
    await opened.clock.sleep(minutes(11));
    (await stateOf(opened)).should.equal("suspended");
  });

  it("scom-end: somebody ends the maintenance window", async () => {
    const { clock, cas1 } = world("scom-end");
    await cas1.change("scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "" });
    await clock.sleep(minutes(9));
    (await cas1.read("scom.maintenance", {})).on.should.equal(true);
    await clock.sleep(minutes(1));
    (await cas1.read("scom.maintenance", {})).should.match({ on: false, inEffect: true });
  });

  it("sign-on: services of the user appear, and are gone after a boot", async () => {
    const opened = world("sign-on");
    const before = await servicesOf(opened);
    await opened.clock.sleep(minutes(11));
    const come = (await servicesOf(opened)).filter((name) => !before.includes(name));
    come.should.have.length(2);
    for (const name of come) name.should.match(/^(CDPUserSvc|WpnUserService)_[0-9a-f]{5,6}$/);
    await restarted(opened.lab, opened.cas1);
    const ofNobody = (names: readonly string[]) => names.filter((name) => !/_[0-9a-f]{5,6}$/.test(name));
    const after = await servicesOf(opened);
    after.should.not.containDeep(come);
    ofNobody(after).should.eql(ofNobody(before));
  });

  it("power-cut: nothing answers for ten minutes, clients are cut, and Windows says afterwards that it was not expected", async () => {
    const { lab, clock, cas1 } = world("power-cut");
    const { cursor } = await cas1.read("events.cursor", {});
    const { bootedAt } = await cas1.read("system.info", {});
    await clock.sleep(minutes(11));
    await cas1.read("system.info", {}).should.be.rejectedWith(Unreachable);
    lab.truth().clientsCut.should.match([{ member: "CAS1", why: "the server went down" }]);
    await clock.sleep(minutes(15));
    (await cas1.read("system.info", {})).bootedAt.should.not.equal(bootedAt);
    const { events } = await cas1.read("events.since", { cursor, levels: ["error"] });
    events.map(({ id }) => id).should.containEql(6008);
    lab.truth().outside.should.match([{ event: "power-cut", by: "surroundings" }]);
  });

  it("management-away: the member is not reached for a quarter of an hour and serves all the time", async () => {
    const { lab, clock, cas1, cas2 } = world("management-away");
    await clock.sleep(minutes(11));
    await cas1.read("nlb.host", {}).should.be.rejectedWith(Unreachable);
    await cas1.change("nlb.drain", {}).should.be.rejectedWith(Unreachable);
    (await cas1.read("probe.tcp", { port: 443 })).open.should.equal(true);
    (await cas2.read("nlb.host", {})).convergedWith?.should.eql([1, 2, 3]);
    await clock.sleep(minutes(15));
    (await cas1.read("nlb.host", {})).state.should.equal("converged");
    lab.truth().clientsCut.should.eql([]);
    lab.truth().serving.should.have.length(1);
  });

  it("service-crashes: Windows logs it once a minute for an hour, and the service runs each time one looks", async () => {
    const { clock, cas1 } = world("service-crashes");
    const { cursor } = await cas1.read("events.cursor", {});
    const crashes = async () => (await cas1.read("events.since", { cursor, levels: ["error"] })).events.filter(({ id }) => id === 7034);
    await clock.sleep(minutes(9));
    (await crashes()).should.eql([]);
    await clock.sleep(minutes(30.5));
    (await crashes()).length.should.equal(30);
    await clock.sleep(minutes(90));
    (await crashes()).length.should.equal(60);
    (await crashes())[0]!.should.match({
      provider: "Service Control Manager",
      message: /^The Remote Registry service terminated unexpectedly/,
    });
    (await cas1.read("services.list", {})).services.find(({ name }) => name === "RemoteRegistry")!.status.should.equal("running");
  });

  it("slow-answer: the next answer takes twenty seconds, and the one after it does not", async () => {
    const { clock, cas1 } = world("slow-answer");
    const took = async () => {
      const from = clock.now();
      await cas1.read("nlb.host", {});
      return clock.now() - from;
    };
    await clock.sleep(minutes(11));
    (await took()).should.be.within(seconds(20), seconds(21));
    (await took()).should.be.below(seconds(1));
  });

  it("read-fails: the next question gets no answer, and the one after it does", async () => {
    const { clock, cas1 } = world("read-fails");
    await clock.sleep(minutes(11));
    await cas1.read("nlb.host", {}).should.be.rejectedWith(Unreachable);
    (await cas1.read("nlb.host", {})).state.should.equal("converged");
  });

  it("come with the work that they were planned for, on their member, and once", async () => {
    const opened = aLab({ events: planned("nlb-start", "install-update") });
    const { lab, clock, cas1, cas2 } = opened;
    await cas1.change("nlb.stop", {});
    const backup = { kind: "command" as const, file: "C:\\Scripts\\backup.cmd", arguments: [] };
    await cas1.change("job.start", { id: "backup", work: backup, limitMinutes: 60, brings: null });
    await cas2.change("job.start", rollup);
    await clock.sleep(minutes(20));
    (await stateOf(opened)).should.equal("stopped");
    await cas1.change("job.start", rollup);
    await clock.sleep(seconds(18));
    lab.truth().outside.should.eql([]);
    await clock.sleep(seconds(3));
    lab.truth().outside.should.match([{ event: "nlb-start", member: "CAS1" }]);
    await cas1.change("nlb.stop", {});
    await cas1.change("job.start", { ...rollup, id: "again" });
    await clock.sleep(minutes(5));
    lab.truth().outside.should.have.length(1);
  });

  it("wait until the server is up, where somebody needs it", async () => {
    const { lab, clock, cas1 } = world("nlb-stop", "restart-server");
    await cas1.change("system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    await clock.sleep(minutes(15));
    (await cas1.read("nlb.host", {})).state.should.equal("stopped");
    lab.truth().outside.should.have.length(1);
  });
});

describe("The events of outside, when the process is killed", () => {
  let folder: string;
  let opened: ReturnType<typeof aLab>[];
  const open = (options: Parameters<typeof aLab>[0]) => {
    const one = aLab(options);
    opened.push(one);
    return one;
  };
  beforeEach(() => {
    opened = [];
    folder = mkdtempSync(join(tmpdir(), "lab-"));
  });
  afterEach(async () => {
    // Only now: on Windows a folder with an open file cannot be removed.
    for (const { lab } of opened) await lab.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("have come, or still come, in the world that the next process opens", async () => {
    const events = [
      ...planned("nlb-stop", "+10"),
      ...planned("nlb-suspend", "+30", "CAS2"),
      ...planned("scom-end", "scom-maintenance", "CAS3"),
    ];
    const first = open({ folder, events });
    await first.server("CAS3").change("scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "" });
    await first.clock.sleep(minutes(11));
    const before = first.lab.truth().outside;
    before.map(({ event }) => event).should.eql(["scom-end", "nlb-stop"]);
    // Nothing is closed: the process was killed.
    const again = open({ folder, events, clock: first.clock });
    again.lab.truth().outside.should.eql(before);
    (await again.cas1.read("nlb.host", {})).state.should.equal("stopped");
    await again.clock.sleep(minutes(20));
    (await again.cas2.read("nlb.host", {})).state.should.equal("suspended");
    again.lab.truth().outside.should.have.length(3);
  });

  it("trouble an answer once, not once for each process", async () => {
    const events = planned("read-fails");
    const first = open({ folder, events });
    await first.clock.sleep(minutes(11));
    await first.cas1.read("nlb.host", {}).should.be.rejectedWith(Unreachable);
    const again = open({ folder, events, clock: first.clock });
    should((await again.cas1.read("nlb.host", {})).state).equal("converged");
  });
});
