import { readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";
import { flowProblems } from "../../../../nodes/rolling-update/flow";
import { said } from "../../../shared/english";
import { deployed, nodeRed } from "../../in-node-red";
import { aStep } from "../../flow-nodes";
import { at, catcher, loop, ours, problems } from "./drawn-flow";

const example = JSON.parse(readFileSync(join(__dirname, "../../../../examples/exchange-cas-array.json"), "utf8")) as FlowNode[];
const node = (id: string): FlowNode => example.find((one) => one.id === id) as FlowNode;
const changed = (id: string, more: Partial<FlowNode>) => example.map((one) => (one.id === id ? { ...one, ...more } : one));
/** The bundled flow with this step taken out and its neighbors wired to each other. */
const without = (id: string, flow: readonly FlowNode[] = example): FlowNode[] =>
  flow
    .filter((one) => one.id !== id)
    .map((one) =>
      one.wires === undefined
        ? one
        : { ...one, wires: one.wires.map((to) => to.flatMap((next) => (next === id ? (node(id).wires?.[0] ?? []) : [next]))) },
    );
/** The same with the step put in again behind another one. */
const moved = (id: string, behind: string): FlowNode[] => {
  const rest = without(id);
  const before = rest.find((one) => one.id === behind) as FlowNode;
  return [
    ...rest.map((one) => (one === before ? { ...one, wires: [[id], ...(one.wires ?? []).slice(1)] } : one)),
    { ...node(id), wires: [before.wires?.[0] ?? []] },
  ];
};
const otherMeans = (flow: readonly FlowNode[]) =>
  flow.map((one) => (one.id === "cas-array" ? { ...one, otherMeans: true, serving: "http" } : one));
const found = (flow: readonly FlowNode[]) => problems(flow, "cas-loop");
const words = (flow: readonly FlowNode[]) =>
  flowProblems(flow, "cas-loop", ours)
    .map(({ text }) => said(text))
    .join("\n");

/** As Node-RED puts a variable of the environment into a setting. */
const variable = (name: string) => `$\{${name}}`;

describe("the look at the order of the steps before a run", () => {
  describe("of a member that boots before it was told to stay out", () => {
    for (const [what, flow] of [
      ["where no step tells it so", without("cas-stay-out")],
      ["where the step comes behind the installation", moved("cas-stay-out", "cas-install")],
      ["where the step comes behind the restart", moved("cas-stay-out", "cas-restart")],
      ["where the step sets Started", changed("cas-stay-out", { state: "started" })],
      ["where the step sets what was found", changed("cas-stay-out", { state: "as-found" })],
      ["where what it sets is not known", changed("cas-stay-out", { state: variable("STATE") })],
      ["where the step is taken back before the restart", moved("cas-default-state", "cas-install")],
      ["where a way leads past it", changed("cas-drain", { wires: [["cas-stay-out", "cas-l-update"]] })],
    ] as const)
      it(`finds it ${what}`, () => {
        found(flow).should.eql(["serves-after-boot!"]);
        words(flow).should.match(/before it is verified: .*(Install|Restart if needed)/);
      });

    it("finds nothing where it stays out by Suspended, and where members are taken out by other means", () => {
      found(changed("cas-stay-out", { state: "suspended" })).should.eql([]);
      found(otherMeans(without("cas-stay-out"))).should.eql(["nlb-nodes!"]);
    });

    it("finds it where the default state is put back between the restart and the verification", () => {
      found(moved("cas-default-state", "cas-restart")).should.eql(["serves-after-boot!"]);
    });
  });

  describe("of a member whose update is not verified", () => {
    it("finds it where nothing verifies, and says from where to where", () => {
      found(without("cas-verify")).should.eql(["not-verified!"]);
      words(without("cas-verify")).should.match(/from Install to Into NLB again/);
    });
    it("names the first place where it would serve, which is the loop where no step of NLB is on the way", () => {
      words(without("cas-verify")).should.match(/from Install to Into NLB again\b(?!,)/);
      const alone = [loop("p"), at("p", "preflight-check", ["i"]), at("i", "install-update", ["loop"]), catcher()];
      flowProblems(alone, "loop", ours)
        .map(({ text }) => said(text))
        .join()
        .should.match(/from install-update to rolling-update\b/);
    });
    it("finds it where NLB comes first, and where the verification comes before the installation", () => {
      found(moved("cas-verify", "cas-start")).should.eql(["not-verified!"]);
      found(moved("cas-verify", "cas-backup")).should.eql(["not-verified!"]);
    });
  });

  it("finds that members are taken out with nothing to install", () => {
    found(without("cas-install")).should.eql(["nothing-installed!"]);
    found([
      loop("p"),
      at("p", "preflight-check", ["d"]),
      at("d", "nlb-drainstop", ["mine"]),
      at("mine", "step-of-mine", ["loop"]),
      catcher(),
    ]).should.not.containEql("nothing-installed!");
  });

  it("finds that members are touched unchecked where preflight is gone or comes too late", () => {
    found(without("cas-preflight")).should.eql(["not-checked!"]);
    words(without("cas-preflight")).should.match(/Drain, then out of NLB/);
    found(moved("cas-preflight", "cas-drain")).should.eql(["not-checked!"]);
  });

  it("names the wire by which the steps go round in a circle", () => {
    const circle = changed("cas-verify", { wires: [["cas-restart"]] });
    words(circle).should.match(/circle.*from Is it healthy\? to Restart if needed/);
    words(circle).should.not.match(/Forefront off/);
  });

  describe("in Node-RED", () => {
    nodeRed();
    const wired = (id: string, type: string, to: string[][], more = {}) => aStep(type, { id, name: `my ${id}`, wires: to, ...more });
    const whole = (stay: object = { state: "stopped" }) => ({
      loop: { wires: [["fit"], ["finished"], ["stopped"], ["reply"]] },
      nodes: [
        wired("fit", "preflight-check", [["drain"], ["loop"]]),
        wired("drain", "nlb-drainstop", [["stay"]]),
        wired("stay", "nlb-set-default-state", [["install"]], stay),
        wired("install", "install-update", [["verify"]]),
        wired("verify", "verify-health", [["start"]]),
        wired("start", "nlb-start", [["loop"]]),
      ],
    });

    it("refuses the start, and its dry run, and starts nothing", async () => {
      const flow = await deployed(whole({ state: "started" }));
      for (const dryRun of [true, false]) {
        const answer = await flow.command("start", { dryRun });
        answer.should.match({ statusCode: 409, payload: { error: { code: "flow-unsafe", message: /my install/ } } });
      }
      should(flow.registry.runs.runningOn(flow.array)).be.undefined();
    });

    it("starts by a flow whose order is right", async () => {
      const flow = await deployed(whole());
      (await flow.command("start")).should.match({ statusCode: 202 });
    });

    it("goes by what a variable of the environment sets", async () => {
      process.env["RU_STATE"] = "stopped";
      const flow = await deployed(whole({ state: variable("RU_STATE") }));
      (await flow.command("start")).should.match({ statusCode: 202 });
      delete process.env["RU_STATE"];
    });
  });
});
