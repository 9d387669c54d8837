import should from "should";
import type { ChangeData } from "../../../../lib/server/catalogue";
import type { Dated, MemberState, RunState } from "../../../../lib/run/record";
import { memberOf, membersAtWork, replay, stepAtWork } from "../../../../lib/run/record";
import { apply, begin, nextChange } from "../../../../lib/run/record/state";
import { reason } from "../../../../lib/texts";
import { said, saidReason } from "../../../shared/english";
import { SmallJournal, found, updated } from "../report/small-journal";

const why = reason("drain-limit", "too many clients");
const first = (state: RunState): MemberState => memberOf(state, "CAS1");
const finished = { type: "step finished" as const, member: "CAS1", step: "stop", node: "stop", visit: 1, port: null, verifies: false };

describe("the state of a run", () => {
  it("begins with the entry that the run started, once, and with nothing else", () => {
    const started: Dated = { ...new SmallJournal().startEntry, at: 1 };
    should(() => replay([])).throw(/empty/);
    should(() => begin({ type: "stopping", reason: why, at: 1 })).throw(/begins with/);
    should(() => replay([started, started])).throw(/once/);
    should(replay([started])).match({
      phase: "running",
      outcome: null,
      reason: null,
      resumes: 0,
      fence: 7,
      startedAt: 1,
      interrupted: null,
    });
  });

  it("knows no member but those of its plan", () => {
    should(() => new SmallJournal().take("CAS9").state()).throw(/CAS9 is not part of run/);
  });

  it("has members that were not taken as untouched, and numbers them as the plan does", () => {
    const [, second] = new SmallJournal().take("CAS1").state().members;
    should(second).match({
      position: 2,
      phase: "waiting",
      outcome: "untouched",
      startedAt: null,
      finishedAt: null,
      returned: false,
      token: null,
    });
    should(second).match({ verified: false, unverifiedBefore: false, updateStarted: false, alreadyUpdated: false, before: undefined });
  });

  it("keeps a wish to stop after the member at work, with who had it; one to stop now is only said", () => {
    const asked = (when: "now" | "after-member") => new SmallJournal().add({ type: "stop asked", when, by: "Ada" }).state().stopAfterMember;
    should(asked("after-member")).eql({ by: "Ada" });
    should(asked("now")).be.null();
  });

  it("has the reason for which it stops, and ends with the one with which it is closed", () => {
    const journal = new SmallJournal().take("CAS1").add({ type: "stopping", reason: why });
    should(journal.state()).match({ phase: "stopping", reason: why, finishedAt: null });
    const state = journal.leave("failed", found).pass(3).finish("stopped", why).state();
    should(state).match({ phase: "ended", outcome: "stopped", reason: why, finishedAt: journal.now });
  });

  it("says first what has to be read first of a member that serves unverified, and only where there is a reason to put it before", () => {
    const leave = (alarm: string | null, stopping = true) => {
      const journal = new SmallJournal().take("CAS1");
      if (stopping) journal.add({ type: "stopping", reason: why });
      journal.add({ type: "member finished", member: "CAS1", outcome: "failed", reason: why, alarm, left: found, toMend: [] });
      return journal.state().reason;
    };
    saidReason(leave("CAS1 SERVES UNVERIFIED")).should.startWith("CAS1 SERVES UNVERIFIED");
    saidReason(leave("CAS1 SERVES UNVERIFIED")).should.match(/too many clients/);
    should(leave(null)).eql(why);
    should(leave("CAS1 SERVES UNVERIFIED", false)).be.null();
  });

  it("keeps warnings in their order, with the member that they are about, or none", () => {
    const journal = new SmallJournal().take("CAS1").warn("one").add({ type: "warning", member: null, text: "two" });
    journal.state().warnings.should.eql([
      { at: journal.now, member: "CAS1", code: null, text: "one" },
      { at: journal.now, member: null, code: null, text: "two" },
    ]);
  });

  it("numbers changes through all members", () => {
    should(nextChange(new SmallJournal().state())).equal(1);
    const journal = new SmallJournal().take("CAS1").change({ op: "nlb.drain" }).change({ op: "nlb.stop" });
    should(nextChange(journal.leave("updated", updated).take("CAS2").state())).equal(3);
    should(nextChange(journal.change({ op: "nlb.drain" }).state())).equal(4);
  });
});

describe("a member in the state of a run", () => {
  it("is at work from when it is taken until it is finished, with what was found and what was left", () => {
    const journal = new SmallJournal().pass(1).take("CAS1");
    const began = journal.now;
    should(membersAtWork(journal.state())[0]).match({ name: "CAS1", startedAt: began, found, finishedAt: null, left: null });
    const mend = [{ what: "start it", command: "Start-It" }];
    const state = journal.pass(5).leave("failed", updated, why, mend).state();
    membersAtWork(state).should.be.empty();
    should(first(state)).match({ phase: "ended", outcome: "failed", reason: why, left: updated, toMend: mend, finishedAt: journal.now });
  });

  it("has the token of the message that may act next: none while a step is at work, none when it is back or finished", () => {
    const journal = new SmallJournal().add({ type: "member started", member: "CAS1", found, earlier: {}, token: "t1" });
    const tokens = () => [first(journal.state()).token, first(journal.state()).lastToken];
    const one = { type: "step started" as const, member: "CAS1", step: "stop", node: "stop", visit: 1, input: {}, notKept: [] };
    tokens().should.eql(["t1", "t1"]);
    journal.add(one);
    tokens().should.eql([null, "t1"]);
    journal.add({ ...finished, result: { changed: true, text: "done" }, output: { a: 1 }, token: "t2", establishes: {} });
    tokens().should.eql(["t2", "t2"]);
    should(first(journal.state()).sent).eql({ node: "stop", port: null, message: { a: 1 } });
    journal.add({ type: "member returned", member: "CAS1" });
    tokens().should.eql([null, "t2"]);
    first(journal.state()).returned.should.be.true();
    const left = { outcome: "updated" as const, reason: null, alarm: null, left: updated, toMend: [] };
    journal.add({ type: "member finished", member: "CAS1", ...left });
    tokens().should.eql([null, "t2"]);
  });

  it("has each step with how it went, and what it has left for later ones, oldest first", () => {
    const journal = new SmallJournal().take("CAS1").begin("look").pass(2).end("look", "one", false).begin("look").end("look", "two");
    const { steps, earlier } = first(journal.state());
    steps
      .map(({ outcome, text, visit }) => [outcome, text, visit])
      .should.eql([
        ["unchanged", "one", 1],
        ["done", "two", 2],
      ]);
    should(steps[0]!.finishedAt! - steps[0]!.startedAt).equal(2 * 60_000);
    should(earlier.get("look")?.map(({ text }) => said(text))).eql(["one", "two"]);
  });

  it("starts with what a step by hand before it has left", () => {
    const earlier = { look: [{ changed: false, text: "by hand", before: { build: "1" }, alreadyUpdated: true }] };
    const state = new SmallJournal().add({ type: "member started", member: "CAS1", found, earlier, token: null }).state();
    should(first(state)).match({ before: { build: "1" }, alreadyUpdated: true });
    should(first(state).earlier.get("look")).have.length(1);
  });

  it("keeps the picture of before the update from the step that took it, when later steps take none", () => {
    const journal = new SmallJournal().take("CAS1").begin("look");
    journal.add({
      ...finished,
      step: "look",
      result: { changed: false, text: "a", before: { n: 1 } },
      output: {},
      token: null,
      establishes: {},
    });
    should(first(journal.begin("stop").end("stop", "b").state()).before).eql({ n: 1 });
  });

  it("adds up what finished steps have established, the latest for each thing", () => {
    const journal = new SmallJournal().take("CAS1");
    const establishing = (establishes: Record<string, string | null>) =>
      journal.begin("stop").add({ ...finished, result: { changed: true, text: "x" }, output: {}, token: null, establishes });
    establishing({ nlb: "stopped", scom: "on" });
    establishing({ nlb: "converged" });
    first(journal.state()).established.should.eql({ nlb: "converged", scom: "on" });
  });

  it("has the progress of the step at work, and of none that has ended", () => {
    const journal = new SmallJournal().take("CAS1").begin("drain");
    const said = { type: "progress" as const, member: "CAS1", step: "drain", text: "23 left", fraction: 0.5, figures: { left: 23 } };
    should(stepAtWork(first(journal.add(said).state()))?.progress).eql({ text: "23 left", fraction: 0.5, figures: { left: 23 } });
    should(() =>
      journal
        .end("drain", "none left")
        .add({ ...said, text: "late" })
        .state(),
    ).not.throw();
    should(first(journal.state()).steps[0]?.progress).have.property("text", "23 left");
  });

  it("whose step was cut off by the end of the run is told apart from one whose step failed by itself", () => {
    const failed = (stopping: boolean) => {
      const journal = new SmallJournal().take("CAS1").begin("drain");
      if (stopping) journal.add({ type: "stopping", reason: why });
      journal.add({ type: "step failed", member: "CAS1", step: "drain", node: "drain", visit: 1, reason: why });
      return first(journal.state()).steps[0];
    };
    should(failed(false)).match({ outcome: "failed", cutOff: false, reason: why });
    should(failed(true)).match({ outcome: "failed", cutOff: true });
  });

  it("that is finished while a step was at work has that step as failed, for the reason that it was left", () => {
    const journal = new SmallJournal().take("CAS1").begin("drain").pass(4).leave("failed", found, why);
    should(first(journal.state()).steps[0]).match({ outcome: "failed", reason: why, finishedAt: journal.now });
  });

  it("has its changes as sent until their outcome is known, and does not take the outcome of one that was never announced", () => {
    const journal = new SmallJournal().take("CAS1").change({ op: "nlb.drain", undo: ["nlb.start", {}] }, null);
    should(first(journal.state()).changes).match([
      { op: "nlb.drain", outcome: "sent", text: null, undo: ["nlb.start", {}], startsUpdate: false },
    ]);
    journal.change({ op: "nlb.stop" }, "unknown", "no answer");
    should(first(journal.state()).changes[1]).match({ op: "nlb.stop", outcome: "unknown", text: "no answer" });
    should(first(journal.state()).changes[0]).match({ outcome: "sent" });
    journal.add({ type: "did change", member: "CAS1", change: 9, outcome: "done", text: null });
    should(() => journal.state()).throw(/does not announce/);
  });

  it("is not verified any more in a plan that would restart it, or install again", () => {
    const plan = () =>
      new SmallJournal({ dryRun: true }).take("CAS1").would("job.start").begin("verify").end("verify", "would", false, true);
    first(plan().state()).verified.should.be.true();
    first(plan().would("system.restart").state()).verified.should.be.false();
    first(plan().would("job.start").state()).verified.should.be.false();
    first(plan().would("nlb.start").state()).verified.should.be.true();
    should(first(plan().state()).wouldChange).match([{ op: "job.start", startsUpdate: true, onlyIf: null, cause: "step" }]);
  });

  it("has what was told somebody, with whether it was heard, the latest of an id", () => {
    const told = { member: "CAS1", id: "n1" };
    const journal = new SmallJournal().take("CAS1").add({ type: "will tell", ...told, op: "notice.send" });
    should(first(journal.state()).told).match([{ id: "n1", op: "notice.send", outcome: "sent", text: null }]);
    journal.add({ type: "did tell", ...told, outcome: "failed", text: "refused" }).add({ type: "will tell", ...told, op: "notice.send" });
    journal.add({ type: "did tell", member: "CAS1", id: "other", outcome: "done", text: null });
    journal.add({ type: "did tell", ...told, outcome: "done", text: null });
    first(journal.state())
      .told.map(({ outcome, text }) => [outcome, text])
      .should.eql([
        ["failed", "refused"],
        ["done", null],
      ]);
  });

  it("has what is kept up while it is out, by its operation, until that ends or the member is finished", () => {
    const keep: ChangeData = ["scom.extend", { minutes: 30 }];
    const up = (everyMs: number) => ({ type: "upkeep" as const, member: "CAS1", keep, everyMs, ifEnded: null });
    const journal = new SmallJournal().take("CAS1").add(up(1000)).pass(1).add(up(2000));
    should([...first(journal.state()).upkeep.values()]).match([{ keep, everyMs: 2000, ifEnded: null, at: journal.now }]);
    first(new SmallJournal().take("CAS1").add(up(1)).leave("failed", found).state()).upkeep.size.should.equal(0);
    journal.add({ type: "upkeep ended", member: "CAS1", op: "nlb.stop" });
    first(journal.state()).upkeep.size.should.equal(1);
    journal.add({ type: "upkeep ended", member: "CAS1", op: "scom.extend" });
    first(journal.state()).upkeep.size.should.equal(0);
  });
});

describe("a run that is taken up again", () => {
  const resumed = { type: "resumed" as const, fence: 9 };
  const one = { type: "step started" as const, member: "CAS1", step: "drain", node: "drain", visit: 1, input: {}, notKept: [] };
  const atWork = () => {
    const journal = new SmallJournal().add({ type: "member started", member: "CAS1", found, earlier: {}, token: "t1" });
    return journal.add(one).add({ type: "interrupted", why: "end" });
  };

  it("has the new fencing number, and nobody has let go of it any more", () => {
    should(atWork().state().interrupted).eql({ why: "end" });
    should(atWork().add(resumed).state()).match({ fence: 9, interrupted: null, resumes: 1 });
    should(atWork().add(resumed).add({ type: "resumed", fence: 12 }).state()).match({ fence: 12, resumes: 2 });
  });

  it("lets the message that went out last act once more, and goes on with the step that it interrupted as the same visit", () => {
    const journal = atWork().add(resumed);
    should(first(journal.state())).match({ token: "t1" });
    should(first(journal.state()).steps).match([{ outcome: "at work", interrupted: true }]);
    const { steps, token } = first(journal.add(one).state());
    should(steps).match([{ outcome: "at work", interrupted: false, visit: 1 }]);
    should(steps).have.length(1);
    should(token).be.null();
  });

  it("ends the interrupted step where another one, or another visit, comes in its place", () => {
    for (const other of [{ node: "other" }, { visit: 2 }]) {
      const journal = atWork()
        .add(resumed)
        .pass(2)
        .add({ ...one, ...other });
      const { steps } = first(journal.state());
      should(steps).match([{ outcome: "failed", cutOff: true, finishedAt: journal.now }, { outcome: "at work" }]);
    }
  });

  it("gives no message to a member that is back, finished, or was not taken", () => {
    const back = atWork().add({ type: "member returned", member: "CAS1" }).add(resumed).state();
    should(first(back).token).be.null();
    should(memberOf(back, "CAS2").token).be.null();
    const left = { outcome: "updated" as const, reason: null, alarm: null, left: updated, toMend: [] };
    should(
      first(
        atWork()
          .add({ type: "member finished", member: "CAS1", ...left })
          .add(resumed)
          .state(),
      ).token,
    ).be.null();
  });

  it("does not call a step interrupted that was not at work", () => {
    const journal = new SmallJournal().take("CAS1").begin("a").end("a", "x").add(resumed);
    should(first(journal.state()).steps).match([{ outcome: "done", interrupted: false }]);
  });
});

describe("what is applied to a state", () => {
  it("is seen by whoever holds it", () => {
    const state = new SmallJournal().take("CAS1").state();
    apply(state, { type: "step started", member: "CAS1", step: "a", node: "n", visit: 1, name: "Drain it", input: {}, notKept: [], at: 5 });
    should(stepAtWork(first(state))).match({
      step: "a",
      name: "Drain it",
      node: "n",
      startedAt: 5,
      finishedAt: null,
      cutOff: false,
      interrupted: false,
      text: "",
      reason: null,
      progress: null,
    });
    apply(state, { type: "step started", member: "CAS1", step: "b", node: "m", visit: 1, input: {}, notKept: [], at: 6 });
    should(stepAtWork(first(state))).match({ name: "b" });
  });
});
