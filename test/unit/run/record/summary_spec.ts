import should from "should";
import type { MemberOutcome, Plan } from "../../../../lib/run/record";
import { leftToDo, nameInWords, outcomeInWords, standing, stoppedAt, takenBack } from "../../../../lib/run/record";
import { reason, text } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { sentenceOf } from "../report/read-page";
import { found, pictureOf, SmallJournal, updated } from "../report/small-journal";

const of = (...names: readonly string[]) => ({ members: names.map((name) => ({ name, address: name })) });
const why = reason("drain-limit", "too many clients.");
const mend = [{ what: "start it", command: "Start-It" }];
const stopped = pictureOf("stopped", "started", "14.3.123.4");
const drain = { op: "nlb.drain", undo: ["nlb.start", {}] } as const;
/** CAS1 in the middle of a drain. */
const draining = (plan: Partial<Plan> = {}) => new SmallJournal(plan).take("CAS1").begin("nlb-drainstop").change(drain);
/** CAS1 with an update under way that nobody has verified. */
const installing = () => new SmallJournal().take("CAS1").begin("install-update").change({ op: "job.start" });

describe("A run that is under way, in one sentence,", () => {
  it("tells who is at work, on what, and how many are done", () => {
    const journal = new SmallJournal(of("CAS1", "CAS2"));
    sentenceOf(journal).should.equal("Running: 0 of 2 members of CAS-ARRAY done.");
    sentenceOf(journal.take("CAS1")).should.equal("Running: CAS1 is at work, 0 of 2 members of CAS-ARRAY done.");
    sentenceOf(journal.begin("a")).should.equal("Running: CAS1 is at work (a), 0 of 2 members of CAS-ARRAY done.");
    sentenceOf(journal.take("CAS2")).should.equal("Running: CAS1 (a) and CAS2 are at work, 0 of 2 members of CAS-ARRAY done.");
    sentenceOf(journal.leave("updated", updated)).should.equal("Running: CAS1 is at work (a), 1 of 2 members of CAS-ARRAY done.");
  });

  it("says where it is a dry run, where nobody drives it, where it is to end, and where it is ending", () => {
    const plan = of("CAS1");
    sentenceOf(draining({ ...plan, dryRun: true })).should.equal(
      "Dry run under way: CAS1 is at work (nlb-drainstop), 0 of 1 member of CAS-ARRAY done.",
    );
    const interrupted = draining(plan).add({ type: "interrupted", why: "x" });
    sentenceOf(interrupted).should.startWith("Interrupted, and waiting to go on: CAS1 is at work (nlb-drainstop)");
    sentenceOf(interrupted.add({ type: "resumed", fence: 8 })).should.startWith("Running: CAS1");
    const ends = draining(plan).add({ type: "stop asked", when: "after-member", by: null });
    sentenceOf(ends).should.endWith("It stops after this member, as asked by an operator.");
    sentenceOf(draining(plan).fail("nlb-drainstop", why)).should.equal(
      "Stopping at CAS1: too many clients. CAS1 is put back as it was found.",
    );
  });
});

describe("A run that holds, in one sentence,", () => {
  const holds = (what: string) => {
    const reason = { ...why, what };
    const of = { member: "CAS1", step: "nlb-drainstop", node: "nlb-drainstop", visit: 1, reason } as const;
    return draining({ members: [{ name: "CAS1", address: "cas1" }] })
      .add({ type: "step failed", ...of })
      .add({ type: "question asked", ...of, question: "CAS1-1", answers: ["retry", "put-back"], until: null, otherwise: "put-back" });
  };

  it("says where, why and what it waits for; what can be answered stands below", () => {
    sentenceOf(holds("too many clients.")).should.equal(
      "The run holds at CAS1, since nlb-drainstop failed: too many clients. It waits for an answer (CAS1-1). 0 of 1 member of CAS-ARRAY done.",
    );
    sentenceOf(holds("x".repeat(300))).length.should.be.below(250);
  });
});

describe("A run that has finished, in one sentence,", () => {
  const finished = (plan: Partial<Plan>, ...outcomes: readonly MemberOutcome[]) => {
    const names = outcomes.map((_, index) => `CAS${index + 1}`);
    const journal = new SmallJournal({ ...of(...names), ...plan });
    outcomes.forEach((outcome, index) => journal.take(names[index]!).leave(outcome, updated));
    return sentenceOf(journal.finish(plan.dryRun === true ? "dry-run" : "finished"));
  };

  it("counts those that were updated and those that had it", () => {
    const rest = "updated and is back as it was found";
    finished({}, "updated").should.equal(`Finished: the only member of CAS-ARRAY was ${rest}.`);
    finished({}, "updated", "already-updated").should.equal(
      `Finished: 1 member of CAS-ARRAY was ${rest}, 1 member had the update already.`,
    );
    finished({}, "already-updated").should.equal("Finished: the only member of CAS-ARRAY had the update already, nothing was installed.");
    finished({ outOf: 3 }, "already-updated", "already-updated").should.equal(
      "Finished, for 2 of 3 members as asked: 2 members of CAS-ARRAY had the update already, nothing was installed.",
    );
  });

  it("names the steps that were done by hand, each once, or that nothing was", () => {
    const byHand = new SmallJournal({ ...of("CAS1"), byHand: true, outOf: 4 }).take("CAS1");
    sentenceOf(new SmallJournal({ ...of("CAS1"), byHand: true }).finish()).should.equal("Finished: nothing was done on CAS1.");
    byHand.begin("a").end("a", "x").begin("b").end("b", "x").begin("a").end("a", "x");
    sentenceOf(byHand.leave("done-by-hand", found).finish()).should.equal("Finished: a, b done by hand on CAS1.");
  });

  it("says of a dry run what would be, with which update, and that nothing was changed", () => {
    const dry = (plan: Partial<Plan>, ...outcomes: readonly MemberOutcome[]) => finished({ dryRun: true, ...plan }, ...outcomes);
    dry({ update: null }, "would-update", "would-update").should.equal(
      "Dry run: both members of CAS-ARRAY would be updated, nothing was changed.",
    );
    dry({}, "already-updated", "already-updated").should.equal(
      "Dry run: 2 members of CAS-ARRAY had the update already, nothing was changed.",
    );
    dry({}, "failed").should.equal("Dry run: nothing was changed.");
    dry({ byHand: true }, "done-by-hand").should.equal("Dry run: nothing was done on CAS1, nothing was changed.");
  });
});

describe("A run that has stopped, in one sentence,", () => {
  it("says where and why, also where there is no reason", () => {
    for (const none of [null, reason("unexpected", "")])
      sentenceOf(draining().finish("stopped", none)).should.equal(
        "Stopped at CAS1. 3 members were not touched. Something is left to do on CAS1.",
      );
    sentenceOf(new SmallJournal().finish("stopped")).should.equal("Stopped. Nothing was changed.");
    sentenceOf(new SmallJournal().finish("stopped", why)).should.equal("Stopped: too many clients. Nothing was changed.");
  });

  it("says by whom, and before which member", () => {
    const code = "stopped-by-operator";
    const by = (what: string | ReturnType<typeof text>, journal = new SmallJournal()) =>
      sentenceOf(journal.finish("stopped", reason(code, what)));
    by(text("run.stopped-by", { by: "Ada" })).should.equal("Stopped by Ada. Nothing was changed.");
    by("of an older version").should.equal("Stopped by an operator. Nothing was changed.");
    by(text("run.stopped-before", { next: "CAS3", by: "Ada" })).should.equal("Stopped before CAS3, as asked by Ada. Nothing was changed.");
    by(text("run.stopped-by", { by: "Ada" }), draining().leave("failed", found, why)).should.startWith(
      "Stopped at CAS1 by Ada. CAS1 is as",
    );
  });

  it("says that it was interrupted, and does not say that twice", () => {
    const interrupted = reason("interrupted", text("run.interrupted", { why: "the flow was redeployed." }));
    sentenceOf(new SmallJournal().finish("stopped", interrupted)).should.equal(
      "Interrupted: the flow was redeployed. Nothing was changed.",
    );
    sentenceOf(new SmallJournal({ dryRun: true }).finish("stopped", interrupted)).should.equal(
      "Dry run interrupted: the flow was redeployed. Nothing was changed.",
    );
    sentenceOf(new SmallJournal().finish("stopped", reason("interrupted", "in old words."))).should.startWith("Interrupted: in old words.");
    const other = reason("other", text("run.interrupted", { why: "x." }));
    sentenceOf(new SmallJournal().finish("stopped", other)).should.startWith("Stopped: Interrupted: x.");
  });

  it("has a long reason in few words by its code; one whose code is not known is cut", () => {
    const long = "so many words ".repeat(20);
    sentenceOf(new SmallJournal().finish("stopped", reason("guard-broken", long))).should.equal(
      "Stopped: too few other members serve. Nothing was changed.",
    );
    sentenceOf(new SmallJournal().finish("stopped", reason("of-later", long))).should.match(
      /^Stopped: so many words .*… Nothing was changed\.$/,
    );
  });

  it("tells in which state each member was left of which something is to do, as far as it is not as found; what cannot be told as such", () => {
    const left = (picture = stopped) => sentenceOf(draining().leave("failed", picture, why, mend).finish("stopped", why));
    left().should.endWith("Something is left to do on CAS1 (nlb stopped).");
    left(pictureOf("converged", "started", "15")).should.endWith("Something is left to do on CAS1.");
    left({ ...stopped, facts: { nlb: null, forefront: "disabled", version: "15" } }).should.match(
      /CAS1 \(nlb (?!null).*, forefront disabled\)\.$/,
    );
    left({ ...stopped, facts: { nlb: "converged", forefront: null } }).should.endWith("Something is left to do on CAS1.");
  });

  it("tells what became of the others: put back, updated, had it, not touched, or none", () => {
    const all = new SmallJournal(of("CAS1", "CAS2", "CAS3", "CAS4")).updates("CAS1").take("CAS2").leave("already-updated", updated);
    all.take("CAS3").begin("a").change(drain).fail("a", why).leave("failed", found, why);
    sentenceOf(all.finish("stopped", why)).should.equal(
      "Stopped at CAS3: too many clients. CAS3 is as it was found, 1 member was updated, 1 member had the update already, 1 member was not touched.",
    );
    const unchanged = new SmallJournal(of("CAS1", "CAS2")).take("CAS1").leave("updated", updated).take("CAS2").begin("a").change(drain);
    sentenceOf(unchanged.fail("a", why).leave("failed", found, why).finish("stopped", why)).should.equal(
      "Stopped at CAS2: too many clients. CAS2 is as it was found, 1 member was updated.",
    );
    const one = draining(of("CAS1")).leave("failed", stopped, why, mend).finish("stopped", why);
    sentenceOf(one).should.equal(
      "Stopped at CAS1: too many clients. No other member was touched. Something is left to do on CAS1 (nlb stopped).",
    );
  });
});

describe("The member at which a run stopped", () => {
  const at = (journal: SmallJournal) => stoppedAt(journal.state())?.name;
  const both = () => draining().take("CAS2").begin("b");

  it("is the one that the reason names, else one whose step failed by itself, else the last one with work on it", () => {
    const failed = { type: "step failed", step: "s", node: "s", visit: 1, reason: why } as const;
    should(at(both().finish("stopped", { ...why, member: "CAS1" }))).equal("CAS1");
    should(at(both().finish("stopped", why))).equal("CAS2");
    should(
      at(
        both()
          .add({ ...failed, member: "CAS1" })
          .finish("stopped", why),
      ),
    ).equal("CAS1");
    const cutOff = both()
      .add({ type: "stopping", reason: why })
      .add({ ...failed, member: "CAS1" });
    should(at(cutOff.finish("stopped", why))).equal("CAS2");
    should(at(both().finish("stopped", { ...why, member: "CAS9" }))).equal("CAS2");
  });

  it("is none where none was at work, and not one whose work had come to a good end", () => {
    should(at(new SmallJournal().finish("stopped", why))).be.undefined();
    should(at(new SmallJournal().updates("CAS1").finish("stopped", { ...why, member: "CAS1" }))).be.undefined();
    should(at(draining().leave("untouched", found, why).finish("stopped", why))).equal("CAS1");
  });
});

describe("Something is left to do on a member", () => {
  const left = (journal: SmallJournal) => {
    const state = journal.state();
    return leftToDo(state, state.members[0]!);
  };

  it("once the run has ended, where it was not brought back: it is named, it differs, or nobody knows; or its update is not verified", () => {
    const cases: readonly (readonly [SmallJournal, boolean])[] = [
      [draining().leave("failed", stopped, why, mend), true],
      [draining().leave("updated", updated, null, mend), true],
      [draining().leave("failed", stopped, why), true],
      [draining().leave("failed", found, why), false],
      [draining().leave("updated", stopped), false],
      [installing().leave("failed", found, why), true],
      [new SmallJournal().take("CAS1").leave("failed", stopped, why), false],
      [draining(), true],
      [new SmallJournal().take("CAS1"), false],
    ];
    for (const [journal, is] of cases) {
      left(journal).should.be.false();
      left(journal.finish("stopped", why)).should.equal(is);
    }
  });

  it("never after a dry run", () => {
    left(draining({ dryRun: true }).leave("failed", stopped, why, mend).finish("stopped", why)).should.be.false();
  });

  it("is not where it is back as found: then the steps whose changes were taken back are told", () => {
    const journal = new SmallJournal().take("CAS1").begin("a").change(drain).end("a", "x").begin("look").end("look", "x", false);
    journal.begin("b").fail("b", why);
    const back = (picture = found, dryRun = false) => {
      const one = new SmallJournal({ dryRun }).take("CAS1").begin("a").change(drain).end("a", "x").begin("look").end("look", "x", false);
      return takenBack(one.begin("b").fail("b", why).leave("failed", picture, why).finish("stopped", why).state());
    };
    back().should.eql([{ member: "CAS1", node: "a" }]);
    back(stopped).should.eql([]);
    back(found, true).should.eql([]);
    takenBack(journal.state()).should.eql([]);
    takenBack(new SmallJournal().updates("CAS1").finish().state()).should.eql([]);
  });
});

describe("How a member stands", () => {
  const stands = (journal: SmallJournal) => {
    const state = journal.state();
    return said(standing(state, state.members[0]!));
  };

  it("is told in a few words", () => {
    const failed = (plan: Partial<Plan> = {}) => draining(plan).fail("nlb-drainstop", why);
    const cases: readonly (readonly [SmallJournal, string])[] = [
      [new SmallJournal(), "waiting"],
      [new SmallJournal().finish("stopped", why), "not touched"],
      [draining(), "at work"],
      [draining().finish("stopped", why), "something is left to do"],
      [new SmallJournal().take("CAS1").finish("stopped", why), "not finished"],
      [new SmallJournal().updates("CAS1"), "updated"],
      [failed().leave("failed", found, why), "failed"],
      [failed().leave("failed", found, why).finish("stopped", why), "failed, is as it was found"],
      [failed({ dryRun: true }).leave("failed", found, why).finish("stopped", why), "failed"],
      [new SmallJournal().take("CAS1").leave("failed", found, why), "not finished"],
      [new SmallJournal().take("CAS1").leave("failed", found, why).finish("stopped", why), "not finished, not touched"],
      [new SmallJournal().take("CAS1").begin("a").fail("a", why).leave("failed", found, why).finish("stopped", why), "failed, not touched"],
    ];
    for (const [journal, is] of cases) stands(journal).should.equal(is);
    said(outcomeInWords(null)).should.equal("at work");
    said(outcomeInWords("already-updated")).should.equal("had the update already");
  });

  it("has the names of facts as words", () => {
    nameInWords("defaultState").should.equal("default state");
    nameInWords("minFreeDiskMb").should.equal("min free disk mb");
  });
});
