import should from "should";
import { hours, minutes, seconds } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { doing, procedure } from "../../small-steps";
import { between, endAll, failing, Held } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;
const slow = doing("slow", ({ wait }) => wait.pause(minutes(30)));
const asks = { afterRestart: "ask", whenStepFails: "end" } as const;

/** A run that is let go of in the middle of a step on CAS1. */
async function inMidStep(settings: ConstructorParameters<typeof Held>[1], members: readonly string[] | null = ["CAS1"]): Promise<Held> {
  const held = await new Held([stop, stay, slow, install, verify, start, usual], settings).start(members);
  await held.array.clock.sleep(minutes(5));
  return held;
}

describe("A run whose loop asks after a restart", () => {
  afterEach(endAll);

  it("sends nothing until somebody says how it goes on, though all is as it was left, and says so", async () => {
    const held = await inMidStep(asks, null);
    await held.takeUp();
    const question = await held.question();
    question.should.match({ id: "CAS1-1", reason: { code: "restarted" }, answers: ["retry", "put-back", "abandon"] });
    const { questions, warnings } = held.run.document();
    said(questions[0]!.text).should.match(/CAS1 is as its finished steps left it\..*other.*nodes|may see it twice/s);
    warnings.join("\n").should.match(/It was taken up, and waits until a person says/);
    const [sent, messages] = [held.array.sent.length, held.messages.length];
    await held.array.clock.sleep(hours(3));
    [held.array.sent.length, held.messages.length].should.eql([sent, messages]);

    await held.answer("retry");
    const { outcome, members } = await held.ended;
    should(outcome).equal("finished");
    members.map((member) => member.outcome).should.eql(["updated", "updated", "updated"]);
    // The step goes on as the visit that it was: its job is asked for, and not started again.
    members[0]!.steps.filter(({ node }) => node === "slow").should.match([{ visit: 1 }]);
  });

  it("puts the member back, or leaves it, where somebody says so; without an answer in time as it is set", async () => {
    for (const [settings, answer, code, nlb] of [
      [asks, "put-back", "restarted", "converged"],
      [asks, "abandon", "abandoned", "stopped"],
      [{ ...asks, holdMs: minutes(30) }, null, "restarted", "converged"],
    ] as const) {
      const held = await inMidStep(settings);
      await held.takeUp();
      await held.question();
      if (answer !== null) await held.answer(answer);
      should((await held.ended).reason?.code).equal(code);
      held.array.at("CAS1").nlb.should.equal(nlb);
    }
  });

  it("takes no message meanwhile, over further restarts too, and asks the same question", async () => {
    const held = await inMidStep(asks);
    await held.takeUp();
    await held.question();
    await held.takeUp();
    const token = held.run.state.members[0]!.lastToken!;
    await held.array.clock.sleep(minutes(5));
    const ask = { token, node: "slow", step: slow, options: () => ({}), message: {} };
    await held.run.step(ask).should.be.rejectedWith({ code: "token-spent" });
    held.run.state.members[0]!.questions.map(({ id }) => id).should.eql(["CAS1-1"]);
  });

  it("lets an answer wait for a look that takes some seconds", async () => {
    const held = await inMidStep(asks);
    await held.takeUp();
    await held.question();
    await held.takeUp();
    await held.answer("retry");
    should((await held.ended).outcome).equal("finished");
  });

  it("takes no answer that goes on while it still looks how its members are, and says when it will", async () => {
    const held = await inMidStep(asks);
    await held.takeUp();
    await held.question();
    held.array.at("CAS1").answersAfterMs = seconds(40);
    await held.takeUp();
    const early = await held.answer("retry").then(
      () => null,
      (error: unknown) => error,
    );
    should(early).match({ code: "not-ready", status: 503, message: /looks first how CAS1 stands\. Answer again in a moment/ });
    held.array.at("CAS1").answersAfterMs = 10;
    await held.array.clock.sleep(minutes(10));
    await held.answer("retry");
    should((await held.ended).outcome).equal("finished");
    held.run.state.members[0]!.questions.map(({ id }) => id).should.eql(["CAS1-1"]);
  });

  it("looks before it goes on: what somebody has changed while it asked is named, and the question stays", async () => {
    const stays = { ...stay, establishes: () => ({ defaultState: "stopped" }) };
    const held = await new Held([stop, stays, slow, install, verify, start, usual], asks).start();
    await held.array.clock.sleep(minutes(5));
    await held.takeUp();
    await held.question();
    held.array.at("CAS1").defaultState = "started";
    await held
      .answer("retry")
      .should.be.rejectedWith({ code: "not-done", message: /CAS1 is not as .*defaultState was stopped and is started/ });
    held.array.at("CAS1").defaultState = "stopped";
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("asks also where a member is not as it was left, though it does not hold", async () => {
    const stays = { ...stay, establishes: () => ({ defaultState: "stopped" }) };
    const held = await new Held([stop, stays, slow, install, verify, start, usual], asks).start();
    await held.array.clock.sleep(minutes(5));
    held.array.at("CAS1").defaultState = "started";
    await held.takeUp();
    (await held.question()).reason.code.should.equal("not-as-left");
  });

  it("is paused where no member is at work, says why, and is let go on", async () => {
    const held = await between(asks);
    await held.run.goOn(null);
    await held.takeUp();
    await held.array.clock.sleep(hours(1));
    const { state } = held.run;
    const [first, second] = state.members;
    should([first!.phase, second!.phase]).eql(["ended", "waiting"]);
    should(state.paused).match({ by: null });
    const { paused, summary, warnings } = held.run.document();
    should(paused!.why).match(/interrupted between two members: /);
    summary.should.match(/^Paused by itself, until somebody lets it go on \(go-on\): The run was interrupted between two members/);
    warnings.join("\n").should.match(/paused until somebody lets it go on \(go-on\)/);
    should(state.warnings.filter(({ code }) => code === "paused").length).equal(1);
    await held.run.goOn("alice");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("asks nothing of its own about a member whose step has failed, nor of one that was settled", async () => {
    const held = await new Held([stop, failing(1), stay, install, verify, start, usual], { afterRestart: "ask" }).start();
    await held.question();
    await held.takeUp();
    await held.array.clock.sleep(minutes(5));
    should(held.run.state.members[0]!.questions.map(({ id, step }) => [id, step])).eql([["CAS1-1", "try"]]);
    should(held.run.state.paused).equal(null);
  });
});
