import "should";
import { aStep } from "../flow-nodes";
import { deployed, nodeRed } from "../in-node-red";
import type { InNodeRed } from "../in-node-red";

/** A loop whose only step finds each member updated already, so that it goes round by itself. */
const goingRound = () =>
  deployed({
    loop: { wires: [["member", "step"], ["finished"], ["stopped"], ["reply"]] },
    nodes: [aStep("preflight-check", { wires: [["loop"], ["loop"]] })],
    package: { expectedBuild: "14.3.123.4" },
  });

const texts = (flow: InNodeRed): string[] => flow.shown("loop").all.map(({ text }) => text ?? "");

describe("the loop", () => {
  nodeRed();

  describe("as members come back", () => {
    it("goes on to the next one, and gives the run's document by the second output at the end", async () => {
      const flow = await goingRound();
      const { run } = await flow.start();
      const finished = await flow.got("finished").first();
      Object.keys(finished).sort().should.deepEqual(["_msgid", "payload", "run"]);
      finished["run"].should.deepEqual({ id: run.id, array: flow.array, dryRun: false });
      finished.payload!.should.match({
        runId: run.id,
        outcome: "finished",
        members: [{ name: "CAS1" }, { name: "CAS2" }, { name: "CAS3" }],
      });
      finished.payload!.should.deepEqual(await flow.documentOf(run.id));
      flow
        .got("member")
        .all.map(({ member }) => member.position)
        .should.deepEqual([1, 2, 3]);
      flow.got("stopped").all.should.be.empty();
      flow.failed("loop").all.should.be.empty();
      flow.got("caught").all.should.be.empty();
    });

    it("shows which member and which step is at work, and in the end how many were updated", async () => {
      const flow = await goingRound();
      await flow.start();
      await flow.got("finished").first();
      const last = await flow.shown("loop").first(({ fill }) => fill === "green");
      last.should.deepEqual({ fill: "green", shape: "dot", text: "3 of 3 updated" });
      const shown = texts(flow);
      shown[0]!.should.equal("idle");
      for (const text of ["running", "running · CAS1 (1 of 3)", "running · CAS2 (2 of 3) · preflight-check"]) shown.should.containEql(text);
      flow
        .shown("loop")
        .all.filter(({ text }) => text?.startsWith("running"))
        .should.matchEach({ fill: "blue", shape: "dot" });
    });

    it("says so of a dry run", async () => {
      const flow = await goingRound();
      await flow.start({ dryRun: true });
      (await flow.got("finished").first()).should.match({ run: { dryRun: true }, payload: { outcome: "dry-run" } });
      (await flow.shown("loop").first(({ fill }) => fill === "green")).text!.should.equal("dry run done");
    });

    it("fails for a message that comes back twice, and moves no other member", async () => {
      const flow = await goingRound();
      await flow.start();
      const [first] = flow.got("member").all;
      await flow.got("finished").first();
      flow.send("loop", { run: first!["run"] });
      (await flow.got("caught").first())["error"].should.match({ code: "run-ended" });
    });

    it("stops the run for a member on which nothing was done", async () => {
      const flow = await deployed();
      flow.send("loop", await flow.start());
      (await flow.got("stopped").first()).payload!.should.match({ reasonCode: "nothing-installed" });
    });
  });
});
