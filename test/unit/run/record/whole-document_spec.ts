import should from "should";
import type { RunDocument } from "../../../../lib/run/record";
import { documentOf, toJson } from "../../../../lib/run/record";
import { defaultSettings } from "../../../../lib/run/settings";
import { reason, text } from "../../../../lib/texts";
import { minutes } from "../../../../lib/time";
import { said } from "../../../shared/english";
import { found, pictureOf, SmallJournal } from "../report/small-journal";

const two = ["CAS1", "CAS2"].map((name) => ({ name, address: name.toLowerCase() }));
const RUN = "20260110-220410-cas-array";
const why = { ...reason("drain-limit", "too many clients.", "Wait for the night."), member: "CAS1" };
const documentNow = (journal: SmallJournal, report: string | null = null): RunDocument =>
  documentOf(journal.state(), { now: journal.now, report, say: said });
/** CAS1 alone in it. */
const member = (journal: SmallJournal) => documentNow(journal).members[0]!;

describe("the document of a run", () => {
  it("of which nothing is known yet but its plan has that, and null for the rest", () => {
    should(documentNow(new SmallJournal({ members: two }))).eql({
      runId: RUN,
      array: "CAS-ARRAY",
      summary: "Running: 0 of 2 members of CAS-ARRAY done.",
      state: "running",
      outcome: null,
      reasonCode: null,
      reason: null,
      update: "Exchange 2010 SP3 RU32",
      dryRun: false,
      requestedBy: "alice",
      note: "change 4711",
      interrupted: null,
      waitsFor: null,
      stopAfterMember: false,
      paused: null,
      questions: [],
      batches: [["CAS1"], ["CAS2"]],
      soaks: [],
      deadline: null,
      memberTakes: null,
      expectedEnd: null,
      clockSpeed: null,
      startedAt: "2026-01-10T22:04:10.000Z",
      finishedAt: null,
      report: null,
      warnings: [],
      wouldEnd: null,
      members: ["CAS1", "CAS2"].map((name) => ({
        name,
        state: "waiting",
        outcome: "untouched",
        reason: null,
        found: {},
        left: {},
        current: null,
        steps: [],
        changes: [],
        wouldChange: [],
        toMend: [],
        leftToDo: [],
      })),
    });
  });

  it("has by when it is to be over, how long a member takes and when all will be done, by earlier runs and by its own members", () => {
    const took = [30, 60, 20].map((mins) => ({ run: "x", member: "CAS9", ms: minutes(mins), updateMs: minutes(mins) }));
    const journal = new SmallJournal({ members: two, took, deadline: Date.UTC(2026, 0, 11, 3) });
    should(documentNow(journal)).match({
      deadline: "2026-01-11T03:00:00.000Z",
      memberTakes: { usualSeconds: 1800, slowSeconds: 3600, measured: 3, source: /as CAS9 did in run x, the slowest of 3/ },
      expectedEnd: { usual: "2026-01-10T23:04:10.000Z", slow: "2026-01-11T00:04:10.000Z" },
    });
    journal.take("CAS1").pass(40);
    should(documentNow(journal).expectedEnd).eql({ usual: "2026-01-10T23:14:10.000Z", slow: "2026-01-11T00:04:10.000Z" });
    journal.change({ op: "job.start" }).pass(30).leave("updated", found);
    should(documentNow(journal)).match({
      memberTakes: { usualSeconds: 3600, slowSeconds: 4200, measured: 4, source: /as CAS1 did in this run/ },
      expectedEnd: { usual: "2026-01-11T00:14:10.000Z", slow: "2026-01-11T00:24:10.000Z" },
    });
    should(documentNow(new SmallJournal({ members: two, took, dryRun: true })).expectedEnd).be.null();
    should(documentNow(journal.add({ type: "paused", by: null })).expectedEnd).be.null();
    should(documentNow(journal.add({ type: "went on", by: null })).expectedEnd).not.be.null();
    should(documentNow(journal.finish("stopped", why)).expectedEnd).be.null();
  });

  it("has how long a member takes as somebody has set it, though none was measured", () => {
    const settings = { ...defaultSettings, memberMs: minutes(50) };
    const deployed = { members: [], connection: "ssh", nodes: {}, settings };
    should(documentNow(new SmallJournal({ members: two, deployed })).memberTakes).match({
      slowSeconds: 3000,
      measured: 0,
      source: /set by/,
    });
  });

  it("that has stopped has how, why by its code and in words, when, where its report is, and its warnings with their members", () => {
    const journal = new SmallJournal({ members: two, speed: 60 })
      .take("CAS1")
      .warn(text("run.node-red-ended"))
      .add({ type: "warning", member: null, text: "two" });
    journal.fail("nlb-drainstop", why).leave("failed", found, why).pass(2).finish("stopped", why);
    should(documentNow(journal, "/reports/1.html")).match({
      state: "ended",
      outcome: "stopped",
      reasonCode: "drain-limit",
      reason: /too many clients.*Wait for the night/s,
      clockSpeed: 60,
      finishedAt: "2026-01-10T22:06:10.000Z",
      report: "/reports/1.html",
      warnings: [`CAS1: ${said(text("run.node-red-ended"))}`, "two"],
    });
    should(member(journal)).match({ state: "ended", outcome: "failed", reason: /too many clients/ });
  });

  it("says that nobody drives it as long as that is so, and not when it has ended", () => {
    const journal = new SmallJournal().take("CAS1").add({ type: "interrupted", why: text("run.node-red-ended") });
    should(documentNow(journal).interrupted).equal(said(text("run.node-red-ended")));
    should(documentNow(journal.leave("failed", found).finish("stopped", why)).interrupted).be.null();
  });

  it("tells of the step at work its name, what it says, for how long it has been at it, and its figures", () => {
    const journal = new SmallJournal().take("CAS1").begin("nlb-drainstop").pass(1).end("nlb-drainstop", "drained").begin("install-update");
    should(member(journal).current).eql({ step: "install-update", name: "install-update", text: "", seconds: 0, figures: {} });
    journal.pass(0.1217).add({
      type: "progress",
      member: "CAS1",
      step: "install-update",
      text: "half",
      fraction: 0.5,
      figures: toJson({ left: 23 }),
    });
    should(member(journal).current).match({ text: "half", seconds: 7.3, figures: { left: 23 } });
  });

  it("has each step with how it went and how long it took, in tenths of a second; one that failed with why, one at work without an end", () => {
    const journal = new SmallJournal().take("CAS1").begin("look").pass(0.1217).end("look", "as it should be", false);
    journal.begin("nlb-drainstop").pass(2).fail("nlb-drainstop", why);
    const { steps } = member(journal);
    should(steps[0]).eql({ step: "look", name: "look", outcome: "unchanged", seconds: 7.3, text: "as it should be" });
    should(steps[1]).match({ outcome: "failed", seconds: 120, text: /too many clients/ });
    should(member(new SmallJournal().take("CAS1").begin("look").pass(1)).steps).eql([
      { step: "look", name: "look", outcome: "at work", seconds: null, text: "" },
    ]);
  });

  it("calls a step cut off that was at work when its process died, and not failed", () => {
    const journal = new SmallJournal().take("CAS1").begin("nlb-drainstop").pass(1).leave("failed", found, why).finish("stopped", why);
    should(member(journal).steps).match([{ step: "nlb-drainstop", outcome: "cut off", seconds: 60 }]);
  });

  it("has changes, made and planned, with their cause, and their jobs without the id of the run, so that two runs can be compared", () => {
    const journal = new SmallJournal()
      .take("CAS1")
      .change({ op: "job.start", args: { id: `${RUN}_CAS1_n_1_1`, limitMinutes: 1 } })
      .change({ op: "job.start", args: { id: "another_CAS1", limitMinutes: 1 } }, "unknown")
      .change({ op: "x", args: { id: 7 }, cause: "upkeep" }, "failed")
      .would("job.start", { id: `${RUN}_CAS1_n_1_1` })
      .would("scom.extend", { minutes: 30 }, "it takes longer", "upkeep");
    should(member(journal).changes).eql([
      { op: "job.start", args: { id: "CAS1_n_1_1", limitMinutes: 1 }, outcome: "done", cause: "step" },
      { op: "job.start", args: { id: "another_CAS1", limitMinutes: 1 }, outcome: "unknown", cause: "step" },
      { op: "x", args: { id: 7 }, outcome: "failed", cause: "upkeep" },
    ]);
    should(member(journal).wouldChange).eql([
      { op: "job.start", args: { id: "CAS1_n_1_1" }, cause: "step" },
      { op: "scom.extend", args: { minutes: 30 }, cause: "upkeep", if: "it takes longer" },
    ]);
  });

  it("takes arguments of any kind as they are: a journal may be of another version", () => {
    for (const args of [null, "stop", 7, [], {}]) {
      const journal = new SmallJournal().take("CAS1");
      journal.add({ type: "would change", member: "CAS1", op: "x", args, onlyIf: null, startsUpdate: false, cause: "step" });
      should(member(journal).wouldChange[0]?.args).eql(args);
    }
  });

  it("has how a member was found and left, and what would mend it, with the one list of what is left to do only where there is something", () => {
    const left = pictureOf("stopped", "started", null);
    const mend = [{ what: "start it", command: "Start-It" }];
    const journal = new SmallJournal({ members: two }).take("CAS1").change({ op: "nlb.drain", undo: ["nlb.start", {}] });
    should(member(journal)).match({ found: found.facts, left: {}, toMend: [], leftToDo: [] });
    journal.fail("nlb-drainstop", why).leave("failed", left, why, mend);
    should(member(journal).leftToDo).eql([]);
    journal.finish("stopped", why);
    should(member(journal)).match({ found: found.facts, left: left.facts, toMend: mend });
    const { leftToDo } = member(journal);
    leftToDo.map(({ number }) => number).should.eql(leftToDo.map((_, index) => index + 1));
    should(leftToDo.at(-1)).eql({ number: leftToDo.length, part: "put-back", what: "start it", command: "Start-It", onlyAfter: null });
  });

  it("says that it stops after the member at work once that was asked for", () => {
    const journal = new SmallJournal().take("CAS1").add({ type: "stop asked", when: "now", by: null });
    documentNow(journal).stopAfterMember.should.be.false();
    documentNow(journal.add({ type: "stop asked", when: "after-member", by: null })).stopAfterMember.should.be.true();
  });
});
