import { readFileSync } from "node:fs";
import { join } from "node:path";
import "should";
import { steps } from "../../../lib/steps";
import { flowProblems } from "../../../nodes/rolling-update/flow-check";
import type { FlowNode } from "../../../nodes/rolling-update/flow-graph";
import { said } from "../../shared/english";
import { deployed, nodeRed } from "../in-node-red";

const ours = (type: string): boolean => steps.has(type) || type === "rolling-update";
const at = (id: string, type: string, to: readonly string[], more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type,
  z: "flow",
  wires: [to],
  ...more,
});
const loop = (...to: string[]): FlowNode => ({ ...at("loop", "rolling-update", []), wires: [to, [], [], []] });
const step = (id: string, ...to: string[]): FlowNode => at(id, "nlb-start", to);
const foreign = (id: string, to: readonly string[], more: Partial<FlowNode> = {}): FlowNode => at(id, "function", to, more);
const catcher = (more: Partial<FlowNode> = {}): FlowNode => at("catch", "catch", ["loop"], { scope: null, ...more });

/** The problems of a flow as `code`, with a mark where preflight refuses to go on. */
const problems = (nodes: readonly FlowNode[], of = "loop"): string[] =>
  flowProblems(nodes, of, ours).map(({ code, serious }) => (serious ? `${code}!` : code));

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
      problems([loop("one"), template(["sub"]), { ...step("a"), ...inside }, instance(["loop"]), catcher()]).should.deepEqual(["dead-end"]);
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

  describe("in the examples", () => {
    const example = (name: string) => JSON.parse(readFileSync(join(__dirname, "../../../examples", `${name}.json`), "utf8")) as FlowNode[];

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
