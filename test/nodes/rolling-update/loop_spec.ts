import should from "should";
import type { RunDocument } from "../../../lib/run/record/document";
import { aStep, deployed, nodeRed } from "../in-node-red";
import type { InNodeRed } from "../in-node-red";
import { asItIs, scripted } from "../steps/scripted";
import { quoted } from "../../../lib/texts";

/** A loop whose only step finds each member updated already, so that it goes round by itself. */
const goingRound = () =>
  deployed({
    loop: { wires: [["member", "step"], ["finished"], ["stopped"], ["reply"]] },
    nodes: [aStep("preflight-check", { wires: [["loop"], ["loop"]] })],
    package: { expectedBuild: "14.3.123.4" },
  });

const errorOf = (answer: { payload?: unknown }) => (answer.payload as { error: { code: string; message: string } }).error;
const texts = (flow: InNodeRed): string[] => flow.shown("loop").all.map(({ text }) => text ?? "");

describe("the loop", () => {
  nodeRed();
  afterEach(asItIs);

  describe("on a start", () => {
    it("answers at once with 202 and sends out the first member", async () => {
      const flow = await deployed();
      const [req, res] = [{ originalUrl: "/rolling-update/cas/runs", params: {} }, { end: () => undefined }];
      const answer = await flow.command("start", { requestedBy: "night shift" }, { req, res, mine: 1 });
      answer.should.match({ statusCode: 202, mine: 1, headers: { "content-type": "application/json; charset=utf-8" } });
      should(answer["req"]).equal(req);
      should(answer["res"]).equal(res);
      const { runId, state, statusUrl } = answer.payload as { runId: string; state: string; statusUrl: string };
      state.should.equal("running");
      statusUrl.should.equal(`/rolling-update/cas/runs/${runId}`);

      const first = await flow.got("member").first();
      Object.keys(first).sort().should.deepEqual(["_msgid", "member", "payload", "run", "update"]);
      first["run"].should.match({ id: runId, array: flow.array, dryRun: false });
      first["run"].token.should.be.a.String();
      first.should.match({ member: { name: "CAS1", address: "cas1.example.org", position: 1, of: 3 }, update: "Rollup 6", payload: {} });
      first._msgid!.should.not.equal(answer._msgid);
      (await flow.documentOf(runId)).should.match({ requestedBy: "night shift", update: "Rollup 6" });
    });

    it("takes the update, the members and the dry run that it asks for", async () => {
      const flow = await deployed();
      const first = await flow.start({ update: "Rollup 6", members: ["cas3", "CAS2"], dryRun: true, note: "CHG-1" });
      first.should.match({ run: { dryRun: true }, member: { name: "CAS2", position: 1, of: 2 }, update: "Rollup 6" });
    });

    it("works without an update: the steps say what they need", async () => {
      const flow = await deployed({ loop: { update: "" } });
      (await flow.start()).should.not.have.property("update");
    });

    for (const [what, wanted, payload, status, code, text] of [
      ["a body that is not right", {}, { updte: "x" }, 400, "bad-body", /updte: is not a known field/],
      ["an update that there is not", {}, { update: "Rollup 7" }, 400, "unknown-package", /These exist: Rollup 6/],
      ["a path for an update", {}, { update: "C:\\evil.exe" }, 400, "unknown-package", /no update-package named/],
      ["a member that is not in the array", {}, { members: ["MBX1"] }, 400, "unknown-member", /MBX1 is not in the array/],
      [
        "an update-package that is gone",
        { loop: { update: "gone" } },
        {},
        409,
        "package-not-usable",
        /missing, disabled or not set up correctly/,
      ],
      ["an update-package that is not set right", { package: { sha256: "abc" } }, {}, 409, "package-not-usable", /not set up correctly/],
      ["an array that is gone", { loop: { array: "gone" } }, {}, 409, "no-array", /no server-array/],
      ["an array that could never be updated", { array: { minInService: "3" } }, {}, 409, "array-not-usable", /only 2 others/],
      [
        "a window that nobody can read",
        { loop: { windowFrom: "10 pm", windowTo: "04:00" } },
        {},
        409,
        "window-not-usable",
        /windowFrom: Write a time like 22:00\. It is set to “10 pm”/,
      ],
      ["a window that never ends", { loop: { windowFrom: "22:00" } }, {}, 409, "window-not-usable", /windowTo: A window needs both ends/],
      [
        "a window of no zone",
        { loop: { windowFrom: "22:00", windowTo: "04:00", windowZone: "CET/Berlin" } },
        {},
        409,
        "window-not-usable",
        /windowZone: There is no time zone with this name/,
      ],
      [
        "a window in nobody's zone",
        { loop: { windowFrom: "02:00", windowTo: "04:00", windowZone: "" } },
        {},
        409,
        "window-not-usable",
        /windowZone: Name the time zone/,
      ],
      [
        "a window that is closed",
        { loop: { windowFrom: "02:00", windowTo: "04:00", windowZone: "UTC" } },
        {},
        409,
        "window-closed",
        /from 02:00 to 04:00 \(UTC\)/,
      ],
      ["a watchdog that never barks", { loop: { watchdogMinutes: "soon" } }, {}, 409, "settings-not-usable", /watchdogMinutes/],
      ["a guard that never looks", { loop: { guardSeconds: "0" } }, {}, 409, "settings-not-usable", /guardSeconds/],
    ] as const) {
      it(`refuses ${what}, and starts nothing`, async () => {
        const flow = await deployed(wanted);
        const answer = await flow.command("start", payload);
        should(answer["statusCode"]).equal(status);
        errorOf(answer).should.match({ code, message: text });
        flow.got("member").all.should.be.empty();
        should(flow.registry.runs.runningOn(flow.array)).be.undefined();
        flow.failed("loop").all.should.be.empty();
      });
    }

    it("starts within an open window, over midnight too", async () => {
      const flow = await deployed({ loop: { windowFrom: "21:30", windowTo: "04:00", windowZone: "UTC" } });
      await flow.start();
    });

    it("takes no member that would not be finished by the end of the window, by the time that the settings plan for one", async () => {
      const flow = await deployed({ loop: { windowFrom: "21:30", windowTo: "04:00", windowZone: "UTC", memberMinutes: "600" } });
      (await flow.command("start")).should.match({ statusCode: 202 });
      (await flow.got("stopped").first()).payload!.should.match({
        reasonCode: "window-closed",
        reason: /CAS1 was not started: it takes about 10 h/,
      });
      flow.got("member").all.should.be.empty();
    });

    it("has default settings where the form was left empty", async () => {
      const flow = await deployed({ loop: { watchdogMinutes: "", guardSeconds: "", memberMinutes: "" } });
      await flow.start();
    });

    it("refuses a second one and says which run is in the way", async () => {
      const flow = await deployed();
      const { run } = await flow.start();
      const answer = await flow.command("start");
      answer.should.match({ statusCode: 409, payload: { runId: run.id } });
      errorOf(answer).code.should.equal("array-busy");
      flow.got("member").all.should.have.length(1);
    });

    it("answers the same key with the same run, and refuses it with another body", async () => {
      const flow = await deployed();
      const key = (value: string) => ({ req: { headers: { "idempotency-key": value }, originalUrl: "/rolling-update/cas/runs" }, res: {} });
      const first = await flow.command("start", { note: "a" }, key("night"));
      const { runId } = first.payload as RunDocument;
      (await flow.command("start", { note: "a" }, key("night"))).should.match({ statusCode: 202, payload: { runId } });
      const other = await flow.command("start", { note: "b" }, key("night"));
      other.should.match({ statusCode: 422, payload: { runId, error: { code: "key-reused" } } });
      (await flow.command("start", {}, key("ü"))).should.match({ statusCode: 400, payload: { error: { code: "bad-key" } } });
    });
  });

  describe("on a message without a command that it knows", () => {
    it("answers an unknown command", async () => {
      const flow = await deployed();
      const answer = await flow.command("restart");
      answer.should.match({ statusCode: 400 });
      errorOf(answer).should.match({ code: "unknown-command", message: /"restart".*start, stop and status/ });
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

  describe("on stop and status", () => {
    it("stops now: the run ends, and its document leaves by the third output", async () => {
      const flow = await deployed();
      const { run } = await flow.start();
      const answer = await flow.command("stop", { requestedBy: "night shift" });
      answer.should.match({ statusCode: 202, payload: { runId: run.id, when: "now" } });
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
        text: "stopped · stopped-by-operator",
      });
      flow.got("finished").all.should.be.empty();
      (await flow.failed("loop").first()).should.match(new RegExp(`Run ${run.id} of ${flow.array} was stopped: Stopped by night shift`));
    });

    it("stops after the member at work, and not before", async () => {
      scripted("preflight-check", async () => ({ changed: false, text: quoted("has it"), port: "already-updated", alreadyUpdated: true }));
      const flow = await deployed({ nodes: [aStep("preflight-check", { wires: [[], ["loop"]] })] });
      const message = await flow.start();
      (await flow.command("stop", { when: "after-member" })).should.match({
        statusCode: 202,
        payload: { when: "after-member", state: "running" },
      });
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
