import should from "should";
import { hours, minutes } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { doing, procedure } from "../../small-steps";
import { endAll, Held } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;
const stays = { ...stay, establishes: () => ({ defaultState: "stopped" }) };

/** A flow that is let go of in the middle, while somebody sets the default state back, and is taken up again. */
async function changedMeanwhile(settings: ConstructorParameters<typeof Held>[1] = {}): Promise<Held> {
  const slow = doing("slow", ({ wait }) => wait.pause(minutes(30)));
  const held = await new Held([stop, stays, slow, install, verify, start, usual], settings).start();
  await held.array.clock.sleep(minutes(5));
  held.array.at("CAS1").defaultState = "started";
  await held.takeUp();
  return held;
}

describe("A run that was interrupted, and holds where a member is not as it was left", () => {
  afterEach(endAll);

  it("asks, touches nothing, and goes on from the last finished step once it is so again", async () => {
    const held = await changedMeanwhile();
    const question = await held.question();
    question.should.match({ id: "CAS1-1", reason: { code: "not-as-left" }, answers: ["retry", "put-back", "abandon"], node: "" });
    const sent = held.array.sent.length;
    await held.array.clock.sleep(hours(2));
    held.array.sent.length.should.equal(sent);

    await held.answer("retry").should.be.rejectedWith({ code: "not-done" });
    should((await held.question()).given).equal(null);
    held.array.at("CAS1").defaultState = "stopped";
    await held.answer("retry");
    const { outcome, members } = await held.ended;
    should(outcome).equal("finished");
    members[0]!.outcome.should.equal("updated");
  });

  it("says what is asked, and that its last message is sent once more", async () => {
    const held = await changedMeanwhile();
    await held.question();
    said(held.run.document().questions[0]!.text).should.match(
      /^The run holds at CAS1: .*defaultState was stopped and is started.* It waits for an answer to CAS1-1: retry \(.* sent once more/s,
    );
  });

  it("lets no message move the member meanwhile", async () => {
    const held = await changedMeanwhile();
    await held.question();
    const token = held.run.state.members[0]!.lastToken!;
    await held.run
      .step({ token, node: "slow", step: stay, options: () => ({}), message: {} })
      .should.be.rejectedWith({ code: "token-spent" });
  });

  it("is put back, or left alone, where somebody says so; and where nobody does, as is set", async () => {
    for (const [settings, answer, code, nlb] of [
      [{}, "put-back", "not-as-left", "converged"],
      [{}, "abandon", "abandoned", "stopped"],
      [{ holdMs: minutes(30) }, null, "not-as-left", "converged"],
    ] as const) {
      const held = await changedMeanwhile(settings);
      await held.question();
      if (answer !== null) await held.answer(answer);
      const { reason } = await held.ended;
      should(reason?.code).equal(code);
      held.array.at("CAS1").nlb.should.equal(nlb);
    }
  });

  it("still asks after another restart", async () => {
    const held = await changedMeanwhile();
    const { id } = await held.question();
    const messages = held.messages.length;
    // It is as it was left again, but nobody has said so: no message of it goes out.
    held.array.at("CAS1").defaultState = "stopped";
    await held.takeUp();
    await held.array.clock.sleep(minutes(5));
    held.messages.length.should.equal(messages);
    (await held.question()).id.should.equal(id);
    held.run.state.members[0]!.questions.length.should.equal(1);
  });

  it("ends as interrupted where the loop does not hold", async () => {
    const held = await changedMeanwhile({ whenStepFails: "end" });
    should((await held.ended).reason?.code).equal("interrupted");
  });
});
