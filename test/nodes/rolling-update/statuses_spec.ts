import should from "should";
import { StepFailed } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";
import { aStep } from "../flow-nodes";
import { deployed, nodeRed, requestOfStart } from "../in-node-red";
import { asItIs, scripted } from "../steps/scripted";

const named = (more: Record<string, unknown> = {}) => aStep("nlb-set-default-state", { name: "Stay out after a boot", ...more });
const changed = async () => ({ changed: true, text: quoted("stays out") });

describe("what stands under the nodes", () => {
  nodeRed();
  afterEach(asItIs);

  it("goes when the next run starts: it would be taken for that one's", async () => {
    scripted("nlb-set-default-state", changed);
    const flow = await deployed({ nodes: [named()] });
    flow.send("step", await flow.start());
    await flow.got("after").first();
    await flow.command("stop");
    await flow.got("stopped").first();
    const before = flow.shown("step").all.length;
    await flow.start();
    flow.shown("step").all.slice(before).should.deepEqual([{}]);
  });

  it("goes too where a message that may not act was refused", async () => {
    const flow = await deployed({ nodes: [named()] });
    flow.send("step", { run: { id: "another", array: "x", dryRun: false, token: "t" }, member: { name: "CAS1" } });
    await flow.shown("step").first(({ fill }) => fill === "red");
    await flow.start();
    flow.shown("step").all.at(-1)!.should.deepEqual({});
  });

  it("stays where a start was refused, and at a repeated start with the same key", async () => {
    scripted("nlb-set-default-state", changed);
    const flow = await deployed({ nodes: [named()] });
    const more = { req: requestOfStart({ "idempotency-key": "change-1" }), res: {} };
    await flow.command("start", {}, more);
    flow.send("step", await flow.got("member").first());
    await flow.got("after").first();
    const before = flow.shown("step").all.length;
    (await flow.command("start", {}, more)).statusCode!.should.equal(202);
    (await flow.command("start")).statusCode!.should.equal(409);
    flow.shown("step").all.length.should.equal(before);
  });

  it("says that a change was taken back, at the node that had made it", async () => {
    scripted("nlb-set-default-state", async ({ server }) => {
      await server.change("nlb.setDefaultState", { state: "stopped" }, { undo: ["nlb.setDefaultState", { state: "started" }] });
      return await changed();
    });
    const flow = await deployed({ nodes: [named()] });
    flow.send("step", await flow.start());
    await flow.got("after").first();
    await flow.command("stop", { when: "now" });
    await flow.got("stopped").first(({ payload }) => (payload as { state: string }).state === "ended");
    flow.shown("step").all.at(-1)!.should.deepEqual({ fill: "grey", shape: "dot", text: "CAS1 · taken back" });
  });

  it("looks different in a dry run: a grey ring, and never green", async () => {
    scripted("nlb-set-default-state", async ({ report }) => {
      report({ text: quoted("converging") });
      return await changed();
    });
    const flow = await deployed({ nodes: [named()] });
    flow.send("step", await flow.start({ dryRun: true }));
    await flow.got("after").first();
    const shown = flow.shown("step").all.filter(({ text }) => text !== undefined);
    shown.should.have.length(2);
    shown.should.matchEach({ fill: "grey", shape: "ring", text: /in a real run/ });
    flow
      .shown("loop")
      .all.map(({ text }) => text)
      .should.containEql("dry run · CAS1 (1 of 3) · Stay out after a …");
  });

  it("names a step as the flow does: below the loop, in the document, and where a message is lost", async () => {
    scripted("nlb-set-default-state", changed);
    const flow = await deployed({ nodes: [named()], loop: { watchdogMinutes: "1" } });
    flow.send("step", await flow.start());
    const { payload } = await flow.got("stopped").first();
    (payload as { reason: string }).reason.should.match(/was lost after Stay out after a boot/);
    payload!.should.match({ members: [{ steps: [{ step: "nlb-set-default-state", name: "Stay out after a boot" }] }, {}, {}] });
    flow
      .shown("loop")
      .all.map(({ text }) => text)
      .should.containEql("running · CAS1 (1 of 3) · Stay out after a …");
  });

  it("says in words why a run stopped, and at which member", async () => {
    scripted("nlb-set-default-state", async () => {
      throw new StepFailed("drain-limit", quoted("3 clients."));
    });
    const flow = await deployed({ nodes: [named()] });
    flow.send("step", await flow.start());
    await flow.got("stopped").first();
    flow.shown("loop").all.at(-1)!.text!.should.equal("stopped at CAS1: clients were still connected at the limit of the drain");
  });

  it("is not red for a member that only came too late", async () => {
    scripted("nlb-set-default-state", async () => {
      throw new StepFailed("window-closed", quoted("CAS1 was not started."));
    });
    const flow = await deployed({ nodes: [named()] });
    flow.send("step", await flow.start());
    await flow.got("stopped").first();
    flow.shown("step").all.at(-1)!.should.match({ fill: "grey" });
  });

  it("says below the loop that a start was refused, and why; the next run clears it", async () => {
    const flow = await deployed();
    (await flow.command("start", { members: ["CAS9"] })).statusCode!.should.equal(400);
    flow
      .shown("loop")
      .all.at(-1)!
      .should.match({ fill: "red", shape: "ring", text: /^not started: CAS9 is not in the array/ });
    await flow.start();
    should(flow.shown("loop").all.at(-1)!.fill).equal("blue");
    // Below a loop that is at work stands how that goes.
    await flow.command("start");
    should(flow.shown("loop").all.at(-1)!.fill).equal("blue");
  });
});
