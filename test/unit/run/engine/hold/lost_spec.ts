import should from "should";
import { quoted } from "../../../../../lib/texts";
import { hours, minutes } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { doing, procedure } from "../../small-steps";
import { between, endAll, failing, Held } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;
const slow = doing("slow", ({ wait }) => wait.pause(minutes(30)));
const threw = quoted("The node Ticket between the steps failed: no answer");

/** A flow in which the message gets lost behind `stay`. */
async function lost(settings: ConstructorParameters<typeof Held>[1] = {}): Promise<Held> {
  const held = new Held([stop, stay, slow, install, verify, start, usual], settings);
  held.without.message = stay.name;
  return await held.start();
}

describe("A run that holds, and whose message does not come on", () => {
  afterEach(endAll);

  it("asks about the member, touches nothing, and sends the last message once more", async () => {
    const held = await lost();
    const question = await held.question();
    question.should.match({ id: "CAS1-1", reason: { code: "message-lost", member: "CAS1" }, answers: ["retry", "put-back", "abandon"] });
    said(held.run.document().questions[0]!.text).should.match(/was lost after .*not of this package may see it twice/s);
    const sent = held.array.sent.length;
    await held.array.clock.sleep(hours(5));
    held.array.sent.length.should.equal(sent);
    held.run.state.members[0]!.questions.length.should.equal(1);
    held.without.message = "";
    await held.answer("retry");
    const { outcome, members } = await held.ended;
    should(outcome).equal("finished");
    members[0]!.steps.filter(({ node }) => node === stay.name).length.should.equal(1);
  });

  it("asks again where it gets lost again", async () => {
    const held = await lost();
    await held.answer("retry");
    await held.array.clock.sleep(minutes(30));
    (await held.question()).should.match({ id: "CAS1-2", reason: { code: "message-lost" } });
  });

  it("ends where the loop does not hold, asks only after a restart, or is told to", async () => {
    for (const settings of [{ whenStepFails: "end" }, { whenStepFails: "end", afterRestart: "ask" }] as const)
      (await (await lost(settings)).ended).should.match({ outcome: "stopped", reason: { code: "message-lost" } });
    const held = await lost();
    await held.answer("put-back");
    (await held.ended).should.match({ outcome: "stopped", reason: { code: "message-lost" } });
    held.array.at("CAS1").nlb.should.equal("converged");
  });

  it("lets the message that comes after all move nothing while it asks, over a restart too", async () => {
    const held = await lost();
    await held.question();
    const token = held.run.state.members[0]!.lastToken!;
    const ask = { token, node: "slow", step: slow, options: () => ({}), message: {} };
    await held.run.step(ask).should.be.rejectedWith({ code: "token-spent" });
    await held.takeUp();
    await held.array.clock.sleep(minutes(1));
    await held.run.step(ask).should.be.rejectedWith({ code: "token-spent" });
    (await held.question()).id.should.equal("CAS1-1");
  });

  it("asks where a node that is not ours fails: at once between two steps, else when the step at work has ended", async () => {
    const between = await lost();
    await between.array.clock.sleep(minutes(1));
    await between.run.foreignError(threw, { token: between.run.state.members[0]!.lastToken! });
    await between.run.foreignError(threw, { member: "CAS1" });
    (await between.question()).should.match({ id: "CAS1-1", reason: { code: "foreign-error", member: "CAS1" } });
    between.without.message = "";
    await between.answer("retry");
    const state = await between.ended;
    should(state.outcome).equal("finished");
    state.members[0]!.questions.length.should.equal(1);

    const atWork = await new Held([stop, stay, slow, install, verify, start, usual]).start();
    await atWork.array.clock.sleep(minutes(5));
    await atWork.run.foreignError(threw);
    await atWork.array.clock.sleep(minutes(1));
    should(atWork.run.state.members[0]!.questions).eql([]);
    (await atWork.question()).reason.code.should.equal("foreign-error");
    should(atWork.run.state.members[0]!.steps.at(-1)).match({ node: "slow", outcome: "done" });
    await atWork.answer("retry");
    (await atWork.ended).outcome!.should.equal("finished");
  });

  it("asks about the step where that has failed meanwhile, and once", async () => {
    const fails = doing("fails", async ({ wait }) => {
      await wait.pause(minutes(5));
      throw new Error("no");
    });
    const held = await new Held([stop, fails, stay, install, verify, start, usual]).start();
    await held.array.clock.sleep(minutes(1));
    await held.run.foreignError(threw);
    (await held.question()).should.match({ id: "CAS1-1", step: "fails" });
    await held.answer("put-back");
    (await held.ended).members[0]!.questions.length.should.equal(1);
  });

  it("ends where it is not known whose message a node has failed with, and in a dry run", async () => {
    const dry = new Held([stop, stay, failing(0), install, verify, start, usual]);
    dry.without.message = stay.name;
    await dry.start(["CAS1"], { dryRun: true });
    (await dry.ended).reason!.code.should.equal("message-lost");
    const none = await between();
    await none.run.foreignError(threw, { member: "CAS1" });
    (await none.ended).reason!.code.should.equal("foreign-error");
  });
});
