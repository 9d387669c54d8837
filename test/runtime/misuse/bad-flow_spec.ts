import should from "should";
import type { BundledFlow } from "../flows/bundled-flow";
import { code } from "../flows/bundled-flow";
import type { Scenario, Scene } from "./scenarios";
import { playScenarios } from "./scenarios";

const one = (scene: Scene) => ({ members: [scene.flow.member("CAS1")] });
const silent = "return null;";
const throwing = 'throw new Error("the ticket system is down");';

/** Puts steps that stand one behind the other into a subflow, with other nodes beside them. */
function intoSubflow(
  flow: BundledFlow,
  steps: readonly [first: string, ...string[]],
  after: string,
  before: string,
  ...beside: readonly string[]
) {
  const sub = flow.id("sub");
  const last = steps.at(-1) ?? steps[0];
  for (const name of [...steps, ...beside]) flow.set(name, { z: sub, g: undefined });
  const [, ...others] = flow.get(before)["wires"] as string[][];
  return flow
    .wire(last, [])
    .set(before, { wires: [[flow.id("instance")], ...others] })
    .add("instance", `subflow:${sub}`, { env: [] }, [[after]])
    .addConfig("sub", "subflow", {
      in: [{ x: 0, y: 0, wires: [{ id: flow.id(steps[0]) }] }],
      out: [{ x: 0, y: 0, wires: [{ id: flow.id(last), port: 0 }] }],
      env: [],
    });
}

/** A Catch inside the subflow from which nothing goes on. */
const swallowing = (flow: BundledFlow): BundledFlow => flow.add("inner-catch", "catch", { scope: null, uncaught: false }, [[]]);

const drainTakesTooLong: Pick<Scenario, "setting"> = { setting: { faults: [{ name: "drain-never-ends", member: "CAS1" }] } };

/** The step has run once, and whatever came a second time was refused. */
async function refusedOnce(scene: Scene, step: string, change: string): Promise<void> {
  const run = await scene.client.ended(await scene.client.run(one(scene)));
  should([run.outcome, run.reason]).eql(["finished", null]);
  const refused = scene.tapped("error").filter(({ error }) => error?.source === scene.flow.id(step));
  refused.map(({ error }) => error?.code).should.eql(["token-spent"]);
  const { changes = [], steps = [] } = run.members[0] ?? {};
  changes.filter(({ op }) => op === change).length.should.equal(1);
  steps.filter((done) => done.step === scene.flow.get(step).type).length.should.be.belowOrEqual(2);
  scene.tapped("finished").length.should.equal(1);
}

playScenarios("Flows that are wired wrongly", [
  {
    title: "stops the run when a node between the steps throws, and puts the member back",
    flow: (flow) => flow.insertAfter("cas-drain", "ticket", "function", code(throwing)),
    play: async (scene) => {
      const run = await scene.stopped("foreign-error", /ticket.*the ticket system is down/s);
      (await scene.putBack(run)).should.containEql(`nlb.drain ${scene.flow.member("CAS1")}`);
    },
  },
  {
    title: "stops the run when a node between the steps throws before anything was changed",
    flow: (flow) => flow.insertAfter("cas-preflight", "ticket", "function", code(throwing)),
    play: async (scene) => scene.nothingTouched(await scene.stopped("foreign-error", /the ticket system is down/)),
  },
  {
    title: "stops the run when a node between the steps throws something that is no error",
    flow: (flow) => flow.insertAfter("cas-drain", "ticket", "function", code("throw { code: 7, toString: null };")),
    play: async (scene) => scene.putBack(await scene.stopped("foreign-error", /ticket/)),
  },
  {
    title: "notices a node that swallows the message, and puts the member back",
    setting: { speed: 300 },
    flow: (flow) => flow.insertAfter("cas-drain", "silent", "function", code(silent)).set("cas-loop", { watchdogMinutes: 1 }),
    play: async (scene) => scene.putBack(await scene.stopped("message-lost", /after Drain, then out of NLB.*Look for a node after it/s)),
  },
  {
    title: "takes no step twice when a wire is doubled",
    flow: (flow) => flow.wire("cas-scom-on", ["cas-drain", "cas-drain"]),
    play: (scene) => refusedOnce(scene, "cas-drain", "nlb.drain"),
  },
  {
    title: "takes no step twice when a delay node sends an old message again",
    flow: (flow) =>
      flow
        .add("late", "delay", { pauseType: "delay", timeout: "400", timeoutUnits: "milliseconds", rate: "1", drop: false }, [
          ["cas-scom-on"],
        ])
        .wire("cas-preflight", ["cas-scom-on", "late"], ["cas-l-already"]),
    play: (scene) => refusedOnce(scene, "cas-scom-on", "scom.begin"),
  },
  {
    title: "goes to no further member twice when the way back to the loop is doubled",
    flow: (flow) => flow.set("cas-l-back", { wires: [[flow.id("cas-loop"), flow.id("cas-loop")]] }),
    play: async (scene) => {
      const run = await scene.client.ended(await scene.client.run({ dryRun: true }));
      should([run.outcome, run.reason]).eql(["dry-run", null]);
      scene.tapped("finished").length.should.equal(1);
      // One more for each member, and each is told.
      (await scene.tappedTimes("error", 4)).every(({ error }) => error?.source === scene.flow.id("cas-loop")).should.be.true();
    },
  },
  {
    title: "runs without a Catch node where all nodes are its own, and warns",
    flow: (flow) => flow.drop("cas-catch"),
    play: async (scene) => {
      const run = await scene.client.ended(await scene.client.run({ dryRun: true }));
      should([run.outcome, run.reason]).eql(["dry-run", null]);
      run.warnings.filter((warning) => warning.includes("No Catch node")).length.should.equal(4);
    },
  },
  {
    title: "refuses to begin without a Catch node where a foreign node stands between the steps",
    flow: (flow) => flow.drop("cas-catch").insertAfter("cas-install", "foreign", "function", code("return msg;")),
    play: async (scene) => scene.nothingTouched(await scene.stopped("not-fit", /foreign.*Add a Catch node/s)),
  },
  {
    title: "refuses to begin where no way leads back to the loop",
    flow: (flow) => flow.drop("cas-l-back"),
    play: (scene) => scene.refused(409, "flow-cut", /back to the loop/),
  },
  {
    title: "refuses to begin where the flow is cut behind a step, and names the place",
    flow: (flow) => flow.drop("cas-forefront-on"),
    play: (scene) => scene.refused(409, "flow-cut", /cut behind: Services as found/),
  },
  {
    title: "works with steps in a subflow",
    flow: (flow) => intoSubflow(flow, ["cas-scom-on", "cas-drain"], "cas-stay-out", "cas-preflight"),
    play: async (scene) => {
      const run = await scene.client.ended(await scene.client.run(one(scene)));
      should([run.outcome, run.reason]).eql(["finished", null]);
    },
  },
  {
    ...drainTakesTooLong,
    title: "hears of a step that fails in a subflow whose own Catch swallows the error, and puts the member back",
    flow: (flow) =>
      intoSubflow(
        swallowing(flow.set("cas-drain", { limitMinutes: 1 })),
        ["cas-scom-on", "cas-drain"],
        "cas-stay-out",
        "cas-preflight",
        "inner-catch",
      ),
    play: async (scene) => scene.putBack(await scene.stopped("drain-limit", /after 1 min of draining/)),
  },
  {
    title: "refuses to begin where a subflow's own Catch would swallow the errors of a foreign node",
    flow: (flow) => {
      swallowing(flow).insertAfter("cas-scom-on", "foreign", "function", code(throwing));
      return intoSubflow(flow, ["cas-scom-on", "foreign", "cas-drain"], "cas-stay-out", "cas-preflight", "inner-catch");
    },
    play: async (scene) => scene.nothingTouched(await scene.stopped("not-fit", /foreign/)),
  },
  {
    title: "hears of a foreign node that throws in a subflow, by the Catch of the flow around it",
    flow: (flow) => {
      flow.insertAfter("cas-scom-on", "foreign", "function", code(throwing));
      return intoSubflow(flow, ["cas-scom-on", "foreign", "cas-drain"], "cas-stay-out", "cas-preflight");
    },
    play: async (scene) => scene.putBack(await scene.stopped("foreign-error", /the ticket system is down/)),
  },
  {
    title: "stops at a step whose msg.update names no package, and puts the member back",
    flow: (flow) => flow.insertAfter("cas-drain", "other", "function", code('msg.update = "C:\\\\Updates\\\\evil.msp"; return msg;')),
    play: async (scene) => {
      const changes = await scene.putBack(await scene.stopped("unknown-package", /no update-package named.*evil\.msp/));
      changes.filter((change) => change.startsWith("job.start")).should.eql([]);
    },
  },
  {
    title: "stops at a step whose msg.update is of the wrong type, and puts the member back",
    flow: (flow) => flow.insertAfter("cas-drain", "other", "function", code('msg.update = { file: "C:\\\\evil.msp" }; return msg;')),
    play: async (scene) => scene.putBack(await scene.stopped("unknown-package", /no update-package named/)),
  },
  {
    title: "refuses to start where the flow leaves the update out",
    flow: (flow) => flow.wire("cas-backup", ["cas-l-good"]),
    play: (scene) => scene.refused(409, "flow-unsafe", /with nothing installed/),
  },
]);
