import should from "should";
import { StepFailed } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";
import { aStep } from "../flow-nodes";
import { deployed, nodeRed } from "../in-node-red";
import { asItIs, scripted } from "../steps/scripted";

/** A loop with one step, which takes the member out and does then what the test says. */
const withStep = async (then: Parameters<typeof scripted>[1]) => {
  scripted("preflight-check", async (context, options) => {
    await context.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
    return await then(context, options);
  });
  const flow = await deployed({
    loop: { wires: [["member", "step"], ["finished"], ["stopped"], ["reply"], ["warning"]] },
    nodes: [aStep("preflight-check", { wires: [["loop"], ["loop"]] })],
  });
  const { run } = await flow.start();
  return { flow, id: run.id as string };
};

describe("what the loop says before its run has ended", () => {
  nodeRed();
  afterEach(asItIs);

  it("is that it stops, as soon as a step has failed and before its member is put back", async () => {
    const { flow, id } = await withStep(() => Promise.reject(new StepFailed("verify-failed", quoted("It failed."))));
    const early = await flow.got("stopped").first();
    early.payload!.should.match({
      runId: id,
      state: "stopping",
      outcome: null,
      reasonCode: "verify-failed",
      summary: /^Stopping.*It failed/,
      members: [{ name: "CAS1", state: "at work" }, {}, {}],
    });
    should(flow.lab!.truth().operations.filter(({ op }) => op === "nlb.start")).be.empty();
    const last = await flow.got("stopped").first(({ payload }) => (payload as { state: string }).state === "ended");
    last.payload!.should.match({ runId: id, outcome: "stopped", reasonCode: "verify-failed" });
    flow.got("stopped").all.should.have.length(2);
    flow.shown("loop").all.should.matchAny({ fill: "red", text: /^stopping · CAS1/ });
  });

  it("is nothing where nothing has to be put back: one message is enough", async () => {
    scripted("preflight-check", () => Promise.reject(new StepFailed("not-fit", quoted("It is not fit."))));
    const flow = await deployed({
      loop: { wires: [["member", "step"], ["finished"], ["stopped"], ["reply"], ["warning"]] },
      nodes: [aStep("preflight-check", { wires: [["loop"], ["loop"]] })],
    });
    await flow.start();
    (await flow.got("stopped").first()).payload!.should.match({ state: "ended" });
    flow.got("stopped").all.should.have.length(1);
  });

  it("is each warning, by an output of its own, with the code by which a program may decide", async () => {
    const { flow, id } = await withStep(async ({ warn }) => {
      warn(quoted("The disk is slow."));
      throw new StepFailed("x", quoted("It failed."));
    });
    const warning = await flow.got("warning").first();
    warning["run"].should.match({ id, array: flow.array });
    warning.payload!.should.match({
      runId: id,
      array: flow.array,
      member: "CAS1",
      code: null,
      summary: "The disk is slow.",
      at: /^\d{4}-.*Z$/,
    });
    await flow.got("stopped").first(({ payload }) => (payload as { state: string }).state === "ended");
    flow.got("warning").all.should.have.length(1);
  });
});
