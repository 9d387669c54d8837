import should from "should";
import { minutes } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { doing, procedure } from "../../small-steps";
import { between, endAll, failing, Held } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;
const slow = doing("slow", ({ wait }) => wait.pause(minutes(30)));
const steps = [stop, stay, slow, install, verify, start, usual];
const edited = { drain: { name: "Drain", fields: { limit: "60" } } };

async function inMidStep(
  settings: ConstructorParameters<typeof Held>[1] = {},
  members: readonly string[] | null = ["CAS1"],
): Promise<Held> {
  const held = await new Held(steps, settings).start(members);
  await held.array.clock.sleep(minutes(5));
  return held;
}

describe("A run that holds, and whose flow or array was edited", () => {
  afterEach(endAll);

  it("asks after a restart, names what differs, and goes on when it is deployed as planned again", async () => {
    const held = await inMidStep();
    const planned = held.nodes;
    held.nodes = edited;
    await held.takeUp();
    const { id, reason, answers } = await held.question();
    should([id, reason.code, answers]).eql(["CAS1-1", "plan-changed", ["retry", "put-back", "abandon"]]);
    said(held.run.document().questions[0]!.text).should.match(
      /“Drain” has been changed \(limit\)\. Deploy it as planned again, or give a reason/,
    );
    const messages = held.messages.length;
    await held.answer("retry").should.be.rejectedWith({ code: "no-reason", status: 400, message: /“Drain” has been changed \(limit\)/ });
    held.messages.length.should.equal(messages);
    held.nodes = planned;
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
  });

  for (const settings of [{}, { afterRestart: "ask", whenStepFails: "end" }] as const)
    it(`goes on with what is deployed now when somebody says so with a reason, and asks no more (${JSON.stringify(settings)})`, async () => {
      const held = await inMidStep(settings);
      held.nodes = edited;
      await held.takeUp();
      await held.answer("retry", { why: "30 minutes were too short" });
      held.deployAgain();
      should(held.run.state.plan.deployed!.nodes).eql(edited);
      const state = await held.ended;
      should(state.outcome).equal("finished");
      state.members[0]!.questions.length.should.equal(1);
      held.run
        .document()
        .warnings.join("\n")
        .should.match(/alice has let the run go on with .*“Drain”.*: 30 minutes were too short/);
    });

  it("ends where the loop is set so", async () => {
    const held = await inMidStep({ whenStepFails: "end" });
    held.nodes = edited;
    await held.takeUp();
    (await held.ended).should.match({ outcome: "stopped", reason: { code: "plan-changed" } });
    held.array.at("CAS1").nlb.should.equal("converged");
  });

  it("is put back, or left alone, where somebody says so", async () => {
    for (const [answer, code, nlb] of [
      ["put-back", "plan-changed", "converged"],
      ["abandon", "abandoned", "stopped"],
    ] as const) {
      const held = await inMidStep();
      held.nodes = edited;
      await held.takeUp();
      await held.answer(answer);
      should((await held.ended).reason?.code).equal(code);
      held.array.at("CAS1").nlb.should.equal(nlb);
    }
  });

  it("goes on for no reason with members that the plan does not know so", async () => {
    const held = await inMidStep({}, null);
    const members = held.array.setup.members.map((member) => (member.name === "CAS3" ? { ...member, address: "10.0.0.3" } : member));
    await held.takeUp({ members });
    await held.question();
    said(held.run.document().questions[0]!.text).should.match(/address of CAS3 .*only when it is deployed as planned again/);
    const refused = { code: "plan-changed", status: 409, message: /address of CAS3/ };
    await held.answer("retry", { why: "it has moved" }).should.be.rejectedWith(refused);
    await held.takeUp();
    await held.array.clock.sleep(minutes(1));
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("asks too where the deploy restarts nothing: the step at work comes to its end, and none follows", async () => {
    const held = await inMidStep({}, null);
    held.nodes = edited;
    held.deployAgain();
    held.deployAgain();
    await held.array.clock.sleep(minutes(1));
    should(held.run.state.members[0]!.steps.at(-1)).match({ node: "slow", outcome: "at work" });
    should(held.run.state.members[0]!.questions).eql([]);
    (await held.question()).should.match({ id: "CAS1-1", reason: { code: "plan-changed" } });
    should(held.run.state.members[0]!.steps.at(-1)).match({ node: "slow", outcome: "done" });
    await held.answer("retry", { why: "it is meant so" });
    (await held.ended).outcome!.should.equal("finished");
  });

  it("goes on, and says so, where the deploy restarts nothing and the loop does not ask", async () => {
    const held = await inMidStep({ whenStepFails: "end" });
    held.nodes = edited;
    held.deployAgain();
    should((await held.ended).outcome).equal("finished");
    held.run
      .document()
      .warnings.join("\n")
      .should.match(/holds from now on.*“Drain”/);
  });

  it("is paused where no member is at work, and needs a reason to go on so", async () => {
    const held = await between();
    held.nodes = edited;
    held.deployAgain();
    await held.run.goOn("alice").should.be.rejectedWith({ code: "no-reason", status: 400 });
    await held.run.goOn("alice", "it is meant so");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("asks where the node that is to send its message is gone, until it is there again", async () => {
    const held = await inMidStep();
    held.without.node = stay.name;
    await held.takeUp();
    (await held.question()).reason.code.should.equal("plan-changed");
    said(held.run.document().questions[0]!.text).should.match(/step that finished last on CAS1 is not in the flow any more/);
    await held.answer("retry").should.be.rejectedWith({ code: "plan-changed", status: 409, message: /not in the flow any more/ });
    held.without.node = "";
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("takes no retry of a failed step without a reason either, once the flow was edited", async () => {
    const held = await new Held([stop, failing(1), stay, install, verify, start, usual]).start();
    await held.question();
    held.nodes = edited;
    held.deployAgain();
    await held.answer("retry").should.be.rejectedWith({ code: "no-reason" });
    await held.answer("retry", { why: "that was the cause" });
    (await held.ended).outcome!.should.equal("finished");
  });
});
