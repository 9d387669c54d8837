import should from "should";
import type { Truth } from "../../../lib/adapters/lab";
import { hours, minutes } from "../../../lib/time";
import { notJudged } from "../../../simulation/auditor";
import { changed, event, found, Scripted } from "./scripted";

const foreign = { minutes: 600, reason: "PlannedApplicationMaintenance", comment: "a colleague's" } as const;

describe("The auditor on promise 6, as found, updated and serving, or named", () => {
  it("finds what was left otherwise and is not named, and is content where it is", async () => {
    const run = new Scripted().begin();
    await run.update("CAS1");
    await run.out("CAS2");
    await run.install("CAS2");
    await run.sleep(minutes(50));
    run.fail();
    const toMend = [
      {
        what: "NLB stays stopped, and its default state too; SCOM is in maintenance mode; a restart is pending",
        command: "Start-NlbClusterNode",
      },
    ];
    run.finish("CAS2", "failed", { left: { version: "14.3.195.1" }, toMend });
    const records = await run.end();
    found(records, 6).should.eql([]);
    (run.document.members[1] as { toMend: unknown }).toMend = [];
    found(run.records(), 6).should.match([
      /^6 CAS2: nlb was converged, is stopped, and the report does not name it\.$/,
      /^6 CAS2: defaultState was started/,
      /^6 CAS2: scom was false, is true/,
      /^6 CAS2: scomEndsAt was null/,
      /^6 CAS2: scomParts was 0/,
      /^6 CAS2: pendingRestart was false/,
    ]);
  });

  it("finds each other fact: a start type, Forefront, a colleague's window that was ended", async () => {
    const run = new Scripted();
    await run.send("CAS1", "scom.begin", foreign);
    await run.sleep(1000);
    run.begin().take("CAS1");
    await run.change("CAS1", "services.setStartType", { name: "RemoteRegistry", startType: "disabled" });
    for (const name of ["MSExchangeTransport", "FSCController"]) {
      await run.change("CAS1", "services.stop", { name });
      await run.sleep(minutes(1));
    }
    await run.change("CAS1", "forefront.disable", {});
    await run.change("CAS1", "scom.end", {});
    run.finish("CAS1", "failed");
    const findings = found(await run.end(), 6).join("\n");
    for (const fact of ["service:RemoteRegistry", "service:MSExchangeTransport", "forefront", "scom", "scomEndsAt"])
      findings.should.containEql(`CAS1: ${fact} was`);
  });

  it("is content with a colleague's window that gets its end back, and finds one that does not", async () => {
    for (const back of [true, false]) {
      const run = new Scripted();
      await run.send("CAS1", "scom.begin", foreign);
      const { endsAt } = await run.read("CAS1", "scom.maintenance", {});
      await run.sleep(1000);
      run.begin().take("CAS1");
      await run.change("CAS1", "scom.extend", { minutes: 900 });
      if (back) await run.change("CAS1", "scom.setEnd", { endsAt: endsAt as string });
      run.finish("CAS1", "failed");
      should(found(await run.end(), 6).length).equal(back ? 0 : 1);
    }
  });

  it("leaves to others what they have done", async () => {
    const run = new Scripted({
      events: [event("nlb-suspend", "CAS1", 120), event("nlb-stop", "CAS2", 120), event("scom-end", "CAS1", 121)],
    });
    run.begin();
    await run.out("CAS1");
    await run.sleep(minutes(120));
    await run.change("CAS1", "nlb.setDefaultState", { state: "started" }, "undo");
    run.finish("CAS1", "failed");
    found(await run.end(), 6).should.eql([]);
  });

  it("finds what the report says and was not so", async () => {
    const run = new Scripted().begin();
    await run.out("CAS1");
    run.finish("CAS1", "untouched", {
      left: { nlb: "converged", defaultState: "stopped", scom: "monitored" },
      toMend: [{ what: "NLB, default state, SCOM", command: "" }],
    });
    run.take("CAS2");
    run.finish("CAS2", "updated", { reason: "It is left out of service until you have looked at it." });
    found(await run.end(), 6).should.eql([
      "6 CAS1: it is called untouched, and was changed.",
      "6 CAS1: the report says nlb converged, which was not so.",
      "6 CAS1: the report says scom monitored, which was not so.",
      "6 CAS2: the report says that it is out of service, and clients are sent to it.",
    ]);
  });

  it("wants no service named of a member that did not answer, and that said to be so", async () => {
    const night = async (reason: string, version: string | null) => {
      const run = new Scripted().begin();
      run.take("CAS1");
      await run.change("CAS1", "services.stop", { name: "MSExchangeTransport" });
      await run.sleep(minutes(1));
      run.write("stopping", { reason: { code: "interrupted" } });
      run.finish("CAS1", "failed", { reason, left: { version } });
      return found(await run.end(), 6);
    };
    const silent = "It is not known whether CAS1 serves unverified (it does not answer).";
    (await night(silent, null)).should.eql([]);
    const named = [/^6 CAS1: service:MSExchangeTransport was running/];
    (await night(silent, "14.3.123.4")).should.match(named);
    (await night("Node-RED ended.", null)).should.match(named);
  });

  it("lets a run that cannot write any more look after that, for some minutes", async () => {
    const run = new Scripted().begin();
    await run.out("CAS1");
    await run.install("CAS1");
    const version = async () => (await run.read("CAS1", "update.installed", {})).build;
    const before = await version();
    while ((await version()) === before) await run.sleep(minutes(1));
    run.document.members.push({ name: "CAS1", outcome: "failed", reason: null, left: { version: await version() }, toMend: [] });
    const killed = (minutesBefore: number) => {
      const { truth, runs } = run.records();
      const killedAt = truth.nowMs - minutes(minutesBefore);
      return { truth, runs: runs.map((one) => ({ ...one, killedAt })) };
    };
    await run.sleep(minutes(1));
    const said = (minutesBefore: number) => found(killed(minutesBefore), 6).filter((finding) => /the report says version/.test(finding));
    said(3).should.eql([]);
    said(20).should.match([/^6 CAS1: the report says version 14\.3\.195\.1, which was not so\.$/]);
  });

  it("finds a member that is called updated and does not serve", async () => {
    const run = new Scripted().begin();
    await run.out("CAS1");
    run.finish("CAS1", "updated", { toMend: [{ what: "NLB, default state, SCOM", command: "" }] });
    found(await run.end(), 6).should.eql(["6 CAS1: it is called updated, and neither serves nor is as it was found."]);
  });

  it("finds any change in a dry run", async () => {
    const run = new Scripted().begin({ dryRun: true });
    await run.change("CAS1", "nlb.drain", {});
    found(run.records(), 6).should.eql(["6 A dry run has made a change: nlb.drain on CAS1."]);
  });
});

describe("The auditor on promise 7, written down first", () => {
  it("finds a change without an entry, one with an entry that comes later or says something else, and one that the lab refused", async () => {
    const run = new Scripted({ found: { CAS3: { nlb: "suspended" } } }).begin();
    await run.send("CAS1", "nlb.drain", {});
    await run.sleep(1000);
    run.write("will change", { member: "CAS1", op: "nlb.drain", args: {}, cause: "step" });
    run.write("will change", { member: "CAS2", op: "nlb.setDefaultState", args: { state: "started" }, cause: "step" });
    await run.send("CAS2", "nlb.setDefaultState", { state: "stopped" });
    await run.send("CAS3", "nlb.start", {}).should.be.rejected();
    found(run.records(), 7).should.eql([
      "7 nlb.drain was sent to CAS1 without an entry in a journal before it.",
      "7 nlb.setDefaultState was sent to CAS2 without an entry in a journal before it.",
      "7 nlb.start was sent to CAS3 without an entry in a journal before it.",
    ]);
  });

  it("counts each entry once", async () => {
    const run = new Scripted().begin();
    await run.change("CAS1", "nlb.drain", {});
    await run.send("CAS1", "nlb.drain", {});
    found(run.records(), 7).should.have.length(1);
  });

  it("counts a change whose answer was lost, and no read", async () => {
    const run = new Scripted().begin();
    run.lab.loseNextAnswer("CAS1");
    await run.change("CAS1", "nlb.drain", {}).should.be.rejected();
    await run.read("CAS1", "nlb.host", {});
    run.lab.truth().failed.should.match([{ member: "CAS1", op: "nlb.drain", why: "answer-lost" }]);
    found(run.records(), 7).should.eql([]);
  });
});

describe("The auditor on promise 8, nothing is done twice", () => {
  it("finds an update that is started again though it has brought its version, and a restart from the same boot", async () => {
    const run = new Scripted().begin();
    await run.out("CAS1");
    const { bootedAt } = await run.read("CAS1", "system.info", {});
    await run.install("CAS1");
    await run.sleep(minutes(50));
    await run.install("CAS1", "again");
    await run.sleep(minutes(50));
    await run.change("CAS1", "system.restart", { bootedAt });
    await run.sleep(minutes(20));
    await run.change("CAS1", "system.restart", { bootedAt });
    run.verify("CAS1");
    run.verify("CAS1");
    found(run.records(), 8).should.eql([
      "8 The update of CAS1 was started again after it had brought its version.",
      "8 CAS1 was told twice to restart from the same boot.",
      "8 The step verify was finished twice on CAS1 in visit 1.",
    ]);
  });

  it("allows another attempt where another installation was running", async () => {
    const run = new Scripted({ faults: [{ name: "installer-busy", member: "CAS1" }] }).begin();
    await run.out("CAS1");
    for (const id of ["one", "two", "three"]) {
      await run.install("CAS1", id);
      await run.sleep(minutes(50));
    }
    found(run.records(), 8).should.eql([]);
  });
});

describe("The auditor on promise 9, nothing more after the first failure", () => {
  it("finds another member that is touched, and an update that begins, after the failure", async () => {
    const run = new Scripted().begin();
    await run.out("CAS1");
    run.fail();
    await run.sleep(1000);
    await run.install("CAS1");
    await run.change("CAS2", "nlb.drain", {});
    found(run.records(), 9).should.match([
      /^9 After the failure at .* job\.start was sent to CAS1\.$/,
      /nlb\.drain was sent to CAS2, which was not at work\.$/,
    ]);
  });

  it("allows what puts the member at work back, and what was on its way", async () => {
    const run = new Scripted().begin();
    await run.out("CAS1");
    run.write("will change", { member: "CAS1", op: "nlb.suspend", args: {}, cause: "step" });
    run.fail();
    await run.send("CAS1", "nlb.suspend", {});
    await run.change("CAS1", "nlb.resume", {}, "undo");
    await run.back("CAS1");
    found(run.records(), 9).should.eql([]);
  });

  /** The web service of a member stops for good at that moment, by nobody's doing. */
  const stops = (member: string, atMs: number) => (truth: Truth) => ({
    serving: truth.serving.flatMap((entry, index) => {
      const without = { ...entry, members: entry.members.filter((name) => name !== member) };
      const next = truth.serving[index + 1]?.atMs ?? truth.nowMs;
      if (entry.atMs >= atMs) return [without];
      return next > atMs ? [entry, { ...without, atMs }] : [entry];
    }),
    facts: [...truth.facts, { atMs, member, fact: "answers" as const, is: false, by: "itself" as const }].sort((a, b) => a.atMs - b.atMs),
  });

  it("finds a bad update that is carried on, and does not blame a run that stops", async () => {
    const carriedOn = new Scripted().begin();
    await carriedOn.update("CAS1");
    const at = carriedOn.clock.now();
    await carriedOn.sleep(minutes(2));
    await carriedOn.update("CAS2");
    found(changed(await carriedOn.end(), stops("CAS1", at)), 9).should.match([
      /^9 CAS1, which this run has updated, stopped serving at .*, and nlb\.drain was sent to CAS2\.$/,
    ]);

    const stopped = new Scripted().begin();
    await stopped.update("CAS1");
    const then = stopped.clock.now();
    await stopped.sleep(20_000);
    stopped.fail();
    found(changed(await stopped.end(), stops("CAS1", then)), 9).should.eql([]);
  });

  it("does not blame a run for an updated member that others have stopped", async () => {
    const run = new Scripted({ events: [event("nlb-stop", "CAS1", 115)] }).begin();
    await run.update("CAS1");
    await run.sleep(minutes(10));
    await run.update("CAS2");
    found(await run.end(), 9).should.eql([]);
  });
});

describe("The auditor on the other promises", () => {
  const two = async (first: Record<string, unknown>, second: Record<string, unknown>, pauseMs: number) => {
    const [one, other] = [new Scripted().begin(first), new Scripted().begin(second)];
    await one.sleep(minutes(1));
    one.write("run finished");
    const [begun] = other.journal as [Record<string, unknown>];
    const later = { ...begun, run: "run-2", at: one.clock.now() + pauseMs };
    const { truth, runs } = one.records();
    return { truth, runs: [...runs, { journal: [later, { type: "run finished", at: later.at + 1000 }] }] };
  };

  it("10: finds a key that has started two runs, and two runs at once", async () => {
    const key = { value: "change-4711" };
    found(await two({ key }, { key }, minutes(1)), 10).should.eql(["10 The key change-4711 has started two runs, run-1 and run-2."]);
    found(await two({ key }, {}, -1000), 10).should.eql(["10 The runs run-1 and run-2 were at work on the same array at once."]);
    found(await two({ key }, { key: { value: "other" } }, 0), 10).should.eql([]);
  });

  it("11: finds a member that is taken outside the window, not one that is looked at", async () => {
    const run = new Scripted().begin();
    const { startedAtMs } = run.lab.truth();
    run.take("CAS1");
    await run.sleep(hours(2));
    await run.out("CAS2");
    const night = (toHour: number) => ({ ...run.records(), windows: [{ from: startedAtMs, to: startedAtMs + hours(toHour) }] });
    found(night(3), 11).should.eql([]);
    found(night(1), 11).should.eql(["11 CAS2 was taken outside the maintenance window."]);
  });

  it("11: finds an update that is started outside the window, on a member that was taken inside it", async () => {
    const run = new Scripted().begin();
    const { startedAtMs } = run.lab.truth();
    await run.out("CAS1");
    await run.sleep(hours(1));
    await run.install("CAS1");
    const night = (toHour: number) => ({ ...run.records(), windows: [{ from: startedAtMs, to: startedAtMs + hours(toHour) }] });
    found(night(3), 11).should.eql([]);
    found(night(1), 11).should.eql(["11 The update of CAS1 was started outside the maintenance window."]);
  });

  it("11: finds a member that is taken though one before it took longer than there is time left", async () => {
    const run = new Scripted().begin();
    const { startedAtMs } = run.lab.truth();
    await run.update("CAS1");
    await run.out("CAS2");
    const night = (afterMinutes: number) => ({
      ...run.records(),
      windows: [{ from: startedAtMs, to: startedAtMs + minutes(afterMinutes) }],
    });
    found(night(220), 11).should.eql([]);
    found(night(200), 11).should.match([/^11 CAS2 was taken \d+ min before the end, though CAS1 had taken 10\d min\.$/]);
  });

  it("12: finds a secret in a journal, a document and a text, however it is written", async () => {
    const run = new Scripted().begin();
    const secret = 'Pass"wörd/1';
    run.write("warning", { member: null, text: secret });
    run.document.reason = Buffer.from(secret, "utf16le").toString("base64");
    const records = {
      ...(await run.end()),
      secrets: ["nobody knows", secret],
      texts: ["all is well", `https://x/?p=${encodeURIComponent(secret)}`],
    };
    found(records, 12).should.eql([
      "12 Secret 2 is in the journal of run 1.",
      "12 Secret 2 is in the document of run 1.",
      "12 Secret 2 is in text 2.",
    ]);
  });

  it("names the promises that a night cannot show", async () => {
    const run = new Scripted().begin();
    const now = run.records();
    notJudged(now)
      .map(({ promise }) => promise)
      .should.eql([3, 7, 8, 10, 11, 12]);
    notJudged({ ...(await run.end()), windows: [], secrets: ["s"] })
      .map(({ promise }) => promise)
      .should.eql([7, 8, 10]);
    notJudged({ truth: now.truth, runs: [] })
      .map(({ promise }) => promise)
      .should.eql([1, 3, 7, 8, 10, 11, 12]);
  });
});
