import should from "should";
import type { Entry } from "../../../../lib/run/record";
import { documentOf, givenInWords, memberOf } from "../../../../lib/run/record";
import { reason, text } from "../../../../lib/texts";
import { hours } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import { answered, asked } from "../report/small-questions";

const why = { ...reason("drain-limit", text("run.node-red-ended")), member: "CAS1" };
const of = { member: "CAS1", step: "drain", node: "n1", visit: 1 } as const;
const run = { id: "r", token: "first" };
type Asked = Extract<Entry, { type: "question asked" }>;
type Given = Extract<Entry, { type: "question answered" }>;

/** CAS1, whose step `n1` has failed with the message that `look` has sent. */
const failed = (input: Record<string, unknown> = { run, mine: "kept" }) =>
  new SmallJournal()
    .take("CAS1")
    .add({ type: "step started", member: "CAS1", step: "look", node: "n0", visit: 1, input: {}, notKept: [] })
    .add({
      type: "step finished",
      member: "CAS1",
      step: "look",
      node: "n0",
      visit: 1,
      result: { changed: false, text: "x" },
      output: { run, payload: 1 },
      port: "already",
      token: "first",
      verifies: false,
      establishes: { nlb: "converged", defaultState: "started" },
    })
    .add({ type: "step started", ...of, name: "Drain", input: input as never, notKept: [] })
    .add({ type: "step failed", ...of, reason: why });
const asks = (journal: SmallJournal, more: Partial<Asked> = {}) => journal.add(asked(of, why, more));
const answers = (journal: SmallJournal, answer: Given["answer"], more: Partial<Given> = {}) =>
  journal.add(answered(answer, { token: "second", ...more }));
const member = (journal: SmallJournal) => memberOf(journal.state(), "CAS1");
const sent = { node: "n0", port: "already", message: { run, payload: 1 } };

describe("A question of a run, in its state", () => {
  it("is kept with what is asked and when, and is open", () => {
    const journal = asks(failed().pass(3), { until: 9, otherwise: "abandon" });
    should(member(journal).questions).eql([
      {
        id: "CAS1-1",
        step: "drain",
        node: "n1",
        visit: 1,
        reason: why,
        answers: ["retry", "put-back"],
        until: 9,
        otherwise: "abandon",
        askedAt: journal.now,
        given: null,
      },
    ]);
  });

  it("has its own answer, with who gave it, when and why; another one stays as it is", () => {
    const journal = asks(asks(failed()), { question: "CAS1-2" }).pass(5);
    answers(journal, "put-back", { question: "CAS1-2", why: "it is late", token: null });
    should(member(journal).questions).match([
      { id: "CAS1-1", given: null },
      { id: "CAS1-2", given: { answer: "put-back", by: "Ada", why: "it is late", at: journal.now } },
    ]);
  });

  it("must be there for its answer: such a journal is not right", () => {
    should(() => answers(failed(), "retry").state()).throw(/does not ask \(CAS1-1\)/);
  });

  it("moves no message where it is answered by an end", () => {
    const journal = answers(asks(failed()), "abandon", { token: null, establishes: { nlb: "stopped" } });
    should(member(journal)).match({ token: null, lastToken: "first", sent, established: { nlb: "converged" } });
  });

  it("sends the message of before once more, with a token of its own, where the step is done again", () => {
    const journal = answers(asks(failed()), "retry", { establishes: {} });
    const again = { ...sent, message: { run: { id: "r", token: "second" }, payload: 1 } };
    should(member(journal)).match({ token: "second", lastToken: "second", established: { nlb: "converged", defaultState: "started" } });
    should(member(journal).sent).eql(again);
  });

  it("begins with the first message of the member where no step has sent one yet", () => {
    const journal = new SmallJournal()
      .take("CAS1")
      .begin("drain")
      .add({ type: "step failed", ...of, node: "drain", reason: why });
    answers(asks(journal, { node: "drain" }), "retry");
    should(member(journal)).match({ token: "second", lastToken: "second", sent: null });
  });

  it("sends the step's own message on, as it came, where it is left out; what was looked at counts besides what was so", () => {
    for (const answer of ["skip", "done-by-hand"] as const) {
      const journal = answers(asks(failed()), answer, { establishes: { nlb: "stopped" } });
      should(member(journal).sent).eql({ node: "n1", port: null, message: { run: { id: "r", token: "second" }, mine: "kept" } });
      should(member(journal)).match({ token: "second", established: { nlb: "stopped", defaultState: "started" } });
    }
  });

  it("leaves a message alone that has no part for the run", () => {
    for (const other of [{}, { run: null, mine: 1 }, { run: "r" }])
      should(member(answers(asks(failed(other)), "skip")).sent).match({ message: other });
  });
});

describe("A question of a run, in words,", () => {
  const told = (journal: SmallJournal) =>
    documentOf(journal.state(), { now: journal.now, report: null, say: said }).questions[0]!.text as string;

  it("names the node, what failed, its id and each answer", () => {
    told(asks(failed())).should.match(
      /^The run holds at CAS1, since Drain failed: .* It waits for an answer to CAS1-1: retry \(the step is done again\), put-back \(as after any failure\)\.$/,
    );
  });

  it("does not name the member twice", () => {
    told(asks(failed())).match(/CAS1/g)!.should.have.length(2);
  });

  it("names the step that is asked about, and not another one; by its type where its node is not known", () => {
    const later = asks(failed()).add({
      type: "step started",
      member: "CAS1",
      step: "later",
      node: "n2",
      visit: 1,
      name: "Later",
      input: {},
      notKept: [],
    });
    told(later).should.match(/since Drain failed/);
    told(asks(failed(), { step: "gone" })).should.match(/since gone failed/);
  });

  it("says when it is answered by itself, and how", () => {
    const journal = failed();
    told(asks(journal, { until: journal.now + hours(1) })).should.match(/2026-01-10.*put-back \(as after any failure\)/);
  });

  it("has who has answered what, when and why; or that nobody has", () => {
    const at = Date.UTC(2026, 0, 10, 22);
    const given = { answer: "skip", by: "Ada", why: null, at } as const;
    said(givenInWords(given)).should.match(/^skip \(the step is left out\), answered by Ada at 2026-01-10.*\d\d( UTC)?$/);
    said(givenInWords({ ...given, why: "no clients" })).should.match(/^skip .* by Ada at .*: no clients$/);
    said(givenInWords({ ...given, answer: "put-back", by: null })).should.match(/^put-back .* by nobody within the time that was set at /);
  });
});
