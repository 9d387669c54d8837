import { readFileSync } from "node:fs";
import { join } from "node:path";
import "should";
import { stepsLeftOut } from "../../../../nodes/rolling-update/flow";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";
import { deployed, nodeRed } from "../../in-node-red";
import { aStep } from "../../flow-nodes";
import { at, loop } from "./drawn-flow";

const fscutility = (id: string, to: string[], action = "disable") => at(id, "fscutility", to, { action });
const scom = (id: string, to: string[], action = "begin") => at(id, "scom-maintenance", to, { action });
const install = at("i", "install-update", ["loop"]);
const example = JSON.parse(readFileSync(join(__dirname, "../../../../examples/exchange-cas-array.json"), "utf8")) as FlowNode[];
const leftOut = (...nodes: FlowNode[]) => [...stepsLeftOut(nodes, "loop")];

describe("the look at the flow before a run, for steps that must come before the installation", () => {
  nodeRed();

  it("misses none in the bundled flow, and the one whose wires go past it or that is disabled", () => {
    stepsLeftOut(example, "cas-loop").should.eql([]);
    for (const type of ["fscutility", "scom-maintenance"]) {
      const off = example.map((node) => (node.type === type ? { ...node, d: true } : node));
      const past = example.filter((node) => node.type !== type || !["disable", "begin"].includes(node.action ?? ""));
      const [gone] = example.filter((node) => node.type === type && !past.includes(node));
      const rewired = past.map((node) => ({
        ...node,
        wires: node.wires?.map((wire) => wire.flatMap((id) => (id === gone!.id ? gone!.wires!.flat() : [id]))) ?? [],
      }));
      stepsLeftOut(rewired, "cas-loop").should.eql([type]);
      // A disabled node lets nothing pass: the way ends there, and nothing is installed.
      stepsLeftOut(off, "cas-loop").should.eql([]);
    }
  });

  it("looks at every way, and at what a step does", () => {
    leftOut(loop("s"), scom("s", ["f"]), fscutility("f", ["i"]), install).should.eql([]);
    leftOut(loop("s"), scom("s", ["f", "i"]), fscutility("f", ["i"]), install).should.eql(["fscutility"]);
    leftOut(loop("s"), scom("s", ["f"], "end"), fscutility("f", ["i"], "enable"), install).should.eql(["fscutility", "scom-maintenance"]);
    leftOut(loop("s"), scom("s", ["i"]), { ...install, wires: [["f"]] }, fscutility("f", ["loop"])).should.eql(["fscutility"]);
  });

  it("finds nothing left out where nothing is installed", () => leftOut(loop("s"), at("s", "nlb-start", ["loop"])).should.eql([]));

  it("reaches the run: preflight warns of Forefront's hooks, which no step takes out", async () => {
    const flow = await deployed({
      loop: { wires: [["member", "step"], ["finished"], ["stopped"], ["reply"]] },
      nodes: [
        aStep("preflight-check", { wires: [["after", "staying-out"], ["loop"]] }),
        aStep("nlb-set-default-state", { id: "staying-out", wires: [["installing"]] }),
        aStep("install-update", { id: "installing", wires: [["verifying"]] }),
        aStep("verify-health", { id: "verifying", wires: [["loop"]] }),
      ],
    });
    const { run } = await flow.start();
    await flow.got("after").first();
    (await flow.documentOf(run.id)).warnings.join().should.match(/CAS1: .*the flow has no fscutility/);
  });
});
