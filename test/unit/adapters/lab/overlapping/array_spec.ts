import "should";
import { lookAtAccount } from "../../../../../lib/adapters/lab/jobs";
import { Timeline } from "../../../../../lib/adapters/lab/laws";
import { instant, minutes, seconds } from "../../../../../lib/time/duration";
import { aLab, settled, until } from "../a-lab";

type Opened = ReturnType<typeof aLab>;
const states = async (...servers: Opened["cas1"][]) =>
  (await Promise.all(servers.map((server) => server.read("nlb.host", {})))).map(({ state }) => state);
const bootedAt = async ({ cas1 }: Opened) => (await cas1.read("system.info", {})).bootedAt;
const maintenance = (lasts: number) => ({ minutes: lasts, reason: "PlannedOther" as const, comment: "" });

describe("An array of the lab in which two things happen at once", () => {
  for (const op of ["nlb.stop", "nlb.suspend"] as const)
    it(`does not converge when a host goes down that has left it already (${op})`, async () => {
      const opened = aLab();
      const { lab, cas1, cas2, cas3, clock } = opened;
      await settled(lab, cas1, op, {});
      await clock.sleep(minutes(1));
      const { cursor } = await cas2.read("events.cursor", {});
      await cas1.change("system.restart", { bootedAt: await bootedAt(opened) });
      await clock.sleep(seconds(7));
      (await states(cas2, cas3)).should.eql(["converged", "converged"]);
      await clock.sleep(minutes(1));
      (await cas2.read("events.since", { cursor, levels: ["information"] })).events.should.eql([]);
    });

  it("keeps a host, and its clients, whose drain is called off", async () => {
    const { lab, cas1, clock } = aLab();
    await cas1.change("nlb.drain", {});
    await clock.sleep(minutes(1));
    await cas1.change("nlb.start", {});
    await clock.sleep(minutes(5));
    lab.truth().clientsCut.should.eql([]);
    lab
      .truth()
      .serving.filter(({ taking }) => !taking.includes("CAS1"))
      .should.eql([]);
    // From the moment on at which it was started again: it has been there all the time.
    lab.truth().serving.at(-1)?.members.should.eql(["CAS1", "CAS2", "CAS3"]);
    lab.truth().serving.should.have.length(3);
  });

  it("keeps those clients that never leave a drain, though they were about to go home", async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { lab, cas1, cas2, clock } = aLab({ seed, faulty: { CAS2: "drain-never-ends" } });
      await settled(lab, cas1, "nlb.stop", {});
      await clock.sleep(minutes(2));
      await settled(lab, cas1, "nlb.start", {});
      await clock.sleep(seconds(5));
      await cas2.change("nlb.drain", {});
      await clock.sleep(minutes(45));
      (await states(cas2)).should.eql(["draining"], `seed ${seed}`);
      (await cas2.read("nlb.connections", {})).clients.should.equal(3);
    }
  });

  it("tells who takes clients until the last one has left", async () => {
    const { lab, cas1 } = aLab();
    await settled(lab, cas1, "nlb.drain", {});
    const of = lab.truth().serving.map(({ members, taking }) => [members.includes("CAS1"), taking.includes("CAS1")]);
    of.should.eql([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });
});

describe("A maintenance window of the lab", () => {
  it("goes by its new end where it was extended, and by its own where an earlier one was ended", async () => {
    for (const early of [true, false]) {
      const { cas1, clock } = aLab();
      await cas1.change("scom.begin", maintenance(60));
      if (early) await cas1.change("scom.extend", { minutes: 240 });
      else {
        await cas1.change("scom.end", {});
        await cas1.change("scom.begin", maintenance(240));
      }
      await clock.sleep(minutes(238));
      (await cas1.read("scom.maintenance", {})).on.should.be.true();
      await clock.sleep(minutes(3));
      (await cas1.read("scom.maintenance", {})).on.should.be.false();
    }
  });

  it("goes by an end that was set before the one that it had", async () => {
    const { cas1, clock } = aLab();
    await cas1.change("scom.begin", maintenance(240));
    await cas1.change("scom.setEnd", { endsAt: instant(Math.floor(clock.now()) + minutes(30)) });
    await clock.sleep(minutes(31));
    (await cas1.read("scom.maintenance", {})).on.should.be.false();
    await cas1.change("scom.begin", maintenance(600));
    await clock.sleep(minutes(240));
    (await cas1.read("scom.maintenance", {})).on.should.be.true();
  });

  it("is in effect on the agent as it was left last, however quickly it was begun and ended", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { cas1, clock } = aLab({ seed });
      await cas1.change("scom.begin", maintenance(60));
      await cas1.change("scom.end", {});
      await clock.sleep(minutes(7));
      (await cas1.read("scom.maintenance", {})).should.containEql({ on: false, inEffect: false });
      await cas1.change("scom.begin", maintenance(60));
      await clock.sleep(minutes(7));
      await cas1.change("scom.end", {});
      await cas1.change("scom.begin", maintenance(60));
      await clock.sleep(minutes(7));
      (await cas1.read("scom.maintenance", {})).should.containEql({ on: true, inEffect: true });
    }
  });

  it("is not missed where what was wrong is right again before anybody is alarmed", async () => {
    const { lab, cas1, clock } = aLab();
    await settled(lab, cas1, "services.stop", { name: "MSExchangeRPC" });
    await settled(lab, cas1, "services.start", { name: "MSExchangeRPC" });
    await clock.sleep(minutes(10));
    lab.truth().alerts.should.eql([]);
    await cas1.change("services.stop", { name: "MSExchangeRPC" });
    await clock.sleep(minutes(10));
    lab.truth().alerts.should.have.length(1);
  });
});

describe("What a member of the lab says at a limit", () => {
  it("is that there are more events only where there are", async () => {
    const { lab, cas1 } = aLab();
    const { cursor } = await cas1.read("events.cursor", {});
    for (const name of ["MSExchangeRPC", "MSExchangeFBA"]) await settled(lab, cas1, "services.stop", { name });
    const asked = async (atMost: number) => {
      const { events, more } = await cas1.read("events.since", { cursor, levels: ["information"], atMost });
      return [events.length, more];
    };
    (await asked(1)).should.eql([1, true]);
    (await asked(2)).should.eql([2, false]);
    (await asked(3)).should.eql([2, false]);
  });

  it("is nothing at the end of a log, and all of one that has become shorter", async () => {
    const { cas1 } = aLab();
    const path = "C:\\ExchangeSetupLogs\\ExchangeSetup.log";
    const whole = await cas1.read("files.tail", { path, offset: 0 });
    (await cas1.read("files.tail", { path, offset: whole.offset - 1 })).should.containEql({ text: "\n", offset: whole.offset });
    (await cas1.read("files.tail", { path, offset: whole.offset })).should.containEql({ text: "", offset: whole.offset });
    (await cas1.read("files.tail", { path, offset: whole.offset + 1 })).should.eql(whole);
  });

  it("is of updates the latest first", async () => {
    const { lab, cas1 } = aLab();
    for (const kb of ["KB1000001", "KB1000002"]) {
      const work = { kind: "windows-updates" as const, kbs: [kb] };
      await cas1.change("job.start", { id: kb, work, limitMinutes: 60, brings: null });
      await until(
        lab,
        () => cas1.read("job.poll", { id: kb }),
        ({ state }) => state === "finished",
      );
    }
    const { entries } = await cas1.read("update.history", { kbs: ["1000001", "KB1000002"] });
    entries.map(({ kb }) => kb).should.eql(["KB1000002", "KB1000001"]);
  });

  for (const [os, usable] of [
    ["Windows Server 2008 R2 (6.1.7601)", "no"],
    ["Windows Server 2012 (6.2.9200)", "yes"],
    ["Windows Server 2012 R2 (6.3.9600)", "yes"],
    ["Windows Server 2016 (10.0.14393)", "yes"],
    ["Windows of which nobody has heard", "no"],
  ] as const)
    it(`is that it may use a managed account from Windows Server 2012 on (${os})`, () => {
      lookAtAccount("CONTOSO\\gmsa$", os).usableHere.should.equal(usable);
      lookAtAccount("CONTOSO\\svc", os).usableHere.should.equal("unknown");
    });

  it("is what was planned first, of what comes at the same moment", () => {
    const timeline = new Timeline(1000);
    const came: string[] = [];
    for (const name of ["a", "b", "c"]) timeline.after(5, () => void came.push(name));
    const cancel = timeline.at(1005, () => void came.push("not"));
    timeline.at(0, () => void came.push("late"));
    cancel();
    timeline.advance(1004);
    came.should.eql(["late"]);
    timeline.advance(1005);
    came.should.eql(["late", "a", "b", "c"]);
  });
});
