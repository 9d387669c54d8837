import { readFileSync } from "node:fs";
import { join } from "node:path";
import "should";
import type { FlowNode } from "../../../../nodes/rolling-update/flow-graph";
import { deployed, nodeRed } from "../../in-node-red";
import { problems } from "./drawn-flow";

describe("the look at the flow before a run", () => {
  describe("in the examples", () => {
    const example = (name: string) =>
      JSON.parse(readFileSync(join(__dirname, "../../../../examples", `${name}.json`), "utf8")) as FlowNode[];

    for (const [name, prefix] of [
      ["exchange-cas-array", "cas"],
      ["web-farm", "web"],
    ] as const) {
      const flow = example(name);
      const found = (nodes: readonly FlowNode[]) => problems(nodes, `${prefix}-loop`);
      const changed = (id: string, more: Partial<FlowNode>) => {
        flow.some((node) => node.id === id).should.be.true();
        return flow.map((node) => (node.id === id ? { ...node, ...more } : node));
      };

      it(`refuses the nodes of NLB in ${name} where members are taken out by other means`, () => {
        found(changed(`${prefix}-array`, { serving: "http", otherMeans: true })).should.deepEqual(["nlb-nodes!"]);
        found(changed(`${prefix}-array`, { serving: "nlb", otherMeans: true })).should.deepEqual([]);
      });

      it(`has nothing to say of ${name}`, () => found(flow).should.deepEqual([]));

      it(`notices where the way back of ${name} is cut, where its first step is gone and where its Catch is`, () => {
        const back = prefix === "cas" ? "cas-l-back" : "web-back";
        found(changed(back, { d: true })).should.deepEqual(["no-way-back!"]);
        found(changed(`${prefix}-loop`, { wires: [[], [], [], []] })).should.deepEqual(["no-way!"]);
        found(changed(`${prefix}-catch`, { d: true })).should.deepEqual(["no-catch"]);
      });

      it(`hears a node of others that is put between the steps of ${name}`, () => {
        const between = changed(`${prefix}-drain`, { wires: [["ticket"]] });
        const ticket: FlowNode = {
          id: "ticket",
          type: "function",
          z: flow.find(({ id }) => id === `${prefix}-drain`)!.z!,
          wires: [[`${prefix}-stay`]],
        };
        found([...between, ticket]).should.deepEqual([]);
        found([...between, ticket].filter(({ id }) => id !== `${prefix}-catch`)).should.deepEqual(["no-catch!"]);
      });
    }

    it("has no loop to look at in one-server-by-hand", () => {
      const flow = example("one-server-by-hand");
      flow.filter(({ type }) => type === "rolling-update").should.be.empty();
    });
  });

  describe("in Node-RED", () => {
    nodeRed();

    it("reaches the preflight check, which refuses a member that would be lost", async () => {
      const step = { id: "step", type: "preflight-check", z: "flow", update: "", httpProbes: [], wires: [["after"], []] };
      const flow = await deployed({ loop: { wires: [["step"], ["finished"], ["stopped"], ["reply"]] }, nodes: [step] });
      await flow.command("start");
      const { payload } = await flow.got("stopped").first();
      payload!.should.match({ reasonCode: "not-fit", reason: /No wire leads from the steps back to the loop/ });
    });
  });
});
