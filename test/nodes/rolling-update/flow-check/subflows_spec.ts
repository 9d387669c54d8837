import "should";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";
import { at, catcher, foreign, loop, problems, step } from "./drawn-flow";

describe("the look at the flow before a run", () => {
  describe("with steps in a subflow", () => {
    const inside = { z: "sub" };
    const template = (out: readonly string[], more: Partial<FlowNode> = {}): FlowNode => ({
      id: "sub",
      type: "subflow",
      in: [{ wires: [{ id: "a" }] }],
      out: out.map((id) => ({ wires: id === "" ? [] : [{ id, port: 0 }] })),
      ...more,
    });
    const instance = (...wires: (readonly string[])[]): FlowNode => ({ id: "one", type: "subflow:sub", z: "flow", wires });

    it("goes through it", () => {
      problems([
        loop("one"),
        template(["b"]),
        { ...step("a", "b"), ...inside },
        { ...step("b"), ...inside },
        instance(["loop"]),
        catcher(),
      ]).should.deepEqual([]);
    });

    it("finds no way back where nothing comes out of it, or out of the wrong output", () => {
      problems([loop("one"), template([""]), { ...step("a"), ...inside }, instance(["loop"]), catcher()]).should.deepEqual([
        "no-way-back!",
      ]);
      problems([loop("one"), template(["a", ""]), { ...step("a"), ...inside }, instance([], ["loop"]), catcher()]).should.deepEqual([
        "no-way-back!",
      ]);
      problems([
        loop("one"),
        template(["b"]),
        { ...step("a"), ...inside },
        { ...step("b"), ...inside },
        instance(["loop"]),
        catcher(),
      ]).should.deepEqual(["no-way-back!"]);
    });

    it("goes through one whose output is its input, and through one inside another", () => {
      problems([loop("one"), template(["sub"]), { ...step("a"), ...inside }, instance(["loop"]), catcher()]).should.deepEqual([
        "dead-end!",
      ]);
      const outer: FlowNode = {
        id: "outer",
        type: "subflow",
        in: [{ wires: [{ id: "one" }] }],
        out: [{ wires: [{ id: "one", port: 0 }] }],
      };
      const of = { ...instance([]), z: "outer" };
      problems([
        loop("two"),
        outer,
        template(["a"]),
        { ...step("a"), ...inside },
        of,
        at("two", "subflow:outer", ["loop"]),
        catcher(),
      ]).should.deepEqual([]);
    });

    it("finds the cut behind one of two instances on the way, and behind one output of one", () => {
      const twice = (after: string[], more: readonly string[][] = []) => [
        loop("one"),
        template(["b"]),
        { ...step("a", "b"), ...inside },
        { ...step("b"), ...inside },
        instance(["two"]),
        { ...instance(after, ...more), id: "two" },
        catcher(),
      ];
      problems(twice(["loop"])).should.deepEqual([]);
      problems(twice([])).should.deepEqual(["no-way-back!"]);
      problems(
        [...twice([]), at("side", "preflight-check", [], { wires: [["one"], ["loop"]] })].map((node) =>
          node.id === "loop" ? { ...node, wires: [["side"]] } : node,
        ),
      ).should.deepEqual(["dead-end!"]);
      const check = (...wires: string[][]) => [
        loop("one"),
        template(["", ""], { out: [{ wires: [{ id: "a", port: 0 }] }, { wires: [{ id: "a", port: 1 }] }] }),
        { ...at("a", "preflight-check", [], { wires: [[], []] }), ...inside },
        instance(...wires),
        catcher(),
      ];
      problems(check(["loop"], ["loop"])).should.deepEqual([]);
      problems(check(["loop"], [])).should.deepEqual(["dead-end!"]);
      problems(check([], ["loop"])).should.deepEqual(["dead-end!"]);
    });

    it("finds the cut behind a node of others in it, where only one of its two instances leads back", () => {
      const twice = (after: string[]) => [
        loop("check"),
        at("check", "preflight-check", [], { wires: [["one"], ["two"]] }),
        template(["f"]),
        { ...step("a", "f"), ...inside },
        foreign("f", [], inside),
        instance(["loop"]),
        { ...instance(after), id: "two" },
        catcher(),
      ];
      problems(twice(["loop"])).should.deepEqual([]);
      problems(twice([])).should.deepEqual(["dead-end!"]);
    });

    it("finds no cut behind one that goes on by a link from its inside, and has an output for something else", () => {
      problems([
        loop("one"),
        template([""]),
        { ...step("a", "out"), ...inside },
        at("out", "link out", [], { ...inside, links: ["home"] }),
        at("home", "link in", ["loop"]),
        instance([]),
        catcher(),
      ]).should.deepEqual([]);
    });

    it("does not go out by another instance, which belongs to another flow", () => {
      const elsewhere = { ...instance(["foreign"]), id: "elsewhere", z: "other" };
      problems([
        loop("one"),
        template(["a"]),
        { ...step("a"), ...inside },
        elsewhere,
        foreign("foreign", [], { z: "other" }),
        instance(["loop"]),
        catcher(),
      ]).should.deepEqual([]);
    });

    it("hears nodes of others in it by the Catch outside, as Node-RED does", () => {
      const nodes = [loop("one"), template(["f"]), { ...step("a", "f"), ...inside }, foreign("f", [], inside), instance(["loop"])];
      problems([...nodes, catcher()]).should.deepEqual([]);
      problems([...nodes, catcher({ scope: ["one"] })]).should.deepEqual([]);
      problems([...nodes, catcher({ scope: ["f"] })]).should.deepEqual(["no-catch!"]);
      problems(nodes).should.deepEqual(["no-catch!"]);
    });

    it("hears them by the Catch inside, where that leads out to the loop", () => {
      const inner = (to: readonly string[], more: Partial<FlowNode> = {}) => at("inner", "catch", to, { ...inside, scope: null, ...more });
      const nodes = [loop("one"), { ...step("a", "f"), ...inside }, foreign("f", [], inside), instance(["loop"], ["loop"])];
      problems([...nodes, template(["f", "inner"]), inner([])]).should.deepEqual([]);
      problems([...nodes, template(["f", "d"]), inner(["d"]), at("d", "debug", [], inside)]).should.deepEqual([]);
    });

    it("does not hear them where a Catch inside keeps the error to itself", () => {
      const nodes = [
        loop("one"),
        template(["f"]),
        { ...step("a", "f"), ...inside },
        foreign("f", [], inside),
        instance(["loop"]),
        catcher(),
      ];
      problems([...nodes, at("inner", "catch", ["d"], { ...inside, scope: null }), at("d", "debug", [], inside)]).should.deepEqual([
        "no-catch!",
      ]);
    });

    it("finds the way where the loop itself is in the subflow", () => {
      problems([
        { ...loop("a"), ...inside },
        template([]),
        { ...step("a", "loop"), ...inside },
        instance(),
        catcher(inside),
      ]).should.deepEqual([]);
      problems([
        { ...loop(), ...inside, wires: [["j"]] },
        template(["j"], { in: [{ wires: [{ id: "loop" }] }] }),
        at("j", "junction", [], inside),
        instance(["a"]),
        step("a", "one"),
      ]).should.deepEqual(["no-catch"]);
    });
  });
});
