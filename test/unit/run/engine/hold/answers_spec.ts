import should from "should";
import { AnswerBody } from "../../../../../lib/api";
import { StepFailed } from "../../../../../lib/run/step";
import { OperationFailed } from "../../../../../lib/server/errors";
import { quoted } from "../../../../../lib/texts";
import { hours, seconds } from "../../../../../lib/time/duration";
import { saidReason } from "../../../../shared/english";
import { asked } from "../../play";
import { doing, procedure } from "../../small-steps";
import { endAll, failing, Held, throws } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;

describe("a run that holds where a step has failed", () => {
  afterEach(endAll);

  it("asks, keeps its array, touches nothing, and says what can be answered", async () => {
    const held = await new Held([stop, failing(1), stay, install, verify, start, usual]).start(null);
    const question = await held.question();
    question.should.match({ id: "CAS1-1", step: "try", visit: 1, reason: { code: "drain-limit" }, until: null, given: null });
    question.answers.should.eql(["retry", "skip", "put-back", "abandon"]);
    const sent = held.array.sent.length;
    await held.array.clock.sleep(hours(3));
    held.array.sent.should.have.length(sent);
    held.run.state.phase.should.equal("running");
    held.run.state.members.map(({ phase }) => phase).should.eql(["at work", "waiting", "waiting"]);
    await held.array.runs
      .start({ ...asked, array: held.array.setup }, { member: () => undefined, changed: () => undefined, ended: () => undefined })
      .should.be.rejectedWith(/CAS-ARRAY/);
  });

  it("visits the step again, as a new attempt with the message that it had", async () => {
    const step = failing(1);
    const held = await new Held([stop, step, stay, install, verify, start, usual]).start();
    await held.answer("retry");
    const state = await held.ended;
    state.outcome!.should.equal("finished");
    step.visits.should.have.length(2);
    step.visits[0]!.should.not.equal(step.visits[1]);
    held.messages[1]!["payload"]!.should.eql(held.messages[2]!["payload"]);
    state.members[0]!.questions.should.match([{ given: { answer: "retry", by: "alice" } }]);
  });

  it("asks again where that fails too", async () => {
    const held = await new Held([stop, failing(2), stay, install, verify, start, usual]).start();
    await held.answer("retry");
    await held.array.clock.sleep(seconds(5));
    (await held.question()).should.match({ id: "CAS1-2", visit: 2 });
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("leaves the step out for a reason: its message goes on as it came", async () => {
    const held = await new Held([stop, failing(1), stay, install, verify, start, usual]).start();
    await held.answer("skip").should.be.rejectedWith({ code: "no-reason", status: 400 });
    await held.answer("skip", { why: "the ticket says so" });
    const state = await held.ended;
    state.outcome!.should.equal("finished");
    held.messages[2]!.should.match({ mine: "kept", payload: held.messages[1]!["payload"] });
    state.members[0]!.questions.should.match([{ given: { answer: "skip", by: "alice", why: "the ticket says so" } }]);
  });

  it("takes no word for what a person has done: it looks, and keeps its question where it is not so", async () => {
    const step = failing(9, "not-fit", { establishes: () => ({ defaultState: "stopped" }) });
    const held = await new Held([stop, doing("look", () => Promise.resolve()), step, install, verify, start, usual]).start();
    (await held.question()).answers.should.containEql("done-by-hand");
    const done = { why: "in the console" };
    await held.answer("done-by-hand", done).should.be.rejectedWith(/defaultState was stopped and is started/);
    held.array.at("CAS1").defaultState = "stopped";
    await held.answer("done-by-hand", done);
    (await held.ended).outcome!.should.equal("finished");
  });

  it("takes no word without a reason, and looks at nothing for it", async () => {
    const step = failing(9, "not-fit", { establishes: () => ({ defaultState: "stopped" }) });
    const held = await new Held([stop, step, install, verify, start, usual]).start();
    await held.question();
    const looks = held.array.asked.length;
    await held.answer("done-by-hand").should.be.rejectedWith({ code: "no-reason", status: 400 });
    held.array.asked.should.have.length(looks);
  });

  it("counts as not done what cannot be looked at, and says why it cannot", async () => {
    const step = failing(9, "not-fit", { establishes: () => ({ defaultState: "stopped" }) });
    const held = await new Held([stop, step, install, verify, start, usual]).start();
    await held.question();
    held.array.beforeAnswer = (name, op) => {
      if (name !== "CAS1" || op !== "nlb.host") return;
      throw new OperationFailed({ server: name, operation: op, what: "Access is denied.", errorId: "refused" });
    };
    await held
      .answer("done-by-hand", { why: "in the console" })
      .should.be.rejectedWith({ code: "not-done", status: 409, message: /defaultState was stopped and is \?.*Access is denied/s });
    (await held.question()).id.should.equal("CAS1-1");
    held.array.beforeAnswer = () => undefined;
  });

  for (const [first, end] of [
    ["put-back", { outcome: "stopped", reason: { code: "not-fit" } }],
    ["retry", { outcome: "finished" }],
  ] as const)
    it(`takes an answer that comes while it looks whether another one is so (${first}), and that one is too late`, async () => {
      const step = failing(1, "not-fit", { establishes: () => ({ defaultState: "stopped" }) });
      const held = await new Held([stop, step, install, verify, start, usual]).start();
      const { id: question } = await held.question();
      held.array.at("CAS1").defaultState = "stopped";
      const done = held.run.answer({ question, answer: "done-by-hand", by: "alice", why: "in the console" });
      const late = done.should.be.rejectedWith({ code: "answered-already", status: 409, message: /answered first by bob/ });
      await held.run.answer({ question, answer: first, by: "bob", why: null });
      await late;
      (await held.ended).should.match(end);
    });

  it("says that nobody has answered in time to one who comes later, and repeats of a long name its beginning alone", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual], { holdMs: hours(1) }).start();
    const { id: question } = await held.question();
    const long = { question: "x".repeat(300), answer: "retry", by: null, why: null } as const;
    await held.run.answer(long).should.be.rejectedWith({ status: 404, message: /not asked x{100}\./ });
    await held.ended;
    await held.run
      .answer({ question, answer: "retry", by: "alice", why: null })
      .should.be.rejectedWith({ code: "answered-already", message: /first by nobody within the time that was set at .*: put-back/ });
  });

  it("ends as after any failure where it is told to put back: who has said so stands in the report", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start();
    await held.answer("put-back");
    const state = await held.ended;
    state.should.match({ outcome: "stopped", reason: { code: "drain-limit" } });
    held.array.at("CAS1").nlb.should.equal("converged");
    saidReason(state.reason).should.match(/answered by alice/);
  });

  it("touches nothing more where it is abandoned", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start();
    await held.question();
    const sent = held.array.sent.length;
    await held.answer("abandon");
    const state = await held.ended;
    state.should.match({ outcome: "stopped", reason: { code: "abandoned" } });
    held.array.sent.should.have.length(sent);
    state.members[0]!.should.match({ outcome: "failed" });
    state.members[0]!.toMend.length.should.be.above(0);
  });

  it("lets nobody leave out what a member is verified by, nor vouch for it", async () => {
    const held = await new Held([stop, stay, install, { ...failing(9, "verify-failed"), verifies: true }, start, usual]).start();
    (await held.question()).answers.should.eql(["retry", "put-back", "abandon"]);
    await held.answer("skip", { why: "it looks good" }).should.be.rejectedWith({ code: "not-offered", status: 409 });
  });

  it("names to who answers something else those answers alone that it takes", async () => {
    const held = await new Held([stop, stay, install, { ...failing(9, "verify-failed"), verifies: true }, start, usual]).start();
    const { id: question } = await held.question();
    const { answer } = AnswerBody.parse({ question, answer: "yes" });
    await held.answer(answer).should.be.rejectedWith({
      code: "not-offered",
      message: "yes is no answer to this question; it takes retry, put-back, abandon.",
    });
  });

  it("lets nobody leave out what later steps rely on, nor half of a step: what it has changed would stay so", async () => {
    const relied = await new Held([stop, { ...failing(9), reliedOn: true }, stay, install, verify, start, usual]).start();
    (await relied.question()).answers.should.eql(["retry", "put-back", "abandon"]);
    const half = doing("half", async (c) => {
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
      throw new StepFailed("service-limit", quoted("it got no further"));
    });
    const held = await new Held([half, stay, install, verify, start, usual]).start();
    (await held.question()).answers.should.eql(["retry", "put-back", "abandon"]);
  });

  it("lets nobody leave out a step that verifies and whose options are not right", async () => {
    const held = await new Held([stop, stay, install, { ...failing(0), verifies: true, establishes: throws }, start, usual]).start();
    (await held.question()).answers.should.not.containEql("skip");
  });

  it("takes the first of two answers, and tells the other who was first", async () => {
    const step = failing(1);
    const held = await new Held([stop, step, stay, install, verify, start, usual]).start();
    const { id: question } = await held.question();
    const [one, two] = await Promise.allSettled([
      held.run.answer({ question, answer: "retry", by: "alice", why: null }),
      held.run.answer({ question, answer: "put-back", by: "bob", why: null }),
    ]);
    one.status.should.equal("fulfilled");
    should((two as PromiseRejectedResult).reason).match({ code: "answered-already", status: 409 });
    (two as PromiseRejectedResult).reason.message.should.match(/answered first by alice/);
    (await held.ended).outcome!.should.equal("finished");
    step.visits.should.have.length(2);
    await held.run.answer({ question: "CAS9-1", answer: "retry", by: null, why: null }).should.be.rejectedWith({ status: 404 });
  });

  it("is asked about a step that says so, also where the loop does not hold", async () => {
    const step = {
      ...failing(1),
      run: () => Promise.reject(new StepFailed("drain-limit", quoted("3 clients"), { hint: null, found: [], asks: true })),
    };
    const held = await new Held([stop, step, stay, install, verify, start, usual], { whenStepFails: "end" }).start();
    (await held.question()).should.match({ id: "CAS1-1", reason: { code: "drain-limit" }, until: null, otherwise: "put-back" });
    await held.answer("put-back");
    (await held.ended).should.match({ outcome: "stopped", reason: { code: "drain-limit" } });
    held.array.at("CAS1").nlb.should.equal("converged");
  });
});
