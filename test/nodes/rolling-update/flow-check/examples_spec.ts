import { readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";
import { deployed, nodeRed } from "../../in-node-red";
import { flowProblems } from "../../../../nodes/rolling-update/flow";
import { said } from "../../../shared/english";
import { ours, problems } from "./drawn-flow";

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
        const [after] = flow.find(({ id }) => id === `${prefix}-drain`)!.wires!;
        const between = changed(`${prefix}-drain`, { wires: [["ticket"]] });
        const ticket: FlowNode = {
          id: "ticket",
          type: "function",
          z: flow.find(({ id }) => id === `${prefix}-drain`)!.z!,
          wires: [after!],
        };
        found([...between, ticket]).should.deepEqual([]);
        found([...between, ticket].filter(({ id }) => id !== `${prefix}-catch`)).should.deepEqual(["no-catch!"]);
      });
    }

    describe("finds each cut of exchange-cas-array, and names the place", () => {
      const flow = example("exchange-cas-array");
      const without = (...ids: readonly string[]) => {
        for (const gone of ids) flow.some(({ id }) => id === gone).should.be.true();
        return flow.filter(({ id }) => !ids.includes(id));
      };
      const places = (nodes: readonly FlowNode[]) => flowProblems(nodes, "cas-loop", ours).map(({ text: what }) => said(what));

      for (const { id, type, name, wires = [] } of flow.filter((node) => ours(node.type) && node.type !== "rolling-update"))
        for (const port of wires.keys())
          it(`behind ${name}, output ${port + 1}`, () => {
            const cut = flow.map((node) => (node.id === id ? { ...node, wires: wires.map((to, at) => (at === port ? [] : to)) } : node));
            problems(cut, "cas-loop").should.deepEqual(["dead-end!"], type);
            places(cut).should.match([new RegExp(`cut behind: .*${name!.replaceAll("?", "\\?")}`)]);
          });

      it("where a step was deleted and nothing was wired over the gap, behind a link in too", () => {
        places(without("cas-forefront-off")).should.match([/cut behind: update it\. /]);
        places(without("cas-forefront-on")).should.match([/cut behind: Services as found\. /]);
      });

      it("where a link out has lost its links", () => {
        const cut = flow.map((node) => (node.id === "cas-l-update" ? { ...node, links: [] } : node));
        places(cut).should.match([/cut behind: update it\. /]);
      });
    });

    it("has no loop to look at in one-server-by-hand", () => {
      const flow = example("one-server-by-hand");
      flow.filter(({ type }) => type === "rolling-update").should.be.empty();
    });
  });

  describe("in Node-RED", () => {
    nodeRed();

    const step = { id: "step", type: "preflight-check", name: "Fit?", z: "flow", update: "", httpProbes: [] };
    const wired = (...wires: string[][]) =>
      deployed({ loop: { wires: [["step"], ["finished"], ["stopped"], ["reply"]] }, nodes: [{ ...step, wires }] });

    for (const [what, wires, words] of [
      ["from which no way leads back", [["caught"], []], /No wire leads from the steps back to the loop.*ends at: helper/],
      ["that is cut behind one output", [[], ["loop"]], /cut behind: Fit\? \(output 1\)/],
    ] as const) {
      it(`refuses a start by a flow ${what}, and starts nothing`, async () => {
        const flow = await wired(...wires.map((to) => [...to]));
        const answer = await flow.command("start");
        answer.should.match({ statusCode: 409, payload: { error: { code: "flow-cut", message: words } } });
        should(flow.registry.runs.runningOn(flow.array)).be.undefined();
      });
    }

    it("reaches the preflight check, which refuses where errors would reach nobody", async () => {
      const silent = { id: "foreign", type: "helper", z: "other", wires: [["loop"]] };
      const flow = await deployed({
        loop: { wires: [["step"], ["finished"], ["stopped"], ["reply"]] },
        nodes: [{ id: "other", type: "tab", label: "other" }, { ...step, wires: [["foreign"], ["loop"]] }, silent],
      });
      (await flow.command("start")).should.match({ statusCode: 202 });
      const { payload } = await flow.got("stopped").first();
      payload!.should.match({ reasonCode: "not-fit", reason: /would not reach the loop/ });
    });
  });
});
