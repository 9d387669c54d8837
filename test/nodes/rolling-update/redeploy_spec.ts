import helper from "node-red-node-test-helper";
import should from "should";
import type { TestNode } from "../flow-nodes";
import { aStep } from "../flow-nodes";
import type { RunDocument } from "../../../lib/run/record/document";
import type { Got } from "../in-node-red";
import { deployed, errorOf, flowOf, nodeRed, redeployed } from "../in-node-red";
import { asItIs, heldWork, scripted } from "../steps/scripted";
import { quoted } from "../../../lib/texts";

describe("a deploy while a run is at work", () => {
  nodeRed();
  afterEach(asItIs);

  const step = aStep("nlb-start");
  const started = async (loop: Record<string, unknown> = {}) => {
    const flow = await deployed({ nodes: [step], loop });
    const message = await flow.start();
    return { flow, message, id: message["run"].id as string, whole: flowOf(flow.array, { nodes: [step], loop }) };
  };
  const changed = (flow: readonly TestNode[], id: string, more: Record<string, unknown>): TestNode[] =>
    flow.map((node) => (node.id === id ? { ...node, ...more } : node));

  it("goes on where none of its nodes is touched", async () => {
    const { flow, id, whole } = await started();
    await redeployed(flow, [...whole, { id: "new", type: "helper", z: "flow", x: 0, y: 0, wires: [] }], "nodes");
    should(flow.registry.runs.runningOn(flow.array)?.id).equal(id);
    (await flow.documentOf(id)).should.match({ state: "running", reasonCode: null });
  });

  const goesOn = async (flow: Awaited<ReturnType<typeof deployed>>, id: string): Promise<Got> => {
    const message = await flow.got("member").first(() => true, 1);
    message["run"].id.should.equal(id);
    (await flow.documentOf(id)).should.match({ state: "running", reasonCode: null });
    return message;
  };

  it("goes on where its loop is redeployed: its message comes out again, and moves the member once", async () => {
    let done = 0;
    scripted("nlb-start", async () => ({ changed: ++done > 0, text: quoted("done") }));
    const { flow, message, id, whole } = await started();
    await redeployed(flow, changed(whole, "loop", { name: "changed" }), "nodes");
    (await flow.warned("loop").first()).should.match(
      new RegExp(
        `Run ${id} of .* is interrupted: the loop rolling-update was stopped or redeployed .* It is resumed, from its last finished step, when its flow is there again`,
      ),
    );
    const again = await goesOn(flow, id);
    flow
      .shown("loop")
      .all.map(({ text }) => text)
      .should.matchAny(/^interrupted · goes on when/);
    (await flow.warned("loop").first(() => true, 1)).should.match(
      new RegExp(`Run ${id} of .* It is resumed; first its members are looked at`),
    );
    flow.send("step", again);
    await flow.got("after").first();
    flow.send("step", message);
    (await flow.got("caught").first())["error"].should.match({ code: "token-spent" });
    done.should.equal(1);
    (await flow.documentOf(id)).warnings.join().should.match(/was interrupted: .* has gone on from its last finished step/);
  });

  it("is interrupted where its loop is redeployed and is to end its run then, and the loop can start another one", async () => {
    const { flow, message, id, whole } = await started({ afterRestart: "end" });
    const [before] = flow.warned("loop").all;
    should(before).be.undefined();
    await redeployed(flow, changed(whole, "loop", { name: "changed" }), "nodes");
    (await flow.warned("loop").first()).should.match(
      new RegExp(`Run ${id} of .* is interrupted: the loop rolling-update was stopped or redeployed`),
    );
    await flow.registry.runs.whenIdle(flow.array);
    const document = await flow.documentOf(id);
    document.should.match({ outcome: "stopped", reasonCode: "interrupted", reason: /Nothing more was sent/ });
    flow.send("step", message);
    (await flow.got("caught").first())["error"].should.match({ code: "run-ended" });

    const next = await flow.command("start");
    next.should.match({ statusCode: 202 });
    (next.payload as { runId: string }).runId.should.not.equal(id);
  });

  it("waits as long as its array is gone, says so over HTTP and in the log, and goes on when it is back", async () => {
    const { flow, id, whole } = await started();
    await redeployed(
      flow,
      whole.filter(({ id: node }) => node !== "array"),
      "full",
    );
    await flow.warned("loop").first((said) => /cannot go on: .*no server-array.* Mend this and deploy, and it goes on/.test(said));
    const waiting = await flow.documentOf(id);
    waiting.should.match({ state: "running", interrupted: /stopped or redeployed/, summary: /^Interrupted, and waiting to go on: CAS1/ });
    await redeployed(flow, whole, "full");
    await goesOn(flow, id);
    (await flow.documentOf(id)).should.match({ interrupted: null });
  });

  it("goes on with a full deploy, after which all nodes are new ones", async () => {
    const { flow, id, whole } = await started();
    await redeployed(flow, whole, "full");
    await goesOn(flow, id);
  });

  it("says so where its loop is deleted", async () => {
    const { flow, id, whole } = await started();
    await redeployed(
      flow,
      whole.filter((node) => node.id !== "loop"),
      "full",
    );
    await flow.registry.runs.whenIdle(flow.array);
    (await flow.documentOf(id)).should.match({ reasonCode: "interrupted" });
    should(helper.getNode("loop")).be.null();
  });

  it("ends where its loop is deleted together with a change of the step at work, whichever of the two is closed first", async () => {
    const work = heldWork();
    scripted("nlb-start", work.run);
    const { flow, id, whole } = await started();
    // Made again after its step, the loop is closed after it too.
    await redeployed(flow, changed(whole, "loop", { name: "later" }), "nodes");
    flow.send("step", await goesOn(flow, id));
    await work.begun;
    const without = changed(whole, "step", { name: "changed" }).filter((node) => node.id !== "loop");
    const deploying = redeployed(flow, [...without].reverse(), "full");
    work.end();
    await deploying;
    await flow.registry.runs.whenIdle(flow.array);
    (await flow.documentOf(id)).should.match({ state: "ended", reasonCode: "interrupted", reason: /the loop later was deleted/ });
    flow.registry.runs.waiting.filter((run) => run.id === id).should.be.empty();
  });

  it("goes on where the step at work is redeployed: its signal is aborted, nothing is sent, and it is visited again", async () => {
    const work = heldWork();
    let aborted: (() => Promise<void>) | undefined;
    const visits: string[] = [];
    scripted("nlb-start", async (context, options) => {
      visits.push(context.workId(1));
      if (visits.length > 1) return { changed: true, text: quoted("done") };
      aborted = () => context.wait.pause(1);
      return await work.run(context, options);
    });
    const { flow, message, id, whole } = await started();
    flow.send("step", message);
    await work.begun;
    await redeployed(flow, changed(whole, "step", { name: "changed" }), "nodes");
    await should(aborted?.()).be.rejectedWith(/Interrupted: the node nlb-start was deleted, disabled or redeployed/);
    work.end();
    flow.send("step", await goesOn(flow, id));
    await flow.got("after").first();
    visits.should.eql([visits[0], visits[0]], "its job is asked for again, and not started again");
    (await flow.documentOf(id)).should.match({
      state: "running",
      members: [{ steps: [{ step: "nlb-start", outcome: "done" }] }, {}, {}],
    });
    flow.got("after").all.length.should.equal(1);
  });

  it("lets the step that finished last send its message again where the next one is redeployed at work", async () => {
    const work = heldWork();
    let visits = 0;
    scripted("nlb-start", async () => ({ changed: true, text: quoted("started") }));
    scripted("verify-health", (context, options) =>
      ++visits > 1 ? Promise.resolve({ changed: false, text: quoted("healthy") }) : work.run(context, options),
    );
    const second = { ...aStep("verify-health"), id: "second-step", wires: [["second"]] };
    const flow = await deployed({ nodes: [{ ...step, wires: [["second-step"]] }, second] });
    const message = await flow.start();
    const whole = flowOf(flow.array, { nodes: [{ ...step, wires: [["second-step"]] }, second] });
    flow.send("step", { ...message, mine: "kept" });
    await work.begun;
    await redeployed(flow, changed(whole, "second-step", { name: "changed" }), "nodes");
    const after = await flow.got("second").first();
    work.end();
    after.should.match({ mine: "kept", payload: { text: "healthy" }, run: { id: message["run"].id } });
    visits.should.equal(2);
    (await flow.documentOf(message["run"].id)).members[0]?.steps.map(({ outcome }) => outcome).should.eql(["done", "unchanged"]);
  });

  it("does not go on where what is still to come has been changed, and names it", async () => {
    const { flow, id, whole } = await started();
    await redeployed(flow, changed(whole, "array", { minInService: "0", serving: "http" }), "nodes");
    const ended = await flow.got("stopped").first();
    const document = ended.payload as RunDocument;
    document.should.match({ runId: id, reasonCode: "plan-changed" });
    should(document.reason).match(/differs from its plan .*: the node “array-\d+” has been changed \(serving\)/);
  });

  it("asks where its loop is set so: it sends nothing, shows and tells what it asks, and goes on when it is told to", async () => {
    const loop = { afterRestart: "ask", wires: [["member"], ["finished"], ["stopped"], ["reply"], ["warning"]] };
    const flow = await deployed({ nodes: [step], loop });
    const { run } = await flow.start();
    await redeployed(flow, changed(flowOf(flow.array, { nodes: [step], loop }), "loop", { name: "changed" }), "nodes");
    const isAsked = ({ payload }: Got) => (payload as { code?: string }).code === "question";
    (await flow.got("warning").first(isAsked)).payload!.should.match({
      summary: /The run holds at CAS1: The run was interrupted: .* CAS1 is as its finished steps left it\./,
      question: { question: "CAS1-1", reasonCode: "restarted", answers: ["retry", "put-back", "abandon"] },
    });
    flow.shown("loop").all.should.matchAny({ fill: "red", text: /^asks what to do · CAS1-1 · its loop asks after a restart/ });
    flow.got("member").all.length.should.equal(1);
    (await flow.command("answer", { question: "CAS1-1", answer: "retry", by: "alice" })).should.match({ statusCode: 202 });
    (await flow.got("member").first(() => true, 1))["run"].id.should.equal(run.id);
  });

  it("asks where it holds and what is still to come has been changed, and goes on so for a reason alone", async () => {
    const loop = { whenStepFails: "hold", wires: [["member"], ["finished"], ["stopped"], ["reply"], ["warning"]] };
    const flow = await deployed({ nodes: [step], loop });
    const { run } = await flow.start();
    await redeployed(flow, changed(flowOf(flow.array, { nodes: [step], loop }), "array", { serving: "http" }), "nodes");
    const isAsked = ({ payload }: Got) => (payload as { code?: string }).code === "question";
    (await flow.got("warning").first(isAsked)).payload!.should.match({
      summary: /“array-\d+” has been changed \(serving\)/,
      question: { reasonCode: "plan-changed" },
    });
    const retry = { question: "CAS1-1", answer: "retry", by: "alice" };
    errorOf(await flow.command("answer", retry)).code.should.equal("no-reason");
    (await flow.command("answer", { ...retry, why: "the page answers" })).should.match({ statusCode: 202 });
    (await flow.got("member").first(() => true, 1))["run"].id.should.equal(run.id);
    (await flow.documentOf(run.id)).warnings.join("\n").should.match(/alice has let the run go on with .*\(serving\).*the page answers/);
  });

  it("goes on by another number of members that have to serve and by other settings of its loop, and names them", async () => {
    const { flow, id, whole } = await started();
    const edited = changed(changed(whole, "array", { minInService: "0" }), "loop", { guardSeconds: "30" });
    await redeployed(flow, edited, "nodes");
    await goesOn(flow, id);
    const told = async () => (await flow.documentOf(id)).warnings.filter((one) => /edited while the run was at work/.test(one));
    for (let turn = 0; turn < 1000 && (await told()).length === 0; turn++) await new Promise((resolve) => void setImmediate(resolve));
    (await told()).should.match([/stay in service was 1 and is 0 now; how often it is looked whether the others serve is set otherwise/]);
    (await flow.documentOf(id)).state.should.equal("running");
  });

  it("goes on where a step that is not at work is redeployed", async () => {
    scripted("nlb-start", async () => ({ changed: true, text: quoted("done") }));
    const { flow, message, id, whole } = await started();
    await redeployed(flow, changed(whole, "step", { name: "changed" }), "nodes");
    flow.send("step", message);
    await flow.got("after").first();
    (await flow.documentOf(id)).state.should.equal("running");
  });

  it("says once what is edited in mid-run and holds from then on, where the deploy restarts nothing that is at work", async () => {
    const work = heldWork();
    scripted("preflight-check", work.run);
    const later = aStep("service-control", { id: "later", name: "Stop other services", wires: [["loop"]] });
    const wanted = {
      nodes: [aStep("preflight-check", { wires: [["later"], ["loop"]] }), later],
      loop: { wires: [["member", "step"], ["finished"], ["stopped"], ["reply"]] },
    };
    const flow = await deployed(wanted);
    (await flow.command("start")).should.match({ statusCode: 202 });
    await work.begun;
    const run = flow.registry.runs.runningOn(flow.array)!;
    const edited = changed(flowOf(flow.array, wanted), "later", { limitMinutes: "7" });
    await redeployed(flow, edited, "nodes");
    await redeployed(flow, [...edited, { id: "new", type: "helper", z: "flow", x: 0, y: 0, wires: [] }], "nodes");
    const told = async () => (await flow.documentOf(run.id)).warnings.filter((one) => /edited while the run was at work/.test(one));
    // Written without anybody waiting for it.
    for (let turn = 0; turn < 1000 && (await told()).length === 0; turn++) await new Promise((resolve) => void setImmediate(resolve));
    const said = await told();
    said.should.have.length(1);
    said[0]!.should.match(/“Stop other services” has been changed \(limitMinutes\)/);
    work.end();
  });

  it("keeps the members that it has started with where the array is edited", async () => {
    const { flow, id, whole } = await started();
    await redeployed(flow, changed(whole, "array", { members: [{ name: "CAS9", address: "" }], minInService: "0" }), "nodes");
    const document = await flow.documentOf(id);
    document.members.map(({ name }) => name).should.deepEqual(["CAS1", "CAS2", "CAS3"]);
  });
});
