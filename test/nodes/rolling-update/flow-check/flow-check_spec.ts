import "should";
import { flowProblems } from "../../../../nodes/rolling-update/flow-check";
import { said } from "../../../shared/english";
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

  it("warns of a step behind which the message leads nowhere", () => {
    problems([loop("a"), step("a", "b", "loop"), step("b"), catcher()]).should.deepEqual(["dead-end"]);
  });

  it("follows junctions and a second output of a step", () => {
    problems([
      loop("a"),
      at("a", "preflight-check", [], { wires: [["j"], []] }),
      at("j", "junction", ["loop"]),
      catcher(),
    ]).should.deepEqual([]);
    problems([loop("a"), at("a", "preflight-check", [], { wires: [[], ["loop"]] }), catcher()]).should.deepEqual([]);
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
