import "should";
import type { TestNode } from "../flow-nodes";
import { aLoop, aStep } from "../flow-nodes";
import { quoted } from "../../../lib/texts";
import { deployed, flowOf, nodeRed, redeployed } from "../in-node-red";
import { asItIs, scripted } from "../steps/scripted";

const template = (inside: string, out: readonly string[]): TestNode => ({
  id: "template",
  type: "subflow",
  name: "Update one server",
  in: [{ x: 0, y: 0, wires: [{ id: inside }] }],
  out: out.map((id) => ({ x: 0, y: 0, wires: [{ id, port: 0 }] })),
  env: [],
});
const inside = { z: "template" };
const toInstance = { loop: { wires: [["member", "instance"], ["finished"], ["stopped"], ["reply"]] } };
const instance = { id: "instance", type: "subflow:template", z: "flow", name: "", env: [], wires: [["loop"]] };
const updatedAlready = { package: { expectedBuild: "14.3.123.4" } };

describe("steps in a subflow", () => {
  nodeRed();
  afterEach(asItIs);

  it("work on the member of the message like those outside", async () => {
    const step = aStep("nlb-start", { id: "inner", ...inside, wires: [[]] });
    const flow = await deployed({ nodes: [template("inner", ["inner"]), step, { ...instance, wires: [["after"]] }] });
    flow.send("instance", await flow.start());
    (await flow.got("after").first()).should.match({ member: { name: "CAS1" }, payload: { changed: false } });
  });

  it("bring members back to the loop, until the run is finished", async () => {
    const out = template("inner", []);
    const flow = await deployed({
      ...toInstance,
      ...updatedAlready,
      nodes: [
        {
          ...out,
          out: [
            {
              x: 0,
              y: 0,
              wires: [
                { id: "inner", port: 0 },
                { id: "inner", port: 1 },
              ],
            },
          ],
        }, // prettier-ignore
        aStep("preflight-check", { id: "inner", ...inside, wires: [[], []] }),
        instance,
      ],
    });
    await flow.command("start");
    (await flow.got("finished").first()).payload!.should.match({
      outcome: "finished",
      members: [{ outcome: "already-updated" }, { outcome: "already-updated" }, { outcome: "already-updated" }],
    });
  });

  it("are found again after a deploy, though all of them have new ids: the one that finished last sends its message again", async () => {
    scripted("nlb-start", async () => ({ changed: true, text: quoted("done") }));
    const step = aStep("nlb-start", { id: "inner", ...inside, wires: [[]] });
    const wanted = { nodes: [template("inner", ["inner"]), step, { ...instance, wires: [["after"]] }] };
    const flow = await deployed(wanted);
    const message = await flow.start();
    flow.send("instance", message);
    await flow.got("after").first();
    const [before] = (await flow.documentOf(message["run"].id)).members;
    before!.steps.length.should.equal(1);
    await redeployed(flow, flowOf(flow.array, wanted), "full");
    const again = await flow.got("after").first(() => true, 1);
    again.should.match({ run: { id: message["run"].id }, member: { name: "CAS1" }, payload: { changed: true, text: "done" } });
    (await flow.documentOf(message["run"].id)).members[0]!.steps.length.should.equal(1, "it is not done twice");
  });

  it("let the Catch outside hear a node of others among them: the run is stopped", async () => {
    const failing = { id: "failing", type: "foreign", name: "Ticket system", ...inside, wires: [[]] };
    const flow = await deployed({ nodes: [template("failing", ["failing"]), failing, instance] });
    flow.send("instance", { ...(await flow.start()), failWith: "no ticket" });
    (await flow.got("stopped").first()).payload!.should.match({
      reasonCode: "foreign-error",
      reason: /The node Ticket system between the steps failed: Error: no ticket/,
    });
  });

  it("can have the loop with them: it finds its own way back there", async () => {
    const [loop] = aLoop({ id: "innerLoop", ...inside, wires: [["inner"], [], [], []] });
    const flow = await deployed({
      ...updatedAlready,
      nodes: [
        { ...template("innerLoop", []), out: [1, 2, 3].map((port) => ({ x: 0, y: 0, wires: [{ id: "innerLoop", port }] })) },
        loop as TestNode,
        aStep("preflight-check", { id: "inner", ...inside, wires: [["innerLoop"], ["innerLoop"]] }),
        { ...instance, wires: [["after"], ["second"], ["reply"]] },
      ],
    });
    flow.send("instance", { command: "start", payload: {} });
    (await flow.got("reply").first()).should.match({ statusCode: 202 });
    (await flow.got("after").first()).payload!.should.match({ outcome: "finished" });
    flow.got("second").all.should.be.empty();
  });
});
