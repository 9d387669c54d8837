import { connect } from "node:net";
import { join } from "node:path";
import should from "should";
import type { RunDocument } from "../../../lib/run/record/document";
import type { Failure } from "./client";
import { changesIn, Client, truthAfter, truthWhen } from "./client";
import { isBody } from "./contract";
import { BundledFlow } from "../flows/bundled-flow";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { requireRuntime, runtimes } from "../node-red/runtimes";

const names = ["whole", "busy", "racing", "loose", "keyed", "after", "dry", "off"] as const;
/** Its first member is to drain for as long as many tests take, on a busy computer too. */
const LONG_DRAIN_SPEED = 60;

for (const runtime of runtimes) {
  describe(`The HTTP endpoint of the bundled flow in ${runtime.name}`, function () {
    this.timeout(90_000);
    let userDir: string;
    let red: NodeRedProcess;
    const flows = {} as Record<(typeof names)[number], BundledFlow>;
    const client = {} as Record<(typeof names)[number], Client>;
    const truthOf = (name: string): string => join(userDir, `truth-${name}.json`);
    const whole = { run: "", answeredMs: 0 };

    before(requireRuntime(runtime));
    before(async () => {
      userDir = await makeUserDir();
      for (const name of names)
        flows[name] = new BundledFlow(name, { truthFile: truthOf(name), ...(name === "busy" ? { speed: LONG_DRAIN_SPEED } : {}) });
      flows.off.set("cas-loop", { d: true });
      red = await NodeRedProcess.start({ runtime, userDir, flows: names.flatMap((name) => flows[name].all) });
      for (const name of names) client[name] = new Client(red.url, flows[name]);
    });
    after(async () => {
      const code = await red?.stop();
      if (userDir !== undefined) await removeUserDir(userDir);
      // Nothing was started where the suite was skipped.
      if (red !== undefined) should(code).equal(0);
    });

    /** As every member of the lab is before anything is done to it. */
    const asFound = { nlb: "converged", defaultState: "started", forefront: "enabled", scom: false };
    const allAsFound = async (run: RunDocument) => {
      const truth = await truthAfter(truthOf(run.array), run);
      for (const { nlb, defaultState, forefront, scom } of Object.values(truth.members))
        ({ nlb, defaultState, forefront, scom: scom.on }).should.eql(asFound);
      return changesIn(truth, Date.parse(run.startedAt));
    };
    const refused = async (asked: Promise<{ status: number; body: Failure }>, status: number, errorCode: string): Promise<Failure> => {
      const { status: got, body } = await asked;
      should([got, body.error?.code]).eql([status, errorCode], JSON.stringify(body).slice(0, 2000));
      return body;
    };

    it("starts a run and says at once where it can be looked at", async () => {
      const { status, body } = await client.whole.start({ requestedBy: "night shift", note: "change 4711" });
      status.should.equal(202);
      body.state.should.equal("running");
      body.array.should.equal("whole");
      body.statusUrl.should.equal(`${flows.whole.path}/${body.runId}`);
      const looked = (await (await fetch(`${red.url}${body.statusUrl}`)).json()) as Record<string, unknown>;
      looked["runId"]?.should.equal(body.runId);
      whole.run = body.runId;
    });

    it("tells how a run stands while it is at work", async () => {
      const run = await client.whole.inStep(whole.run, "nlb-drainstop");
      const { state, outcome, requestedBy, note, dryRun, finishedAt, report } = run;
      ({ state, outcome, requestedBy, note, dryRun, finishedAt, report }).should.eql({
        state: "running",
        outcome: null,
        requestedBy: "night shift",
        note: "change 4711",
        dryRun: false,
        finishedAt: null,
        report: null,
      });
      run.members.map((member) => member.name).should.eql(["CAS1", "CAS2", "CAS3", "CAS4"].map((name) => flows.whole.member(name)));
      run.members.map((member) => member.state).should.eql(["at work", "waiting", "waiting", "waiting"]);
    });

    it("answers 404 for a run that it does not know, whatever the id looks like", async () => {
      const ids = ["nope", "..%2f..%2fsettings.js", "..%5c..%5csettings", "%00", "%20", "a".repeat(3000), "__proto__", "%F0%9F%92%A9", "*"];
      for (const id of ids) {
        await refused(client.busy.look<Failure>(id), 404, "no-such-run");
        await refused(client.busy.stop<Failure>(id, {}), 404, "no-such-run");
      }
      // The run of another array is none of this flow's.
      await refused(client.busy.look<Failure>(whole.run), 404, "no-such-run");
      await refused(client.busy.stop<Failure>(whole.run), 404, "no-such-run");
    });

    describe("while a run is running", () => {
      let running: string;
      before(async () => {
        running = await client.busy.run();
      });

      it("refuses a second start with 409 and names the run in the way", async () => {
        (await refused(client.busy.start<Failure>({}), 409, "array-busy")).runId?.should.equal(running);
      });

      const bad: [string, unknown, string][] = [
        ["a field that is not known", { speed: 5 }, "speed"],
        ["a flag of the wrong type", { dryRun: "true" }, "dryRun"],
        ["members of the wrong type", { members: "CAS1" }, "members"],
        ["no member at all", { members: [] }, "members"],
        ["a member that is no name", { members: ["CAS1-busy", 7] }, "members.1"],
        ["a member named twice", { members: ["CAS1-busy", "CAS1-busy"] }, "members"],
        ["an empty update", { update: "" }, "update"],
        ["an update that is no name", { update: { file: "C:\\x.msp" } }, "update"],
        ["an empty requestedBy", { requestedBy: "" }, "requestedBy"],
        ["a note that is too long", { note: "x".repeat(2001) }, "note"],
        ["a list", [], ""],
        ["null", "null", ""],
        ["a number", "5", ""],
        ["a text", '"start"', ""],
        ["an empty text", '""', ""],
      ];
      for (const [what, body, path] of bad) {
        it(`refuses ${what} with 400 and the path of the problem, before it looks at the array`, async () => {
          isBody("Start", typeof body === "string" ? JSON.parse(body) : body).should.be.false();
          const { error } = await refused(client.busy.start<Failure>(body), 400, "bad-body");
          (error.problems ?? []).map((problem) => problem.path).should.containEql(path);
        });
      }

      it("refuses a package that is not known, and a path instead of a name, with 400", async () => {
        for (const update of ["Rollup 99", "C:\\Updates\\evil.msp", "\\\\FILES1\\Updates\\evil.msp", "../evil.msp", "$(calc)"]) {
          const { error } = await refused(client.busy.start<Failure>({ update }), 400, "unknown-package");
          (error.problems ?? []).map((problem) => problem.path).should.eql(["update"]);
          error.message.should.containEql(String(flows.busy.get("cas-package")["name"]));
        }
      });

      it("refuses a member that is not in the array with 400", async () => {
        const { error } = await refused(client.busy.start<Failure>({ members: ["CAS2-busy", "CAS9"] }), 400, "unknown-member");
        (error.problems ?? []).map((problem) => problem.path).should.eql(["members"]);
      });

      it("refuses a start for another array with 409", async () => {
        const { error } = await refused(client.busy.start<Failure>({ array: "whole" }), 409, "other-array");
        error.message.should.match(/for the array whole, but this loop updates busy/);
      });

      it("refuses malformed JSON with 400", async () => {
        for (const body of ["{", "{'dryRun': true}", "dryRun=true", "\u0000"]) {
          await refused(client.busy.start<Failure>(body), 400, "malformed-json");
          await refused(client.busy.stop<Failure>(running, body), 400, "malformed-json");
        }
      });

      it("refuses a bad Idempotency-Key with 400", async () => {
        for (const key of ["", "x".repeat(201), "t\u00e4glich", "a\tb"]) {
          await refused(client.busy.start<Failure>({}, { key }), 400, "bad-key");
        }
      });

      it("refuses a bad stop with 400", async () => {
        const stops: [unknown, string][] = [
          [{ when: "later" }, "when"],
          [{ now: true }, "now"],
          [{ runId: whole.run }, "runId"],
          [{ requestedBy: 5 }, "requestedBy"],
          ["null", ""],
        ];
        for (const [body, path] of stops) {
          isBody("Stop", typeof body === "string" ? JSON.parse(body) : body).should.be.false();
          const { error } = await refused(client.busy.stop<Failure>(running, body), 400, "bad-body");
          (error.problems ?? []).map((problem) => problem.path).should.eql([path]);
        }
      });

      it("refuses a body of 5 MB with 413", async () => {
        await refused(client.busy.start<Failure>({ note: "x".repeat(5_000_000) }), 413, "body-too-large");
        await refused(client.busy.stop<Failure>(running, "x".repeat(5_000_000)), 413, "body-too-large");
      });

      it("outlives a caller that hangs up half-way", async () => {
        const { hostname, port } = new URL(red.url);
        await new Promise<void>((resolve, reject) => {
          const socket = connect(Number(port), hostname, () => {
            socket.write(
              `POST ${flows.busy.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"note":"`,
              () => socket.destroy(),
            );
          });
          socket.on("close", () => resolve()).on("error", reject);
        });
        (await client.busy.look(running)).status.should.equal(200);
      });

      it("stops at once while the member drains, and puts it back", async () => {
        running = await restartedUnlessDraining(client.busy, running);
        const { status, body } = await client.busy.stop(running, { when: "now", requestedBy: "night shift" });
        status.should.equal(202);
        const { summary, ...stop } = body;
        stop.should.eql({ runId: running, array: "busy", state: "stopping", when: "now" });
        summary.should.match(/^Stopping at CAS1-busy by night shift\. CAS1-busy is put back as it was found\.$/);
        const run = await client.busy.ended(running);
        [run.outcome, run.reasonCode].should.eql(["stopped", "stopped-by-operator"]);
        run.reason?.should.containEql("night shift");
        should(run.report).be.a.String();
        const member = flows.busy.member("CAS1");
        (await allAsFound(run)).should.eql([`scom.begin ${member}`, `nlb.drain ${member}`, `nlb.start ${member}`, `scom.end ${member}`]);
      });

      it("refuses to stop a run that has ended with 409", async () => {
        await refused(client.busy.stop<Failure>(running), 409, "run-ended");
        await refused(client.busy.stop<Failure>(running, { when: "after-member" }), 409, "run-ended");
      });
    });

    it("gives one of two starts at the same instant the run, and refuses the other", async () => {
      const answers = await Promise.all(
        [1, 2].map(() => client.racing.start<{ runId: string; error?: Failure["error"] }>({ dryRun: true })),
      );
      answers
        .map(({ status }) => status)
        .sort((a, b) => a - b)
        .should.eql([202, 409]);
      new Set(answers.map(({ body }) => body.runId)).size.should.equal(1);
      await client.racing.ended(answers[0]?.body.runId ?? "");
    });

    it("starts nothing without a body, or with one that is not JSON by its content type; an empty object starts", async () => {
      for (const body of [undefined, "", " "]) await refused(client.loose.start<Failure>(body), 400, "no-body");
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"])
        await refused(client.loose.start<Failure>('{"dryRun":true}', { type }), 415, "not-json");
      await client.loose.ended(await stopped(client.loose, await client.loose.run({})));
    });

    it("takes what Windows PowerShell 5.1 sends, or says how to send it, and records nothing garbled", async () => {
      const note = "Wartung K\u00f6ln";
      const body = JSON.stringify({ dryRun: true, note });
      const ways: [Uint8Array, string][] = [
        [Buffer.from(`\ufeff${body}`), "application/json"],
        [Buffer.from(body, "latin1"), "application/json; charset=iso-8859-1"],
      ];
      for (const [bytes, type] of ways) {
        const { status, body: started } = await client.loose.start(bytes, { type });
        status.should.equal(202);
        should((await client.loose.ended(started.runId)).note).equal(note);
      }
      const { error } = await refused(client.loose.start<Failure>(Buffer.from(body, "latin1")), 400, "bad-bytes");
      error.message.should.containEql("charset=utf-8");
    });

    it("starts one run for one Idempotency-Key, however often it is sent, also after the run has ended", async () => {
      const body = { dryRun: true, requestedBy: "scheduler", members: [flows.keyed.member("CAS2")] };
      const answers = await Promise.all(Array.from({ length: 5 }, () => client.keyed.start(body, { key: "2026-01-10 night" })));
      answers.map(({ status }) => status).should.eql([202, 202, 202, 202, 202]);
      const [id = ""] = new Set(answers.map((answer) => answer.body.runId));
      answers.every((answer) => answer.body.runId === id).should.be.true();
      await client.keyed.ended(id);
      const again = await client.keyed.start(body, { key: "2026-01-10 night" });
      [again.status, again.body.runId, again.body.state].should.eql([202, id, "ended"]);
      const sameInOtherOrder = '{"members":["CAS2-keyed"],"requestedBy":"scheduler","dryRun":true}';
      (await client.keyed.start(sameInOtherOrder, { key: "2026-01-10 night" })).body.runId.should.equal(id);
      const other = await refused(client.keyed.start<Failure>({ ...body, dryRun: false }, { key: "2026-01-10 night" }), 422, "key-reused");
      should(other.runId).equal(id);
      // A key counts for its array only.
      const elsewhere = await client.dry.start({ dryRun: true }, { key: "2026-01-10 night" });
      elsewhere.status.should.equal(202);
      elsewhere.body.runId.should.not.equal(id);
      await client.dry.ended(elsewhere.body.runId);
    });

    it("makes a dry run through all members and changes nothing", async () => {
      const run = await client.dry.ended(await client.dry.run({ dryRun: true }));
      [run.outcome, run.reasonCode].should.eql(["dry-run", null]);
      run.members.map(({ outcome }) => outcome).should.eql(["would-update", "would-update", "would-update", "would-update"]);
      for (const { changes, wouldChange } of run.members) {
        changes.should.eql([]);
        wouldChange.map(({ op }) => op).should.containDeep(["scom.begin", "nlb.drain", "nlb.setDefaultState", "job.start", "nlb.start"]);
      }
      // The lab writes the truth after it was asked something: by whom does not matter.
      await client.dry.ended(await client.dry.run({ dryRun: true, members: [flows.dry.member("CAS1")] }));
      const truth = await truthWhen(truthOf("dry"), "written after the run", ({ nowMs }) => nowMs > Date.parse(run.finishedAt ?? ""));
      changesIn(truth).should.eql([]);
    });

    it("stops after the member at work, which is updated first", async () => {
      const id = await client.after.run();
      await client.after.inStep(id, "nlb-drainstop");
      const { status, body } = await client.after.stop(id, { when: "after-member" });
      status.should.equal(202);
      body.should.match({ runId: id, array: "after", state: "running", when: "after-member", summary: /It stops after this member/ });
      const run = await client.after.ended(id);
      [run.outcome, run.reasonCode].should.eql(["stopped", "stopped-by-operator"]);
      run.members.map(({ outcome }) => outcome).should.eql(["updated", "untouched", "untouched", "untouched"]);
      (await allAsFound(run)).filter((change) => !change.endsWith(flows.after.member("CAS1"))).should.eql([]);
    });

    it("tells how a run has ended, and where its report is", async () => {
      const run = await client.whole.ended(whole.run);
      [run.state, run.outcome, run.reasonCode, run.reason].should.eql(["ended", "finished", null, null]);
      run.members.map(({ outcome }) => outcome).should.eql(["updated", "updated", "updated", "updated"]);
      should(run.report).equal(join(userDir, "rolling-update", "reports", `${whole.run}.html`));
      await allAsFound(run);
    });

    it("lists the runs of its array alone, the newest first", async () => {
      const { status, body } = await client.dry.list();
      status.should.equal(200);
      body.array.should.equal("dry");
      body.runs.length.should.be.aboveOrEqual(2);
      body.runs.every(({ dryRun, state, outcome }) => dryRun && state === "ended" && outcome === "dry-run").should.be.true();
      const begun = body.runs.map(({ startedAt }) => startedAt);
      begun.should.eql(begun.toSorted().reverse());
    });

    it("answers at once where the loop of a flow is disabled", async () => {
      await refused(client.off.start<Failure>({}), 503, "no-loop");
    });

    it("has run all that without an error that nobody expected", () => {
      red.lines.filter((line) => /unexpected|uncaught|unhandled|TypeError|ReferenceError/i.test(line)).should.eql([]);
    });
  });
}

const stopped = async (client: Client, id: string): Promise<string> => {
  await client.stop(id);
  return id;
};

/** The tests before may have taken longer than the drain. */
async function restartedUnlessDraining(client: Client, id: string): Promise<string> {
  const { body } = await client.look(id);
  if (body.members[0]?.steps.every(({ step, outcome }) => step !== "nlb-drainstop" || outcome === "at work") === true) {
    await client.draining(id);
    return id;
  }
  throw new Error("The drain was over already: make the lab of this flow slower.");
}
