import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { Lab, OutsideEvent } from "../../../../../lib/adapters/lab";
import { Unreachable } from "../../../../../lib/server/errors";
import { minutes, seconds } from "../../../../../lib/time/duration";
import { aLab, serviceOf, settled } from "../a-lab";

type Opened = ReturnType<typeof aLab>;
const events = (...list: readonly (readonly [name: OutsideEvent["name"], when: string, member?: string])[]) =>
  list.map(([name, when, member = "CAS1"]) => ({ name, when, member }));
const bootedAt = async ({ cas1 }: Opened) => (await cas1.read("system.info", {})).bootedAt;
const restart = async (opened: Opened) => opened.cas1.change("system.restart", { bootedAt: await bootedAt(opened) });
const running = ({ lab }: Opened) =>
  Object.entries(lab.truth().members["CAS1"]?.services ?? {}).flatMap(([name, { status }]) => (status === "stopped" ? [] : [name]));
const isUp = ({ lab }: Opened) => lab.truth().members["CAS1"]?.reachable === true;

describe("A member of the lab that goes down while something else is going on", () => {
  it("stays down for as long as its power is away, though it was restarting, and boots once", async () => {
    for (const seed of [1, 2, 3, 4]) {
      const opened = aLab({ seed, events: events(["power-cut", "+2"]) });
      await opened.clock.sleep(minutes(1));
      await restart(opened);
      await opened.clock.sleep(minutes(10.5));
      isUp(opened).should.be.false();
      await opened.clock.sleep(minutes(1));
      const booted = await bootedAt(opened);
      await opened.clock.sleep(minutes(60));
      (await bootedAt(opened)).should.equal(booted);
    }
  });

  it("stays down until the last of two power cuts is over", async () => {
    const opened = aLab({ events: events(["power-cut", "+10"], ["power-cut", "+15"]) });
    await opened.clock.sleep(minutes(24));
    isUp(opened).should.be.false();
    await opened.clock.sleep(minutes(2));
    isUp(opened).should.be.true();
    const { events: logged } = await opened.cas1.read("events.since", { cursor: { Application: 0, System: 0 }, levels: ["error"] });
    logged.filter(({ id }) => id === 6008).should.have.length(1);
  });

  it("is not managed until the last of two times without management is over", async () => {
    const { clock, cas1 } = aLab({ events: events(["management-away", "+10"], ["management-away", "+20"]) });
    await clock.sleep(minutes(26));
    await cas1.read("nlb.host", {}).should.be.rejectedWith(Unreachable);
    await clock.sleep(minutes(10));
    (await cas1.read("nlb.host", {})).state.should.equal("converged");
  });

  it("runs no service while it is down: not one that was just starting, nor one that was to start after the boot before", async () => {
    for (const seed of [1, 2, 3]) {
      const opened = aLab({ seed });
      const { lab, cas1, clock } = opened;
      await cas1.change("services.start", { name: "MSExchangePop3" });
      await settled(lab, cas1, "system.restart", { bootedAt: await bootedAt(opened) });
      running(opened).should.not.containEql("MSExchangePop3");
      await clock.sleep(seconds(20));
      await restart(opened);
      for (let look = 0; look < 20; look++) {
        isUp(opened).should.be.false();
        running(opened).should.eql([]);
        await clock.sleep(seconds(10));
      }
    }
  });

  for (const [first, second, ends] of [
    ["services.start", "services.stop", "stopped"],
    ["services.stop", "services.start", "running"],
  ] as const)
    it(`ends with what a service was told last (${first}, ${second})`, async () => {
      for (let seed = 1; seed <= 12; seed++) {
        const { lab, cas1 } = aLab({ seed });
        const service = { name: "MSExchangePop3" };
        if (ends === "running") await settled(lab, cas1, "services.start", service);
        await cas1.change(first, service);
        await cas1.change(second, service);
        await lab.clock.sleep(seconds(30));
        should((await serviceOf(cas1, service.name))?.status).equal(ends, `seed ${seed}`);
      }
    });

  it("leaves nothing of a job that was ended: it neither goes on nor ends a second time", async () => {
    const { lab, cas1, clock } = aLab();
    const work = { kind: "windows-updates" as const, kbs: ["KB1", "KB2", "KB3"] };
    await cas1.change("job.start", { id: "updates", work, limitMinutes: 60, brings: null });
    await clock.sleep(minutes(4));
    await settled(lab, cas1, "job.cancel", { id: "updates" });
    const ended = await cas1.read("job.poll", { id: "updates" });
    should(ended).match({ state: "finished", exitCode: null });
    await clock.sleep(minutes(90));
    (await cas1.read("job.poll", { id: "updates" })).should.eql(ended);
    should((await cas1.read("update.installed", {})).updates).eql([]);
  });
});

describe("What is planned for a member of the lab", () => {
  it("comes to its member and with its work in whatever letters the member is named", async () => {
    const { lab, clock, cas1 } = aLab({ events: events(["nlb-stop", "scom-maintenance", "cas1"], ["nlb-suspend", "+30", "Cas2"]) });
    await cas1.change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
    await clock.sleep(minutes(31));
    lab
      .truth()
      .outside.map(({ member, event }) => `${member} ${event}`)
      .should.eql(["CAS1 nlb-stop", "CAS2 nlb-suspend"]);
  });

  it("comes once, though it is left out of a later list and named again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lab-"));
    const labs: Lab[] = [];
    const open = (options: Parameters<typeof aLab>[0]) => {
      const opened = aLab({ folder, ...options });
      labs.push(opened.lab);
      return opened;
    };
    const planned = events(["nlb-stop", "+5"]);
    const { clock } = open({ events: planned });
    await clock.sleep(minutes(6));
    open({ clock });
    const { lab } = open({ clock, events: planned });
    await clock.sleep(minutes(6));
    lab.truth().outside.should.have.length(1);
    for (const one of labs) await one.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("troubles the next question to it, and none to the management server", async () => {
    const { clock, cas1 } = aLab({ events: events(["read-fails", "+10"]) });
    await clock.sleep(minutes(11));
    (await cas1.read("scom.maintenance", {})).on.should.be.false();
    await cas1.read("nlb.host", {}).should.be.rejectedWith(Unreachable);
  });

  it("is a fault of it in whatever letters it is named", async () => {
    const { cas1, lab, clock } = aLab({ faults: [{ name: "reboot-hangs", member: "cas1" }] });
    await cas1.change("system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    await clock.sleep(minutes(60));
    should(lab.truth().members["CAS1"]?.reachable).be.false();
  });
});
