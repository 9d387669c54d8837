import should from "should";
import { aStep } from "../flow-nodes";
import { deployed, nodeRed } from "../in-node-red";
import { asItIs, scripted } from "../steps/scripted";

const foreign = { id: "foreign", type: "foreign", z: "flow", name: "Ticket system", wires: [["loop"]] };

describe("an error that reaches the loop", () => {
  nodeRed();
  afterEach(asItIs);

  it("starts nothing, whatever command it carries", async () => {
    const flow = await deployed({ nodes: [foreign] });
    flow.send("foreign", { command: "start", payload: {}, failWith: "no ticket" });
    (await flow.warned("loop").first()).should.match(/belongs to no run, and ignores it: Error: no ticket/);
    flow.got("reply").all.should.be.empty();
    flow.got("member").all.should.be.empty();
  });

  it("of a node of others stops the run of its message, with its name and words as the reason", async () => {
    const flow = await deployed({ nodes: [foreign] });
    flow.send("foreign", { ...(await flow.start()), failWith: "no ticket" });
    const { payload } = await flow.got("stopped").first();
    payload!.should.match({ reasonCode: "foreign-error", reason: /The node Ticket system between the steps failed: Error: no ticket/ });
    (await flow.shown("loop").first(({ fill, text }) => fill === "red" && text?.startsWith("stopped") === true)).text!.should.equal(
      "stopped: a node of the flow that is not part of this package failed",
    );
  });

  it("of a node of others makes a loop ask that holds, and its message goes out once more when it is told to", async () => {
    const flow = await deployed({ nodes: [foreign], loop: { whenStepFails: "hold" } });
    const message = await flow.start();
    flow.send("foreign", { ...message, failWith: "no ticket" });
    (await flow.shown("loop").first(({ text = "" }) => text.startsWith("asks"))).text!.should.match(
      /^asks what to do · CAS1-1 · a node of/,
    );
    (await flow.documentOf(message["run"].id)).questions.should.match([
      { reasonCode: "foreign-error", text: /Ticket system between the steps failed: Error: no ticket.* may see it twice/ },
    ]);
    (await flow.command("answer", { question: "CAS1-1", answer: "retry", by: "alice" })).should.match({ statusCode: 202 });
    const again = await flow.got("member").first(() => true, 1);
    again["run"].token.should.not.equal(message["run"].token);
    flow.got("stopped").all.should.be.empty();
  });

  it("is told by the node's type where it has no name, and even where nothing is known of it", async () => {
    const flow = await deployed({ nodes: [{ ...foreign, name: "" }] });
    flow.send("foreign", { ...(await flow.start()), failWith: "x" });
    (await flow.got("stopped").first()).payload!.should.match({ reason: /The node foreign / });
    const { run } = await flow.start();
    flow.send("loop", { run, error: "only words" });
    (await flow.got("stopped").first(({ run: { id } }) => id === run.id)).payload!.should.match({ reason: /The node \? .*only words/ });
  });

  it("of a run that has ended already does no harm, and does not go round for ever", async () => {
    const flow = await deployed({ nodes: [foreign] });
    const message = await flow.start();
    await flow.command("stop");
    await flow.got("stopped").first();
    flow.send("foreign", { ...message, failWith: "late" });
    await flow.got("caught").first(({ error }) => error.code === "run-ended");
    await new Promise(setImmediate);
    flow
      .got("caught")
      .all.map(({ error }) => error.source.type)
      .should.deepEqual(["foreign", "rolling-update"]);
  });

  it("of a step of ours is left alone: the run knows it already, by the step's own code", async () => {
    scripted("nlb-start", async () => {
      throw new Error("the step's own");
    });
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    flow.send("step", await flow.start());
    (await flow.got("stopped").first()).payload!.should.match({ reasonCode: "unexpected", reason: /^the step's own/ });
    await flow.got("caught").first();
    flow.warned("loop").all.should.be.empty();
  });

  for (const type of ["nlb-start", "install-update", "rolling-update"]) {
    it(`of ${type} does not stop a run that goes on, as after a message that came twice`, async () => {
      const flow = await deployed();
      const { run } = await flow.start();
      flow.send("loop", { run, error: { message: "token spent", source: { id: "x", type, name: "" } } });
      (await flow.command("status", {})).should.match({ payload: { state: "running", reasonCode: null } });
    });
  }

  it("in a message that came twice leaves the run and its step alone", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    const { run, member } = await flow.start();
    flow.send("step", { run, member });
    flow.send("step", { run, member });
    (await flow.got("caught").first())["error"].should.match({ code: "token-spent" });
    await flow.got("after").first();
    should((await flow.documentOf(run.id)).state).equal("running");
  });
});
