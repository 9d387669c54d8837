import "should";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";
import { around, deployedNodes, flowProblems } from "../../../../nodes/rolling-update/flow";
import { at, catcher, loop, ours, step } from "./drawn-flow";

/** A flow that has nothing to do with the one that is looked at. */
const stranger = (n: number): readonly FlowNode[] => [
  { id: `tab-${n}`, type: "tab" },
  at(`in-${n}`, "link in", [`other-${n}`], { z: `tab-${n}`, links: [`out-${n}`] }),
  at(`other-${n}`, "function", [], { z: `tab-${n}` }),
  at(`out-${n}`, "link out", [], { z: `tab-${n}-2`, links: [`in-${n}`] }),
];
const strangers = Array.from({ length: 5 }, (_, n) => stranger(n)).flat();
const array: FlowNode = { id: "array", type: "server-array" };

describe("what a flow has to do with", () => {
  for (const [what, nodes, elsewhere] of [
    ["its own nodes", [loop("a"), step("a", "loop")], []],
    [
      "a flow that links lead to, and from there on",
      [
        loop("out"),
        at("out", "link out", [], { links: ["in"] }),
        at("in", "link in", ["a"], { z: "second", links: ["out"] }),
        step("a", "on"),
        at("on", "link out", [], { z: "second", links: ["back"] }),
        at("back", "link in", ["b"], { z: "third", links: ["on"] }),
        at("b", "nlb-start", ["loop"], { z: "third" }),
      ],
      ["in", "on", "back", "b"],
    ],
    [
      "a flow whose Catch leads here by a link",
      [
        loop("a"),
        step("a", "loop"),
        at("home", "link in", ["loop"], { links: ["away"] }),
        at("away", "link out", [], { z: "second", links: ["home"] }),
        catcher({ z: "second", wires: [["away"]] }),
      ],
      ["away", "catch"],
    ],
    [
      "the subflows on its way, and what is in them",
      [
        loop("one"),
        { id: "template", type: "subflow", in: [{ wires: [{ id: "inside" }] }], out: [{ wires: [{ id: "inside", port: 0 }] }] },
        at("one", "subflow:template", ["loop"]),
        at("inside", "nlb-start", [], { z: "template" }),
      ],
      ["template", "inside"],
    ],
    ["another flow where a wire leads to it, as no editor draws it", [loop("a"), at("a", "nlb-start", ["loop"], { z: "second" })], ["a"]],
  ] as const)
    it(`are ${what}`, () => {
      const all = [...strangers, array, ...(nodes as readonly FlowNode[])];
      const near = around(all, ["loop"]);
      const ids = near.map(({ id }) => id);
      ids.should.containDeep([...elsewhere, "loop", "array"]);
      ids.filter((id) => /^(in|other|out)-/.test(id)).should.eql([]);
      flowProblems(near, "loop", ours).should.eql(flowProblems(all, "loop", ours));
      const about = { loop: "loop", array: "array", update: null };
      deployedNodes(near, about).should.eql(deployedNodes(all, about));
    });

  it("are from inside a subflow the flows in which it stands", () => {
    const template: FlowNode = { id: "template", type: "subflow", in: [], out: [] };
    const inside = [{ ...loop("a"), z: "template" }, at("a", "nlb-start", ["loop"], { z: "template" })];
    const outside = [at("one", "subflow:template", []), at("beside", "catch", ["one"])];
    around([...strangers, template, ...inside, ...outside], ["loop"])
      .map(({ id }) => id)
      .filter((id) => !id.startsWith("tab-"))
      .should.eql(["template", "loop", "a", "one", "beside"]);
  });
});
