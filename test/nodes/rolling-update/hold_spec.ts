import should from "should";
import type { RunDocument } from "../../../lib/run";
import { StepFailed } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";
import { aStep } from "../flow-nodes";
import { deployed, errorOf, nodeRed } from "../in-node-red";
import { asItIs, scripted } from "../steps/scripted";

/** A loop that holds, with a step that fails so often. */
const holding = async (times: number) => {
  let visits = 0;
  scripted("nlb-start", async () => {
    visits++;
    if (visits <= times) throw new StepFailed("drain-limit", quoted("It failed."));
    return { changed: true, text: quoted("done") };
  });
  const flow = await deployed({
    loop: { whenStepFails: "hold", wires: [["member", "step"], ["finished"], ["stopped"], ["reply"], ["warning"]] },
    nodes: [aStep("nlb-start", { wires: [["after", "loop"]] })],
  });
  const { run } = await flow.start();
  const asked = await flow.got("warning").first(({ payload }) => (payload as { code?: string }).code === "question");
  return {
    flow,
    id: run.id as string,
    asked: asked.payload as { question: RunDocument["questions"][number]; summary: string },
    visits: () => visits,
  };
};

describe("a loop that holds its run", () => {
  nodeRed();
  afterEach(asItIs);

  it("says what it asks by its warning output, in the log and below the node, and in the document", async () => {
    const { flow, id, asked } = await holding(1);
    asked.should.match({
      runId: id,
      member: "CAS1",
      summary: /^The run holds at CAS1, since .* failed: It failed\. It waits for an answer to CAS1-1: retry \(/,
      question: {
        question: "CAS1-1",
        reasonCode: "drain-limit",
        answers: ["retry", "skip", "done-by-hand", "put-back", "abandon"],
        until: null,
        answer: null,
      },
    });
    flow.shown("loop").all.should.matchAny({ fill: "red", text: /^asks what to do · CAS1 · .* failed · CAS1-1/ });
    (await flow.command("questions", "")).should.match({ statusCode: 200, payload: { runId: id, questions: [{ question: "CAS1-1" }] } });
    (await flow.documentOf(id)).should.match({ state: "running", paused: null, questions: [{ question: "CAS1-1", answer: null }] });
    flow.got("stopped").all.should.be.empty();
    await flow.command("stop", {});
    await flow.got("stopped").first(({ payload }) => (payload as { state: string }).state === "ended");
  });

  it("does the step again where it is told to: the message comes to it once more", async () => {
    const { flow, id, visits } = await holding(1);
    const answer = await flow.command("answer", { question: "CAS1-1", answer: "retry", by: "alice" });
    answer.should.match({ statusCode: 202, payload: { runId: id, question: "CAS1-1", answer: "retry" } });
    const after = await flow.got("after").first();
    after.should.match({ payload: { text: "done" } });
    visits().should.equal(2);
    (await flow.documentOf(id)).questions[0]!.answer!.should.match({ answer: "retry", by: "alice" });
  });

  it("lets the message go on out of the step that is left out, and tells a second person who was first", async () => {
    const { flow } = await holding(1);
    const noReason = await flow.command("answer", { question: "CAS1-1", answer: "skip", by: "alice" });
    errorOf(noReason).should.match({ code: "no-reason" });
    (await flow.command("answer", { question: "CAS1-1", answer: "skip", by: "alice", why: "no clients" })).should.match({
      statusCode: 202,
    });
    const after = await flow.got("after").first();
    after["run"].should.have.property("token");
    const late = await flow.command("answer", { question: "CAS1-1", answer: "put-back", by: "bob" });
    late.should.match({ statusCode: 409 });
    errorOf(late).should.match({ code: "answered-already", message: /by alice/ });
  });

  it("answers over HTTP, where the address names the run, and says what is wrong with an answer", async () => {
    const { flow, id } = await holding(1);
    const http = { req: { params: { id }, headers: { "content-type": "application/json" } }, res: {} };
    errorOf(await flow.command("answer", { question: "CAS1-1", answer: "perhaps" }, http)).should.match({ code: "not-offered" });
    errorOf(await flow.command("answer", { question: "CAS1-1", answer: "retry", runId: id }, http)).should.match({ code: "bad-body" });
    errorOf(await flow.command("answer", { question: "CAS9-1", answer: "retry" }, http)).should.match({ code: "no-such-question" });
    (await flow.command("questions", "", http)).should.match({ statusCode: 200, payload: { questions: [{ question: "CAS1-1" }] } });
    (await flow.command("answer", { question: "CAS1-1", answer: "put-back", by: "alice" }, http)).should.match({ statusCode: 202 });
    const { payload } = await flow.got("stopped").first(({ payload: said }) => (said as { state: string }).state === "ended");
    payload!.should.match({ reasonCode: "drain-limit", reason: /answered by alice/ });
  });

  it("takes the id of the run with a message, and over HTTP by the address alone", async () => {
    const { flow, id } = await holding(1);
    const http = { req: { params: { id }, headers: { "content-type": "application/json" } }, res: {} };
    for (const command of ["stop", "pause", "go-on"]) {
      const answer = await flow.command(command, { runId: id }, http);
      errorOf(answer).should.match({ code: "bad-body", message: /runId: is not a known field/ });
    }
    for (const command of ["pause", "go-on"]) {
      (await flow.command(command, { runId: id })).should.match({ statusCode: 202, payload: { runId: id } });
      errorOf(await flow.command(command, { runId: "another" })).should.match({ code: "no-such-run" });
      (await flow.command(command, {}, http)).should.match({ statusCode: 202, payload: { runId: id } });
    }
    const answer = { question: "CAS1-1", answer: "put-back" };
    errorOf(await flow.command("answer", { ...answer, runId: "another" })).should.match({ code: "no-such-run" });
    (await flow.command("answer", { ...answer, runId: id })).should.match({ statusCode: 202, payload: { runId: id } });
    await flow.got("stopped").first(({ payload }) => (payload as { state: string }).state === "ended");
  });

  it("pauses its run, says so, and lets it go on", async () => {
    scripted("preflight-check", async () => ({ changed: false, text: quoted("has it"), port: "already-updated", alreadyUpdated: true }));
    const flow = await deployed({ nodes: [aStep("preflight-check", { wires: [[], ["loop"]] })] });
    const message = await flow.start();
    (await flow.command("pause", { requestedBy: "alice" })).should.match({ statusCode: 202, payload: { paused: true } });
    flow.send("step", message);
    await flow.shown("loop").first(({ text }) => text === "paused");
    const { id } = message["run"] as { id: string };
    (await flow.documentOf(id)).should.match({
      paused: { by: "alice" },
      summary: /^Paused by alice/,
      members: [{ state: "ended" }, { state: "waiting" }, {}],
    });
    const got = flow.got("member").all.length;
    (await flow.command("go-on", {})).should.match({ statusCode: 202, payload: { paused: false } });
    await flow.got("member").first(() => flow.got("member").all.length > got);
    should((await flow.documentOf(id)).paused).be.null();
    await flow.command("stop", {});
  });
});
