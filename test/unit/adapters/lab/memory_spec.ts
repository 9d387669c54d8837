import "should";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LabOptions, Truth } from "../../../../lib/adapters/lab";
import { Lab, packages } from "../../../../lib/adapters/lab";
import { Fenced, Unreachable } from "../../../../lib/server/errors";
import { minutes, seconds } from "../../../../lib/time/duration";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { aLab, around, ended, installing, restarted, settled } from "./a-lab";

/** Reads are no part of the world. */
/** What is kept of the world; what was read, and what failed, only the process knows that was asked. */
const world = (truth: Truth) => ({
  ...truth,
  operations: truth.operations.filter(({ kind }) => kind === "change"),
  reads: {},
  failed: [],
});
const rollup = installing(packages.rollup6);

/** The changes of a whole update, at fixed times, so that it does not depend on who looks meanwhile. */
async function update(lab: Lab, { lookEveryMs }: { lookEveryMs: number }): Promise<Truth> {
  const { clock, cas1 } = around(lab);
  const begin = clock.now();
  const at = async (minute: number) => {
    while (clock.now() < begin + minutes(minute)) {
      lab.truth();
      await clock.sleep(Math.min(lookEveryMs, begin + minutes(minute) - clock.now()));
    }
  };
  await cas1.change("scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "" });
  await at(10);
  await cas1.change("nlb.drain", {});
  await at(35);
  await cas1.change("nlb.setDefaultState", { state: "stopped" });
  await at(36);
  await cas1.change("job.start", rollup);
  await at(80);
  await cas1.change("system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
  await at(100);
  await cas1.change("nlb.start", {});
  await at(101);
  await cas1.change("scom.end", {});
  await at(24 * 60);
  return lab.truth();
}

describe("The world of the lab", () => {
  let folder: string;
  let labs: Lab[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-"));
    labs = [];
  });
  afterEach(async () => {
    for (const lab of labs) await lab.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inFolder = (options: Parameters<typeof aLab>[0] = {}) => {
    const opened = aLab({ folder, ...options });
    labs.push(opened.lab);
    return opened;
  };

  const anotherOn = (lab: Lab, options: Partial<LabOptions> = {}) => inFolder({ clock: lab.clock, ...options });
  const logIn = (dir: string) => join(dir, readdirSync(dir)[0] as string);

  it("is the same with the same seed, and another one with another seed", async () => {
    const [one, same, other] = await Promise.all([7, 7, 8].map((seed) => update(aLab({ seed }).lab, { lookEveryMs: minutes(60) })));
    world(same as Truth).should.deepEqual(world(one as Truth));
    world(other as Truth).should.not.deepEqual({ ...world(one as Truth), seed: 8 });
  });

  it("does not depend on how often it is looked at", async () => {
    const seldom = await update(aLab().lab, { lookEveryMs: minutes(10_000) });
    const often = await update(aLab().lab, { lookEveryMs: seconds(7) });
    world(often).should.deepEqual(world(seldom));
  });

  it("goes on where a process died: opened again, it is as if nothing had been", async () => {
    const { lab, clock, cas1 } = inFolder({ faulty: { CAS1: "answer-lost" } });
    await cas1.change("nlb.drain", {}).should.be.rejected();
    await clock.sleep(minutes(25));
    await cas1.change("job.start", rollup);
    await clock.sleep(minutes(10));
    const again = anotherOn(lab, { faults: [{ name: "answer-lost", member: "CAS1" }] });
    world(again.lab.truth()).should.deepEqual(world(lab.truth()));
    await ended(again.lab, again.cas1);
    await restarted(again.lab, again.cas1);
    (await again.cas1.read("update.installed", {})).build?.should.equal("14.3.195.1");
  });

  it("writes a change to the disk before it is answered, and nothing that was refused", async () => {
    const { cas1 } = inFolder();
    await cas1.change("forefront.disable", {}).should.be.rejected();
    await cas1.change("nlb.stop", {});
    const lines = readFileSync(logIn(folder), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    lines.map(({ type, op }) => op ?? type).should.deepEqual(["opened", "nlb.stop"]);
  });

  it("drops a line that a dying process left unfinished", async () => {
    const { lab, cas1 } = inFolder();
    await cas1.change("nlb.stop", {});
    appendFileSync(logIn(folder), '{"type":"accepted","atMs":17680');
    const again = anotherOn(lab);
    world(again.lab.truth()).should.deepEqual(world(lab.truth()));
    await again.cas1.change("nlb.start", {});
    anotherOn(lab)
      .lab.truth()
      .operations.map(({ op }) => op)
      .should.deepEqual(["nlb.stop", "nlb.start"]);
  });

  it("keeps its own time while no process runs", () => {
    const own = (speed: number) => {
      const lab = new Lab({ array: "CASARRAY1", members: ["CAS1"], seed: 1, faults: [], folder, speed });
      labs.push(lab);
      return lab;
    };
    const started = own(300).clock.now();
    (own(300).clock.now() - started).should.be.within(0, minutes(10));
    own(1).clock.now().should.be.aboveOrEqual(started);
    own(1)
      .truth()
      .startedAtMs.should.equal(Date.UTC(2026, 0, 10, 22));
  });

  it("takes in a new member, and mends what a fault broke once the fault is no longer named", async () => {
    const { lab, clock, cas1 } = inFolder({ faulty: { CAS1: "reboot-hangs" } });
    await cas1.change("system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    await clock.sleep(minutes(60));
    const again = anotherOn(lab, { members: ["CAS1", "CAS2", "CAS3", "CAS4"] });
    await clock.sleep(minutes(15));
    (await again.cas1.read("nlb.host", {})).convergedWith?.should.deepEqual([1, 2, 3, 4]);
    lab.truth().members.CAS1?.reachable.should.equal(false);
  });

  it("mends a split cluster once the fault is no longer named", async () => {
    const { lab, clock, cas1 } = inFolder({ faulty: { CAS1: "split-cluster" } });
    await settled(lab, cas1, "nlb.stop", {});
    await clock.sleep(minutes(1));
    const again = anotherOn(lab);
    await clock.sleep(minutes(1));
    (await again.cas2.read("nlb.host", {})).convergedWith?.should.deepEqual([2, 3]);
  });

  it("refuses a change with a lower fencing number than a member has seen, also after a restart of the process", async () => {
    const { lab, cas1, cas2 } = inFolder();
    await cas1.change("nlb.stop", {}, { fence: 5 });
    await cas1.change("nlb.start", {}, { fence: 4 }).should.be.rejectedWith(Fenced);
    await anotherOn(lab).cas1.change("nlb.start", {}, { fence: 4 }).should.be.rejectedWith(Fenced);
    (await cas1.read("nlb.host", {}, { fence: 4 })).state.should.equal("stopped");
    await cas2.change("nlb.stop", {}, { fence: 4 });
    await cas1.change("nlb.start", {}, { fence: 5 });
    await cas1.read("system.info", {}, { fence: 6 });
    await cas1.change("nlb.stop", {}, { fence: 5 }).should.be.rejectedWith(Fenced);
    await anotherOn(lab).cas1.read("system.info", {}, { fence: 5 }).should.be.rejectedWith(Fenced);
  });

  it("tells the truth: who served when, what was done while how many clients were connected", async () => {
    const { lab, clock, cas1 } = aLab();
    const { clients } = await cas1.read("nlb.connections", {});
    await cas1.change("nlb.stop", {});
    const at = clock.now();
    await clock.sleep(minutes(1));
    const truth = lab.truth();
    truth.operations.should.match([
      { op: "nlb.connections", kind: "read" },
      { atMs: at, member: "CAS1", op: "nlb.stop", kind: "change", args: {}, clients },
    ]);
    truth.serving.should.deepEqual([
      { atMs: truth.startedAtMs, members: ["CAS1", "CAS2", "CAS3"], taking: ["CAS1", "CAS2", "CAS3"] },
      { atMs: at, members: ["CAS2", "CAS3"], taking: ["CAS2", "CAS3"] },
    ]);
    truth.members.CAS1?.should.match({ nlb: "stopped", outSince: at, clients: 0, version: "14.3.123.4", scom: { on: false } });
    truth.members.CAS2?.should.match({ outSince: null });
  });

  it("writes the truth to a file, whole, when it is closed", async () => {
    const truthFile = join(folder, "truth", "truth.json");
    const { lab, cas1 } = aLab({ truthFile });
    await cas1.change("nlb.stop", {});
    const truth = lab.truth();
    await lab.close();
    (JSON.parse(readFileSync(truthFile, "utf8")) as Truth).should.deepEqual(JSON.parse(JSON.stringify(truth)));
    readdirSync(join(folder, "truth")).should.deepEqual(["truth.json"]);
  });

  it("answers nobody once it is closed", async () => {
    const { lab, cas1 } = aLab();
    await lab.close();
    await lab.close();
    await cas1.change("nlb.stop", {}).should.be.rejectedWith(Unreachable);
    lab.truth().operations.should.deepEqual([]);
  });

  it("is fast: a whole day with a look every five seconds takes a second or two", async function () {
    this.timeout(20_000);
    const clock = new VirtualClock();
    const { lab, cas1 } = aLab({ clock });
    const before = process.cpuUsage();
    await cas1.change("nlb.drain", {});
    for (const end = clock.now() + minutes(24 * 60); clock.now() < end; await clock.sleep(seconds(5))) await cas1.read("nlb.host", {});
    const { user } = process.cpuUsage(before);
    (user / 1e6).should.be.below(8);
    lab.truth().operations.length.should.be.below(5000);
  });
});
