import should from "should";
import type { Entry, Plan } from "../../../../lib/run/record/entry";
import { decide } from "../../../../lib/run/rules";
import type { RunSettings } from "../../../../lib/run/settings";
import { defaultSettings } from "../../../../lib/run/settings";
import { reason, text } from "../../../../lib/texts";
import { hours } from "../../../../lib/time/duration";
import { saidIfAny, saidReason } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import { answered, asked } from "../report/small-questions";

const holds: RunSettings = { ...defaultSettings, whenStepFails: "hold" };
const why = { ...reason("drain-limit", text("run.node-red-ended"), text("run.too-late.hint")), member: "CAS1" };
type Failed = Extract<Entry, { type: "step failed" }>;
const of = { member: "CAS1", step: "drain", node: "drain", visit: 1 } as const;

/** CAS1 with a step that is at work. */
const begun = (plan: Partial<Plan> = {}) => new SmallJournal(plan).take("CAS1").begin("drain");
const fails = (journal: SmallJournal, more: Partial<Failed> = {}) => journal.add({ type: "step failed", ...of, reason: why, ...more });
const failed = (more: Partial<Failed> = {}, plan: Partial<Plan> = {}) => fails(begun(plan), more);
const asks = (journal: SmallJournal, question = "CAS1-1", visit = 1) =>
  journal.add(asked({ ...of, visit }, why, { question, answers: ["retry", "put-back", "abandon"] }));
type Given = Extract<Entry, { type: "question answered" }>;
const answers = (journal: SmallJournal, answer: Given["answer"], more: Partial<Given> = {}) => journal.add(answered(answer, more));

const duties = (journal: SmallJournal, settings = holds) => decide(journal.state(), settings, journal.now);
const offered = (journal: SmallJournal): readonly string[] => {
  const [duty] = duties(journal);
  if (duty?.what !== "ask") throw new Error("It asks nobody.");
  return duty.asking.answers;
};

describe("Whether people are asked where a step has failed", () => {
  it("is as the loop is set: it asks, or the run ends", () => {
    duties(failed()).should.match([
      { what: "ask", member: { name: "CAS1" }, asking: { step: "drain", node: "drain", visit: 1, reason: why } },
    ]);
    duties(failed(), defaultSettings).should.eql([{ what: "stop", why }]);
  });

  for (const code of [
    "guard-broken",
    "split-cluster",
    "no-gate",
    "never-converged",
    "updated-member-out",
    "serves-unverified",
    "fenced",
    "lock-lost",
    "journal-failed",
    "disk-full",
    "interrupted",
    "stopped-by-operator",
  ])
    it(`is no question where the array or the run itself is in danger (${code})`, () => {
      duties(failed({ reason: { ...why, code } })).should.match([{ what: "stop", why: { code } }]);
    });

  it("is no question in a dry run, nor of a step by hand", () => {
    duties(failed({}, { byHand: true })).should.eql([{ what: "stop", why }]);
    duties(failed({}, { dryRun: true, byHand: true })).should.eql([{ what: "stop", why }]);
    // A dry run goes on with the next member.
    duties(failed({}, { dryRun: true })).should.match([{ what: "leave", member: { name: "CAS1" }, why }]);
  });

  it("is asked once for each failure, and again where the step fails again", () => {
    const journal = asks(failed());
    duties(journal).should.eql([]);
    answers(journal, "retry", { token: "second" });
    duties(journal).should.eql([]);
    fails(journal.begin("drain"), { visit: 2 });
    duties(journal).should.match([{ what: "ask", asking: { visit: 2 } }]);
  });

  it("is not asked of a step that is at work, is done, or was cut off by another one in its place", () => {
    duties(begun()).should.eql([]);
    duties(begun().end("drain", "x")).should.eql([]);
    const cutOff = begun().add({ type: "resumed", fence: 9 }).begin("look").end("look", "x");
    duties(cutOff).should.eql([]);
  });

  it("is open until its time is over, and has what is said then; without a time, until somebody answers", () => {
    const journal = failed();
    duties(journal).should.match([{ asking: { until: null, otherwise: "put-back" } }]);
    duties(journal, { ...holds, holdMs: hours(2), holdThen: "abandon" }).should.match([
      { asking: { until: journal.now + hours(2), otherwise: "abandon" } },
    ]);
  });
});

describe("What can be answered where a step has failed", () => {
  const change = { op: "nlb.drain", undo: ["nlb.start", {}] } as const;

  it("is everything where it is one that may be left out, and establishes something that can be looked at", () => {
    offered(failed()).should.eql(["retry", "skip", "put-back", "abandon"]);
    offered(failed({ establishes: {} })).should.eql(["retry", "skip", "put-back", "abandon"]);
    offered(failed({ establishes: { nlb: "stopped" } })).should.eql(["retry", "skip", "done-by-hand", "put-back", "abandon"]);
  });

  it("is never that a member is healthy: neither left out nor vouched for", () => {
    offered(failed({ verifies: true, establishes: { nlb: "stopped" } })).should.eql(["retry", "put-back", "abandon"]);
  });

  it("is not that a step is left out that others rely on", () => {
    offered(failed({ reliedOn: true, establishes: { nlb: "stopped" } })).should.eql(["retry", "done-by-hand", "put-back", "abandon"]);
  });

  it("is not that a step is left out which has changed something, or may have", () => {
    for (const outcome of ["done", "unknown", null] as const)
      offered(fails(begun().change(change, outcome))).should.eql(["retry", "put-back", "abandon"]);
    offered(fails(begun().change(change, "failed"))).should.containEql("skip");
  });

  it("is not touched by what earlier steps have changed, nor by upkeep", () => {
    const later = new SmallJournal().take("CAS1").begin("look").change(change).end("look", "x").pass(1).begin("drain");
    offered(fails(later)).should.containEql("skip");
    offered(fails(begun().pass(1).change({ op: "scom.extend", cause: "upkeep" }))).should.containEql("skip");
  });
});

describe("A run whose question is answered", () => {
  it("ends as after any failure where it is told to put back, and says who has said so", () => {
    const [duty] = duties(answers(asks(failed({ reason: { ...why, since: ["It was tried twice."] } })), "put-back"));
    should(duty).match({ what: "stop", why: { code: "drain-limit", member: "CAS1", hint: why.hint } });
    const { why: said } = duty as { why: typeof why };
    saidReason(said).should.match(/It was tried twice\. Its question was answered by Ada: put back and stop\./);
  });

  it("ends where it is abandoned, with what was known of the failure, and says by whom", () => {
    const [duty] = duties(answers(asks(failed({ reason: { ...why, since: ["It was tried twice."] } })), "abandon"));
    should(duty).match({ what: "stop", why: { code: "abandoned", member: "CAS1", since: ["It was tried twice."], hint: why.hint } });
    saidIfAny((duty as { why: typeof why }).why.what).should.match(/abandoned by Ada/);
  });

  it("says that nobody has answered where its time was over", () => {
    for (const answer of ["put-back", "abandon"] as const) {
      const [duty] = duties(answers(asks(failed()), answer, { by: null }));
      saidReason((duty as { why: typeof why }).why).should.match(/by nobody within the time that was set/);
    }
  });

  it("goes on where it is told to: its message is on the way", () => {
    for (const answer of ["retry", "skip", "done-by-hand"] as const)
      duties(answers(asks(failed()), answer, { token: "second" })).should.eql([]);
  });

  it("is not asked what was answered about another step", () => {
    const journal = answers(asks(failed()), "skip", { token: "second" });
    fails(journal.begin("look"), { step: "look", node: "look" });
    duties(journal).should.match([{ what: "ask", asking: { node: "look" } }]);
  });
});
