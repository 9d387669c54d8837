import type { NodeAPI } from "node-red";
import should from "should";
import { insteadOfFlow } from "../../../nodes/rolling-update/over-http";
import type { TestNode } from "../flow-nodes";
import { deployed, flowOf, nodeRed } from "../in-node-red";

const path = "/rolling-update/cas/runs";
const door = (method: string, url: string, wires: readonly string[] = ["loop"]): TestNode => ({
  id: `${method} ${url}`,
  type: "http in",
  z: "flow",
  method,
  url,
  wires: [wires],
});
const doors = [door("post", path), door("get", `${path}/:id`), door("post", `${path}/:id/stop`)];

describe("a request over HTTP", () => {
  nodeRed();

  const inFlow = async (wanted: NonNullable<Parameters<typeof deployed>[0]>) => {
    const flow = await deployed(wanted);
    const nodes = flowOf(flow.array, wanted);
    const RED = { nodes: { eachNode: (see: (node: unknown) => void) => nodes.forEach(see) } } as unknown as Pick<NodeAPI, "nodes">;
    return { flow, answer: (method: string, at: string) => insteadOfFlow(RED, flow.registry, { method, path: at }) };
  };
  const commands = [
    ["POST", path],
    ["POST", `${path}/`],
    ["GET", `${path}/run-1`],
    ["POST", `${path}/run-1/stop`],
  ] as const;

  it("goes to the flow where a way leads from its address to a loop", async () => {
    const { answer } = await inFlow({ nodes: doors });
    for (const [method, at] of commands) should(await answer(method, at)).be.null();
    should(await answer("POST", "/rolling-update/other/runs")).be.null();
  });

  it("goes to the flow where something else may answer", async () => {
    const elsewhere = doors.map((one) => ({ ...one, wires: [["foreign"]] }));
    const { answer } = await inFlow({ nodes: [...elsewhere, { id: "foreign", type: "foreign", z: "flow", wires: [] }], loop: { d: true } });
    for (const [method, at] of commands) should(await answer(method, at)).be.null();
  });

  for (const [what, wanted] of [
    ["is disabled", { nodes: doors, loop: { d: true } }],
    ["is deleted", { nodes: doors.map((one) => ({ ...one, wires: [[]] })) }],
  ] as const)
    it(`is answered at once where the loop ${what}: nobody else would`, async () => {
      const { answer } = await inFlow(wanted);
      for (const [method, at] of [...commands, ["GET", path] as const])
        should(await answer(method, at)).match({
          statusCode: 503,
          payload: { error: { code: "no-loop", message: /^No loop is deployed behind (POST|GET) .*Nothing was done\. Deploy its flow/ } },
        });
    });

  it("for the list of runs is answered with the latest ones of the array, without those by hand", async () => {
    const { flow, answer } = await inFlow({ nodes: doors });
    should(await answer("GET", path)).match({ statusCode: 200, payload: { array: flow.array, runs: [] } });
    const { run } = await flow.start();
    await flow.command("stop", {});
    await flow.got("stopped").first(({ payload }) => (payload as { state: string }).state === "ended");
    const next = await flow.start({ dryRun: true });
    const list = (await answer("GET", `${path}/`))?.payload as { runs: readonly Record<string, unknown>[] };
    const byId = (id: string) => list.runs.find(({ runId }) => runId === id);
    list.runs.should.have.length(2);
    should(byId(next["run"].id)).match({ dryRun: true, state: "running", outcome: null, finishedAt: null });
    should(byId(run.id)).match({ dryRun: false, state: "ended", outcome: "stopped", finishedAt: /Z$/ });
  });

  it("for the list of runs goes to the flow where that has a node for it", async () => {
    const { answer } = await inFlow({ nodes: [...doors, door("get", path)] });
    should(await answer("GET", path)).be.null();
  });

  it("for the list of runs is told that the loop has no array", async () => {
    const { answer } = await inFlow({ nodes: doors, array: { d: true } });
    should(await answer("GET", path)).match({ statusCode: 503, payload: { error: { code: "no-array" } } });
  });
});
