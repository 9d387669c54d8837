import promises, { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import helper from "node-red-node-test-helper";
import should from "should";
import type { TestNode } from "../flow-nodes";
import { aStep } from "../flow-nodes";
import { deployed, flowOf, newName, nodeRed, redeployed, takeDown } from "../in-node-red";
import { asItIs, heldWork, scripted } from "../steps/scripted";
import { quoted } from "../../../lib/texts";

describe("a deploy while a run is at work", () => {
  nodeRed();
  afterEach(asItIs);

  const step = aStep("nlb-start");
  const started = async () => {
    const flow = await deployed({ nodes: [step] });
    const message = await flow.start();
    return { flow, message, id: message["run"].id as string, whole: flowOf(flow.array, { nodes: [step] }) };
  };
  const changed = (flow: readonly TestNode[], id: string, more: Record<string, unknown>): TestNode[] =>
    flow.map((node) => (node.id === id ? { ...node, ...more } : node));

  it("goes on where none of its nodes is touched", async () => {
    const { flow, id, whole } = await started();
    await redeployed(flow, [...whole, { id: "new", type: "helper", z: "flow", x: 0, y: 0, wires: [] }], "nodes");
    should(flow.registry.runs.runningOn(flow.array)?.id).equal(id);
    (await flow.documentOf(id)).should.match({ state: "running", reasonCode: null });
  });

  it("is interrupted where its loop is redeployed, and the loop can start another one", async () => {
    const { flow, message, id, whole } = await started();
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

  it("is interrupted where the step at work is redeployed: its signal is aborted and nothing is sent", async () => {
    const work = heldWork();
    let aborted: (() => Promise<void>) | undefined;
    scripted("nlb-start", async (context, options) => {
      aborted = () => context.wait.pause(1);
      return await work.run(context, options);
    });
    const { flow, message, id, whole } = await started();
    flow.send("step", message);
    await work.begun;
    await redeployed(flow, changed(whole, "step", { name: "changed" }), "nodes");
    await should(aborted?.()).be.rejectedWith(/Interrupted: the node nlb-start was deleted, disabled or redeployed/);
    work.end();
    await flow.registry.runs.whenIdle(flow.array);
    (await flow.documentOf(id)).should.match({
      reasonCode: "interrupted",
      members: [{ steps: [{ step: "nlb-start", outcome: "failed" }] }, {}, {}],
    });
    flow.got("after").all.should.be.empty();
  });

  it("goes on where a step that is not at work is redeployed", async () => {
    scripted("nlb-start", async () => ({ changed: true, text: quoted("done") }));
    const { flow, message, id, whole } = await started();
    await redeployed(flow, changed(whole, "step", { name: "changed" }), "nodes");
    flow.send("step", message);
    await flow.got("after").first();
    (await flow.documentOf(id)).state.should.equal("running");
  });

  it("keeps the members that it has started with where the array is edited", async () => {
    const { flow, id, whole } = await started();
    await redeployed(flow, changed(whole, "array", { members: [{ name: "CAS9", address: "" }], minInService: "0" }), "nodes");
    const document = await flow.documentOf(id);
    document.members.map(({ name }) => name).should.deepEqual(["CAS1", "CAS2", "CAS3"]);
  });
});

describe("a run that a dying Node-RED left open", () => {
  nodeRed();
  let folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    folders = [];
  });
  const userDir = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "nodes-"));
    folders.push(folder);
    return folder;
  };

  it("is ended when the flows start, says what is left, and a new one can be started", async () => {
    const name = newName();
    const dying = await userDir();
    const flow = await deployed({ name, settings: { userDir: dying } });
    const { run } = await flow.start();
    const next = await userDir();
    // What is on the disk at this moment is all that a killed process leaves.
    await cp(join(dying, "rolling-update"), join(next, "rolling-update"), { recursive: true });
    await takeDown();

    const again = await deployed({ name, settings: { userDir: next } });
    (await again.warned("loop").first()).should.match(
      new RegExp(`Run ${run.id} of ${name} was interrupted when Node-RED ended\\. What is left to do: .*\\.html`),
    );
    const document = await again.documentOf(run.id);
    document.should.match({ state: "ended", outcome: "stopped", reasonCode: "interrupted" });
    (await again.got("stopped").first()).should.match({ run: { id: run.id }, payload: { runId: run.id, reasonCode: "interrupted" } });
    (await readdir(join(next, "rolling-update", "reports"))).should.containEql(`${run.id}.html`);
    (await readFile(join(next, "rolling-update", "runs", `${run.id}.jsonl`), "utf8")).should.match(/"run finished"/);
    (await again.command("start")).should.match({ statusCode: 202 });
  });

  it("is told of when its record cannot be ended", async () => {
    const name = newName();
    const dying = await userDir();
    await (await deployed({ name, settings: { userDir: dying } })).start();
    const next = await userDir();
    await cp(join(dying, "rolling-update"), join(next, "rolling-update"), { recursive: true });
    await takeDown();

    const { open } = promises;
    // A journal alone is opened so.
    promises.open = (path, flags, mode) =>
      flags === "a+" ? Promise.reject(new Error("EPERM: operation not permitted")) : open(path, flags, mode);
    try {
      const again = await deployed({ name, settings: { userDir: next } });
      (await again.warned("loop").first()).should.match(
        new RegExp(
          `A run of ${name} was interrupted .* could not be ended: .*EPERM: operation not permitted\\. .*Look at the members before`,
        ),
      );
    } finally {
      promises.open = open;
    }
  });

  it("is ended before a start that comes at the same time is answered", async () => {
    const name = newName();
    const dying = await userDir();
    const { run } = await (await deployed({ name, settings: { userDir: dying } })).start();
    const next = await userDir();
    await cp(join(dying, "rolling-update"), join(next, "rolling-update"), { recursive: true });
    await takeDown();

    const again = await deployed({ name, settings: { userDir: next } });
    const first = await again.start();
    first["run"].id.should.not.equal(run.id);
    (await again.documentOf(run.id)).should.match({ state: "ended", reasonCode: "interrupted" });
  });
});
