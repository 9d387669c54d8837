import should from "should";
import type { RunDocument } from "../../../lib/run/record/document";
import { deployed, errorOf, nodeRed, requestOfStart } from "../in-node-red";

describe("the loop", () => {
  nodeRed();

  describe("on a start", () => {
    it("answers at once with 202 and sends out the first member", async () => {
      const flow = await deployed();
      const [req, res] = [requestOfStart(), { end: () => undefined }];
      const answer = await flow.command("start", { requestedBy: "night shift" }, { req, res, mine: 1 });
      answer.should.match({ statusCode: 202, mine: 1, headers: { "content-type": "application/json; charset=utf-8" } });
      should(answer["req"]).equal(req);
      should(answer["res"]).equal(res);
      const { runId, array, state, statusUrl } = answer.payload as { runId: string; array: string; state: string; statusUrl: string };
      array.should.equal(flow.array);
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

    it("takes a deadline, by the clocks of its zone where that says nothing else", async () => {
      const berlin = await deployed({ loop: { windowZone: "Europe/Berlin" } });
      const { runId } = (await berlin.command("start", { deadline: "04:00" })).payload as { runId: string };
      (await berlin.documentOf(runId)).should.match({ deadline: /T0[23]:00:00.000Z$/ });
    });

    it("refuses a deadline by nobody's clocks, and one that has passed", async () => {
      const flow = await deployed();
      const refusal = await flow.command("start", { deadline: "04:00" });
      refusal.should.match({ statusCode: 400, payload: { error: { code: "bad-body", problems: [{ path: "deadline" }] } } });
      const late = await flow.command("start", { deadline: "2020-01-01T04:00Z" });
      late.should.match({
        statusCode: 409,
        payload: { error: { code: "window-closed", message: /was to be over at .*, which has passed/ } },
      });
    });

    it("works without an update: the steps say what they need", async () => {
      const flow = await deployed({ loop: { update: "" } });
      (await flow.start()).should.not.have.property("update");
    });

    for (const [what, wanted, payload, status, code, text] of [
      ["a body that is not right", {}, { updte: "x" }, 400, "bad-body", /updte: is not a known field/],
      ["an update that there is not", {}, { update: "Rollup 7" }, 400, "unknown-package", /These exist: Rollup 6/],
      [
        "another array than its own",
        {},
        { array: "mail-cas-muc" },
        409,
        "other-array",
        /for the array mail-cas-muc, but this loop updates/,
      ],
      ["an update with a name without end", {}, { update: "x".repeat(200) }, 400, "unknown-package", /named "x{79}\. These exist/],
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
        "a window that is closed by the lab's clock",
        { loop: { windowFrom: "03:00", windowTo: "03:05", windowZone: "UTC" } },
        {},
        409,
        "window-closed",
        /open from 03:00 to 03:05.*The lab has a clock of its own, which stands at \d{4}-/,
      ],
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
      [
        "a guard that never looks, and a window that nobody can read",
        { loop: { guardSeconds: "0", windowFrom: "10 pm", windowTo: "04:00" } },
        {},
        409,
        "settings-not-usable",
        /windowFrom.*guardSeconds/,
      ],
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
      answer.should.match({ statusCode: 409, payload: { runId: run.id, array: flow.array } });
      errorOf(answer).code.should.equal("array-busy");
      flow.got("member").all.should.have.length(1);
    });

    it("answers the same key with the same run, and refuses it with another body", async () => {
      const flow = await deployed();
      const key = (value: string) => ({ req: requestOfStart({ "idempotency-key": value }), res: {} });
      const first = await flow.command("start", { note: "a" }, key("night"));
      const { runId } = first.payload as RunDocument;
      (await flow.command("start", { note: "a" }, key("night"))).should.match({ statusCode: 202, payload: { runId } });
      const other = await flow.command("start", { note: "b" }, key("night"));
      other.should.match({ statusCode: 422, payload: { runId, error: { code: "key-reused" } } });
      (await flow.command("start", {}, key("ü"))).should.match({ statusCode: 400, payload: { error: { code: "bad-key" } } });
    });

    it("starts nothing twice by a message that a broker delivers again, also after the run has ended", async () => {
      const flow = await deployed();
      const again = () => flow.command("start", '{"note":"CHG-4711"}', { idempotencyKey: "CHG-4711" });
      const { runId } = (await again()).payload as RunDocument;
      await flow.got("member").first();
      (await again()).should.match({ statusCode: 202, payload: { runId } });
      await flow.command("stop", { when: "now" });
      await flow.got("stopped").first();
      (await again()).should.match({ statusCode: 202, payload: { runId, state: "ended" } });
      should(flow.registry.runs.runningOn(flow.array)).be.undefined();
      flow.got("member").all.should.have.length(1);
      const other = await flow.command("start", { note: "CHG-4712" }, { idempotencyKey: "CHG-4711" });
      other.should.match({ statusCode: 422, payload: { runId, error: { code: "key-reused" } } });
    });

    it("takes the array's name, and starts where it is the loop's own", async () => {
      const flow = await deployed();
      (await flow.command("start", { array: flow.array })).should.match({ statusCode: 202, payload: { array: flow.array } });
    });
  });
});
