import { readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";
import { allNodes, checkedFlow, isOurs } from "../../../../nodes/rolling-update/flow";
import type { DeployedStep } from "../../../../nodes/shared/runtime";

const bundled = readFileSync(join(__dirname, "../../../../examples/exchange-cas-array.json"), "utf8");
const copy = (name: string): readonly FlowNode[] => JSON.parse(bundled.replaceAll('"cas-', `"${name}-`)) as FlowNode[];

describe("the look at the flow before a run, where many are deployed", () => {
  it("goes through the deployed steps as often for fifty flows as for one: each start looks, and the others wait", () => {
    timesThrough(50).should.equal(timesThrough(1));
  });

  it("is given the same list of nodes until something is deployed, so that what follows from it is found out once", () => {
    let deployed = [...copy("f0"), ...copy("f1")];
    const eachNode = (take: (node: unknown) => void): void => deployed.forEach((node) => take(node));
    const RED = { nodes: { eachNode } } as unknown as Parameters<typeof allNodes>[0];
    const first = allNodes(RED);
    should(allNodes(RED)).be.exactly(first);
    deployed = deployed.map((node, index) => (index === 3 ? { ...node, name: "edited" } : node));
    allNodes(RED)[3]!.should.match({ name: "edited" });
    deployed = deployed.slice(1);
    allNodes(RED).length.should.equal(first.length - 1);
  });
});

/** How often the deployed steps are gone through for one start. */
function timesThrough(flows: number): number {
  const nodes = Array.from({ length: flows }, (_, index) => copy(`f${index}`)).flat();
  const steps = nodes.filter(({ type }) => isOurs(type)).map(({ id }) => deployedStep(id));
  let times = 0;
  const counted = {
    [Symbol.iterator]: () => {
      times++;
      return steps[Symbol.iterator]();
    },
  };
  checkedFlow(nodes, { loop: "f0-loop", array: "f0-array", update: "f0-package", steps: counted });
  return times;
}

const deployedStep = (id: string): DeployedStep => ({
  id,
  place: id,
  template: undefined,
  settings: {},
  problem: () => null,
  sendAgain: () => undefined,
});
