import "should";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab, LabOptions, Truth } from "../../../../lib/adapters/lab";
import { packages } from "../../../../lib/adapters/lab";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { minutes, seconds } from "../../../../lib/time/duration";
import { aLab, converged, ended, installing, settled } from "./a-lab";

const OLD = ["CAS1", "CAS2", "CAS3"];
const inOrder = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);
const NEW = ["EX1", "EX2", "EX3", "EX4"];
const changes = (truth: Truth) => ({
  ...truth,
  operations: truth.operations.filter(({ kind }) => kind === "change"),
  reads: {},
  failed: [],
});
const clientsOf = ({ members }: Truth) => Object.values(members).reduce((sum, { clients }) => sum + clients, 0);

describe("The members of a lab that is opened again with another list", () => {
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
    const opened = aLab({ folder, members: OLD, ...options });
    labs.push(opened.lab);
    return opened;
  };
  const anotherOn = ({ clock }: Lab, members: readonly string[], options: Partial<LabOptions> = {}) =>
    inFolder({ clock, members, ...options });
  /** What each member says of NLB. */
  const hosts = async ({ server }: ReturnType<typeof aLab>, names: readonly string[]) =>
    Promise.all(names.map(async (name) => ({ name, ...(await server(name).read("nlb.host", {})) })));

  it("are a cluster of their own where all are other ones: converged, with one default host", async () => {
    const again = anotherOn(inFolder().lab, NEW);
    const told = await hosts(again, NEW);
    told
      .map(({ text }) => text)
      .should.deepEqual(["converged as default host (1008)", "converged (1007)", "converged (1007)", "converged (1007)"]);
    for (const { convergedWith } of told) inOrder(convergedWith ?? []).should.deepEqual(inOrder(told.map(({ priority }) => priority)));
    Object.keys(again.lab.truth().members).should.deepEqual(NEW);
    again.lab.truth().serving.at(-1)?.members.should.deepEqual(NEW);
  });

  it("converge again where some are gone, and one of those who are left is default host", async () => {
    const again = anotherOn(inFolder().lab, ["CAS2", "CAS3"]);
    (await hosts(again, ["CAS2", "CAS3"])).map(({ state }) => state).should.deepEqual(["converging", "converging"]);
    await converged(again.lab, again.cas2, again.cas3);
    const told = await hosts(again, ["CAS2", "CAS3"]);
    told.map(({ text }) => text).should.deepEqual(["converged as default host (1008)", "converged (1007)"]);
    for (const { convergedWith } of told) inOrder(convergedWith ?? []).should.deepEqual(inOrder(told.map(({ priority }) => priority)));
  });

  it("have the same past whenever they are named first", async () => {
    const past = async ({ server }: ReturnType<typeof aLab>) => ({
      ...(await server("EX1").read("system.info", {})),
      ...(await server("EX1").read("files.tail", { path: "C:\\ExchangeSetupLogs\\ExchangeSetup.log", offset: 0 })),
      clock: "",
    });
    const { lab } = inFolder();
    await lab.clock.sleep(12_345);
    const later = await past(anotherOn(lab, [...OLD, "EX1"]));
    later.should.deepEqual(await past(aLab({ members: [...OLD, "EX1"] })));
  });

  it("converge with those who come in, and still have one default host", async () => {
    const members = ["CAS2", "EX1", "CAS3", "EX2"];
    const again = anotherOn(inFolder().lab, members);
    again.lab.truth().serving.at(-1)?.members.should.deepEqual(["CAS2", "CAS3"]);
    await converged(again.lab, ...members.map(again.server));
    const told = await hosts(again, members);
    told.filter(({ isDefaultHost }) => isDefaultHost).length.should.equal(1);
    new Set(told.map(({ priority }) => priority)).size.should.equal(members.length);
    for (const { convergedWith } of told) inOrder(convergedWith ?? []).should.deepEqual(inOrder(told.map(({ priority }) => priority)));
  });

  it("take the clients over from those who are gone, of whom nobody hears any more", async () => {
    const { lab } = inFolder();
    const before = clientsOf(lab.truth());
    const again = anotherOn(lab, NEW);
    await again.clock.sleep(seconds(30));
    clientsOf(again.lab.truth()).should.equal(before);
    again.lab.truth().clientsCut.should.deepEqual([]);
    await again.cas1.read("nlb.host", {}).should.be.rejectedWith(Unreachable);
    await again.cas1.read("scom.maintenance", {}).should.be.rejectedWith(OperationFailed);
    await again.clock.sleep(minutes(60));
    again.lab.truth().alerts.should.deepEqual([]);
  });

  it("lose one that is down or has split the cluster as any other", async () => {
    const { lab, cas1, cas2 } = inFolder({ faulty: { CAS1: "split-cluster" }, members: [...OLD, "CAS4"] });
    await settled(lab, cas1, "nlb.stop", {});
    await cas2.change("system.restart", { bootedAt: (await cas2.read("system.info", {})).bootedAt });
    const again = anotherOn(lab, ["CAS3", "CAS4"], { faults: [{ name: "split-cluster", member: "CAS1" }] });
    await again.clock.sleep(minutes(20));
    const told = await hosts(again, ["CAS3", "CAS4"]);
    told.map(({ text }) => text).should.deepEqual(["converged as default host (1008)", "converged (1007)"]);
    for (const { convergedWith } of told) inOrder(convergedWith ?? []).should.deepEqual(inOrder(told.map(({ priority }) => priority)));
  });

  it("are the same servers when they are named again, and started as their default state says", async () => {
    const { lab, cas1, cas2 } = inFolder();
    await cas1.change("nlb.setDefaultState", { state: "stopped" });
    await cas1.change("nlb.stop", {});
    await cas2.change("nlb.drain", {});
    await cas1.change("job.start", installing(packages.rollup6));
    const without = anotherOn(lab, ["CAS3"]);
    await without.clock.sleep(minutes(90));
    const again = anotherOn(without.lab, OLD);
    await ended(again.lab, again.cas1);
    (await again.cas1.read("update.installed", {})).build?.should.equal("14.3.195.1");
    await converged(again.lab, again.cas2, again.cas3);
    const told = await hosts(again, OLD);
    told.map(({ state }) => state).should.deepEqual(["stopped", "converged", "converged"]);
    told.filter(({ isDefaultHost }) => isDefaultHost).length.should.equal(1);
    await settled(again.lab, again.cas1, "nlb.start", {});
    await again.clock.sleep(minutes(15));
    for (const { clients } of Object.values(again.lab.truth().members)) clients.should.be.above(10);
  });

  it("are as they were after all of it when the log is played again", async () => {
    const { lab, cas1 } = inFolder();
    await cas1.change("nlb.drain", {});
    await lab.clock.sleep(minutes(2));
    const second = anotherOn(lab, NEW);
    await second.clock.sleep(minutes(3));
    await second.server("EX1").change("nlb.stop", {});
    await second.clock.sleep(seconds(4));
    const third = anotherOn(second.lab, ["EX2", "CAS1", "CAS3"]);
    await third.cas1.change("nlb.drain", {});
    await third.clock.sleep(minutes(7));
    const replayed = anotherOn(third.lab, ["EX2", "CAS1", "CAS3"]);
    changes(replayed.lab.truth()).should.deepEqual(changes(third.lab.truth()));
    await replayed.clock.sleep(minutes(60));
    changes(replayed.lab.truth()).should.deepEqual(changes(third.lab.truth()));
  });

  it("are replaced at the moment that is written down, also on a clock that does not stand still meanwhile", async () => {
    let now = Date.UTC(2026, 0, 10, 22);
    const clock = { now: () => (now += 3000), elapsed: () => now, sleep: () => Promise.resolve() };
    const { lab } = inFolder({ clock });
    const second = anotherOn(lab, ["CAS3", "EX1"]);
    now += minutes(60);
    const { startedAtMs, serving } = second.lab.truth();
    const replayed = anotherOn(second.lab, ["CAS3", "EX1"]).lab.truth();
    replayed.should.match({ startedAtMs });
    replayed.serving.should.deepEqual(serving);
  });

  it("stay where only their spelling is another one", () => {
    const { lab } = inFolder();
    const again = anotherOn(lab, ["cas1.contoso.com", "cas2", "CAS3"]);
    Object.keys(again.lab.truth().members).should.deepEqual(OLD);
    again.lab.truth().serving.length.should.equal(1);
  });
});
