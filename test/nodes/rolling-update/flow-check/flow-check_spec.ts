import "should";
import { flowProblems } from "../../../../nodes/rolling-update/flow";
import { said } from "../../../shared/english";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";
import { at, catcher, foreign, loop, ours, problems, step } from "./drawn-flow";

describe("the look at the flow before a run", () => {
  it("has nothing to say of a loop whose steps lead back, with a Catch wired to it", () => {
    problems([loop("a"), step("a", "b"), step("b", "loop"), catcher()]).should.deepEqual([]);
  });

  it("warns where no Catch leads to the loop, even if all nodes are ours", () => {
    problems([loop("a"), step("a", "loop")]).should.deepEqual(["no-catch"]);
    problems([loop("a"), step("a", "loop"), at("catch", "catch", ["debug"]), at("debug", "debug", [])]).should.deepEqual(["no-catch"]);
  });

  describe("finds no way", () => {
    it("where the first output is not wired", () => problems([loop()]).should.deepEqual(["no-way!"]));
    it("where it leads to nothing that there is", () => problems([loop("gone")]).should.deepEqual(["no-way!"]));
    it("where the first step is disabled", () =>
      problems([loop("a"), { ...step("a", "loop"), d: true }, catcher()]).should.deepEqual(["no-way!"]));
    it("where only another output is wired", () =>
      problems([{ ...loop(), wires: [[], ["a"]] }, step("a", "loop")]).should.deepEqual(["no-way!"]));
  });

  describe("finds no way back", () => {
    it("where the last step is not wired to the loop", () =>
      problems([loop("a"), step("a", "b"), step("b"), catcher()]).should.deepEqual(["no-way-back!"]));
    it("where a disabled node is between", () =>
      problems([loop("a"), step("a", "b"), { ...step("b", "loop"), d: true }, catcher()]).should.deepEqual(["no-way-back!"]));
    it("where the way leads over a disabled flow", () => {
      const nodes = [
        loop("a"),
        at("a", "link out", [], { links: ["b"] }),
        at("b", "link in", ["loop"], { z: "off" }),
        { id: "off", type: "tab", disabled: true },
        catcher(),
      ];
      problems(nodes).should.deepEqual(["no-way-back!"]);
      problems(nodes.map((node) => ({ ...node, disabled: false }))).should.deepEqual([]);
    });
    it("where it leads to another loop only", () =>
      problems([loop("a"), step("a", "other"), at("other", "rolling-update", []), catcher()]).should.deepEqual(["no-way-back!"]));
    it("and ends, where the steps go round among themselves", () =>
      problems([loop("a"), step("a", "b"), step("b", "a"), catcher()]).should.deepEqual(["no-way-back!"]));
  });

  it("looks no further than the loop: what is wired to its other outputs is not on a member's way", () => {
    const whole = { ...loop(), wires: [["a"], ["f"], ["f"], ["f"]] };
    problems([whole, step("a", "loop"), foreign("f", [])]).should.deepEqual(["no-catch"]);
  });

  it("follows links, also into another flow, and link calls", () => {
    const links = [at("out", "link out", [], { links: ["in"] }), at("in", "link in", ["b"], { z: "other" }), step("b", "back")];
    problems([
      loop("a"),
      step("a", "out"),
      ...links,
      at("back", "link out", [], { links: ["home"] }),
      at("home", "link in", ["loop"]),
      catcher(),
    ]).should.deepEqual([]);
    problems([
      loop("call"),
      at("call", "link call", ["loop"], { links: ["in"] }),
      at("in", "link in", ["c"]),
      step("c", "ret"),
      at("ret", "link out", [], { mode: "return" }),
      catcher(),
    ]).should.deepEqual([]);
  });

  describe("finds a cut behind a step, although another way leads back", () => {
    /** A shorter way back beside the cut, as members take it that are up to date already. */
    const short = [loop("fit"), at("fit", "preflight-check", [], { wires: [["drain"], ["loop"]] }), step("drain", "next"), catcher()];
    const cut = (...behind: readonly FlowNode[]) => problems([...short, ...behind]);

    for (const [what, behind] of [
      ["a wire to nothing", []],
      ["a link out that has lost its links", [at("next", "link out", [], { links: [] })]],
      ["a link out to a node that is gone", [at("next", "link out", [], { links: ["gone"] })]],
      ["a debug node only", [{ ...at("next", "debug", []), wires: [] }]],
      ["a debug node and a comment behind a junction", [at("next", "junction", ["d", "c"]), at("d", "debug", []), at("c", "comment", [])]],
      ["a link in with nothing behind it", [at("next", "link out", [], { links: ["in"] }), at("in", "link in", [])]],
      ["a node that is disabled", [{ ...step("next", "loop"), d: true }]],
      [
        "a link into a flow that is disabled",
        [
          at("next", "link out", [], { links: ["in"] }),
          at("in", "link in", ["loop"], { z: "off" }),
          { id: "off", type: "tab", disabled: true },
        ],
      ],
      ["junctions in a circle", [at("next", "junction", ["other"]), at("other", "junction", ["next"])]],
      ["a node of others from which nothing goes on", [foreign("next", [])]],
      ["another loop", [at("next", "rolling-update", ["loop"])]],
      [
        "a link call whose part never returns",
        [at("next", "link call", ["loop"], { links: ["in"] }), at("in", "link in", ["d"]), at("d", "debug", [])],
      ],
      ["a link call without a target", [at("next", "link call", ["loop"], { links: [] })]],
    ] as readonly [string, readonly FlowNode[]][]) {
      it(`to ${what}`, () => cut(...behind).should.deepEqual(["dead-end!"]));
    }

    it("but not where a branch beside the way ends, nor at outputs that a node of others has for other things", () => {
      cut(at("next", "junction", ["d", "f", "loop"]), at("d", "debug", []), foreign("f", [])).should.deepEqual([]);
      cut(foreign("next", [], { wires: [["loop"], ["d"], []] }), at("d", "debug", [])).should.deepEqual([]);
      cut(at("next", "link call", ["loop"], { links: [], linkType: "dynamic" })).should.deepEqual([]);
    });

    it("and at each output of a step", () => {
      const check = (...wires: string[][]) => problems([loop("a"), at("a", "preflight-check", [], { wires }), catcher()]);
      check(["loop"], ["loop"]).should.deepEqual([]);
      check([], ["loop"]).should.deepEqual(["dead-end!"]);
      check(["loop"], []).should.deepEqual(["dead-end!"]);
      problems([loop("a"), step("a", "b", "loop"), step("b"), catcher()]).should.deepEqual(["dead-end!"]);
    });

    it("and names the last node before it by its name in the flow", () => {
      const named = (...behind: readonly FlowNode[]) =>
        flowProblems([...short.map((node) => (node.id === "drain" ? { ...node, name: "Drain" } : node)), ...behind], "loop", ours).map(
          ({ text }) => said(text).split(".")[0],
        );
      named().should.deepEqual(["The flow is cut behind: Drain"]);
      named(at("next", "debug", [])).should.deepEqual(["The flow is cut behind: Drain"]);
      named(at("next", "link out", [], { links: [], name: "to the update" })).should.deepEqual(["The flow is cut behind: to the update"]);
    });
  });

  it("is done at once with a flow of many branches that come together again, none of which leads back", () => {
    const halls = Array.from({ length: 40 }, (_, n) => [
      at(`hall${n}`, "junction", [`left${n}`, `right${n}`]),
      at(`left${n}`, "junction", [`hall${n + 1}`]),
      at(`right${n}`, "junction", [`hall${n + 1}`]),
    ]);
    problems([loop("hall0"), ...halls.flat(), step("hall40"), catcher()]).should.deepEqual(["no-way-back!"]);
  });

  it("follows junctions", () => {
    problems([loop("a"), step("a", "j"), at("j", "junction", ["loop"]), catcher()]).should.deepEqual([]);
  });

  describe("with nodes of others between the steps", () => {
    it("is content with a Catch of their flow that leads to the loop, by links too", () => {
      problems([loop("f"), foreign("f", ["loop"]), catcher()]).should.deepEqual([]);
      problems([
        loop("f"),
        foreign("f", ["loop"]),
        { ...catcher(), wires: [["out"]] },
        at("out", "link out", [], { links: ["in"] }),
        at("in", "link in", ["loop"], { z: "other" }),
      ]).should.deepEqual([]);
    });

    it("names those whose errors reach nobody", () => {
      const found = flowProblems([loop("f"), foreign("f", ["g"], { name: "Ticket system" }), foreign("g", ["loop"])], "loop", ours);
      found.should.match([{ code: "no-catch", serious: true }]);
      found.map(({ text }) => said(text)).should.match([/\(Ticket system, function\)/]);
    });

    it("passes over nodes that are not on the way", () =>
      problems([loop("a"), step("a", "loop"), foreign("f", ["a"]), catcher({ scope: ["a"] })]).should.deepEqual([]));

    for (const [what, more] of [
      ["in another flow", { z: "other" }],
      ["that is disabled", { d: true }],
      ["that leads elsewhere", { wires: [["debug"]] }],
      ["for other nodes", { scope: ["a"] }],
      ["for no nodes", { scope: [] }],
      ["for a group in which they are not", { scope: "group", g: "group" }],
    ] as const) {
      it(`does not count a Catch ${what}`, () =>
        problems([loop("f"), foreign("f", ["loop"]), at("debug", "debug", []), catcher(more)]).should.deepEqual(["no-catch!"]));
    }

    it("counts a Catch that names them, and one for their group or a group round it", () => {
      problems([loop("f"), foreign("f", ["loop"]), catcher({ scope: ["f"] })]).should.deepEqual([]);
      const inner = at("inner", "group", [], { g: "outer" });
      problems([
        loop("f"),
        foreign("f", ["loop"], { g: "inner" }),
        inner,
        at("outer", "group", []),
        catcher({ scope: "group", g: "outer" }),
      ]).should.deepEqual([]);
    });

    it("does not count one for what no other has heard where another one hears it", () => {
      const nodes = [loop("f"), foreign("f", ["loop"]), catcher({ uncaught: true }), at("debug", "debug", [])];
      problems(nodes).should.deepEqual([]);
      problems([...nodes, at("second", "catch", ["debug"], { scope: null })]).should.deepEqual(["no-catch!"]);
    });
  });
});
