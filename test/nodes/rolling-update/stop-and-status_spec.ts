import should from "should";
import { quoted } from "../../../lib/texts";
import { aStep } from "../flow-nodes";
import { deployed, editorsHear, errorOf, nodeRed } from "../in-node-red";
import { asItIs, scripted } from "../steps/scripted";

describe("the loop", () => {
  nodeRed();
  afterEach(asItIs);

  describe("on a message without a command that it knows", () => {
    it("answers an unknown command", async () => {
      const flow = await deployed();
      const answer = await flow.command("restart");
      answer.should.match({ statusCode: 400 });
      errorOf(answer).should.match({
        code: "unknown-command",
        message: /"restart".*start, status, stop, pause, go-on, questions and answer/,
      });
    });

    it("answers a caller over HTTP that gives none", async () => {
      const flow = await deployed();
      const answer = await flow.command(undefined, {}, { req: {}, res: {} });
      answer.should.match({ statusCode: 400, payload: { error: { code: "no-command" } } });
    });

    for (const command of [undefined, null, 1, ["start"], { start: true }]) {
      it(`fails, and starts nothing, for ${JSON.stringify(command)}`, async () => {
        const flow = await deployed();
        flow.send("loop", { command, payload: {} });
        (await flow.got("caught").first())["error"].should.match({ code: "no-command" });
        flow.got("reply").all.should.be.empty();
        flow.got("member").all.should.be.empty();
      });
    }
  });

  it("tells editors that its run is at work, and when it is not any more: who deploys is warned", async () => {
    const flow = await deployed();
    const told = await editorsHear("rolling-update/at-work", async () => {
      const { run } = await flow.start();
      await flow.command("stop");
      await flow.got("stopped").first();
      return run.id as string;
    });
    // Runs of other tests wait for flows that never come again.
    const ofIt = told.heard.map((runs) => (runs as { array: string }[]).filter(({ array }) => array === flow.array));
    ofIt[0]!.should.eql([{ run: told.result, array: flow.array, goesOn: true }]);
    ofIt.at(-1)!.should.eql([]);
  });

  describe("on stop and status", () => {
    it("stops now: the run ends, and its document leaves by the third output", async () => {
      const flow = await deployed();
      const { run } = await flow.start();
      const answer = await flow.command("stop", { requestedBy: "night shift" });
      answer.should.match({ statusCode: 202, payload: { runId: run.id, when: "now", summary: /^Stopp(ing|ed) at CAS1 by night shift\./ } });
      const stopped = await flow.got("stopped").first();
      stopped.should.match({ run: { id: run.id, array: flow.array, dryRun: false } });
      stopped["run"].should.not.have.property("token");
      stopped.payload!.should.match({
        runId: run.id,
        state: "ended",
        outcome: "stopped",
        reasonCode: "stopped-by-operator",
        reason: /night shift/,
      });
      (await flow.shown("loop").first(({ fill }) => fill === "red")).should.deepEqual({
        fill: "red",
        shape: "dot",
        text: "stopped by an operator",
      });
      flow.got("finished").all.should.be.empty();
      (await flow.failed("loop").first()).should.match(
        new RegExp(`Run ${run.id} of ${flow.array} was stopped: Stopped at CAS1 by night shift\\.`),
      );
    });

    it("stops after the member at work, and not before", async () => {
      scripted("preflight-check", async () => ({ changed: false, text: quoted("has it"), port: "already-updated", alreadyUpdated: true }));
      const flow = await deployed({ nodes: [aStep("preflight-check", { wires: [[], ["loop"]] })] });
      const message = await flow.start();
      (await flow.command("stop", { when: "after-member" })).should.match({
        statusCode: 202,
        payload: { when: "after-member", state: "running" },
      });
      await flow.shown("loop").first(({ text = "" }) => text.startsWith("stops after this one · CAS1"));
      flow.send("step", message);
      const { payload } = await flow.got("stopped").first();
      payload!.should.match({ reasonCode: "stopped-by-operator", members: [{ outcome: "already-updated" }, { outcome: "untouched" }, {}] });
    });

    it("tells of the run at work, of a named one, and of one that has ended", async () => {
      const flow = await deployed();
      const { run } = await flow.start();
      (await flow.command("status", "")).should.match({ statusCode: 200, payload: { runId: run.id, state: "running" } });
      (await flow.command("status", { runId: run.id })).should.match({ payload: { runId: run.id } });
      (await flow.command("status", {}, { req: { params: { id: run.id } }, res: {} })).should.match({ payload: { runId: run.id } });
      await flow.command("stop", { runId: run.id });
      await flow.got("stopped").first();
      (await flow.command("status", { runId: run.id })).should.match({ payload: { state: "ended", outcome: "stopped" } });
      (await flow.command("stop", { runId: run.id })).should.match({ statusCode: 409, payload: { error: { code: "run-ended" } } });
    });

    it("tells of the run at work whatever else the message carries that names none", async () => {
      const flow = await deployed();
      const { run } = await flow.start();
      for (const payload of [undefined, null, "", 7, { runId: 7 }, { runId: null }])
        (await flow.command("status", payload)).should.match({ statusCode: 200, payload: { runId: run.id } });
      (await flow.command("status", {}, { req: {}, res: {} })).should.match({ statusCode: 200, payload: { runId: run.id } });
    });

    it("shows nothing of a refused stop or status under its node: a start alone is what somebody waits for there", async () => {
      const flow = await deployed();
      for (const command of ["stop", "status", "restart"]) (await flow.command(command)).statusCode!.should.be.above(399);
      flow
        .shown("loop")
        .all.map(({ text }) => text)
        .should.eql(["idle"]);
    });

    it("logs a fault of ours, and answers it with 500; what was refused is answered alone", async () => {
      const flow = await deployed();
      await flow.command("status");
      flow.failed("loop").all.should.eql([]);
      const { runs } = flow.registry;
      const document = runs.document.bind(runs);
      runs.document = () => Promise.reject(new TypeError("ours"));
      try {
        (await flow.command("status", { runId: "1" })).should.match({ statusCode: 500 });
      } finally {
        runs.document = document;
      }
      flow.failed("loop").all.should.match([/ours/]);
    });

    it("repeats of a name that is far too long for one of a run its beginning alone", async () => {
      const flow = await deployed();
      const { message } = errorOf(await flow.command("status", { runId: "x".repeat(10_000) }));
      message.should.match(/x{100}/).and.not.match(/x{101}/);
    });

    for (const command of ["stop", "status"]) {
      it(`answers ${command} where no run is at work, and for one that there is not`, async () => {
        const flow = await deployed();
        (await flow.command(command)).should.match({ statusCode: 404, payload: { error: { code: "no-such-run", message: /No run of/ } } });
        for (const id of ["run-1", "../../settings", "x".repeat(300)]) {
          const answer = await flow.command(command, {}, { req: { params: { id } }, res: {} });
          answer.should.match({ statusCode: 404, payload: { error: { code: "no-such-run" } } });
        }
      });
    }

    it("does not find the run of another array", async () => {
      const other = {
        id: "otherArray",
        type: "server-array",
        name: "mailboxes",
        members: [{ name: "MBX1" }],
        minInService: "0",
        connection: "connection",
      };
      const loop = { id: "otherLoop", type: "rolling-update", z: "flow", array: "otherArray", update: "", wires: [[], [], [], ["second"]] };
      const flow = await deployed({ nodes: [other, loop] });
      const { run } = await flow.start();
      flow.send("otherLoop", { command: "stop", payload: { runId: run.id } });
      (await flow.got("second").first()).should.match({ statusCode: 404, payload: { error: { code: "no-such-run" } } });
      should(flow.registry.runs.runningOn(flow.array)?.id).equal(run.id);
    });
  });
});
