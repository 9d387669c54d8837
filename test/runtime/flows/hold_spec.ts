import "should";
import { join } from "node:path";
import type { RunDocument } from "../../../lib/run/record/document";
import { brokenOnDisk } from "../../shared/audited";
import type { Failure } from "../http/client";
import { Client, truthAfter, truthIn } from "../http/client";
import { NodeRedProcess } from "../node-red/node-red-process";
import { requireRuntime, runtimes } from "../node-red/runtimes";
import { makeUserDir, removeUserDir } from "../package/pack";
import { BundledFlow } from "./bundled-flow";

for (const runtime of runtimes) {
  describe(`A run that holds in ${runtime.name}`, function () {
    this.timeout(90_000);
    let userDir: string;
    let red: NodeRedProcess;
    let flow: BundledFlow;
    /** Its loop asks after a restart. */
    let asking: BundledFlow;
    const truthFile = (): string => join(userDir, "truth-hold.json");
    const truthOfAsking = (): string => join(userDir, "truth-ask.json");
    const client = (): Client => new Client(red.url, flow);
    const open = ({ questions }: RunDocument) => questions.filter(({ answer }) => answer === null);
    const asks = (id: string, which: string): Promise<RunDocument> =>
      client().when(id, `it asks ${which}`, (run) => open(run).some(({ question }) => question === which));

    before(requireRuntime(runtime));
    before(async () => {
      userDir = await makeUserDir();
      flow = new BundledFlow("hold", { truthFile: truthFile(), faults: [{ name: "drain-never-ends", member: "CAS1" }] });
      flow.set("cas-loop", { whenStepFails: "hold" });
      flow.set("cas-drain", { limitMinutes: 3 });
      asking = new BundledFlow("ask", { speed: 900, truthFile: truthOfAsking() });
      asking.set("cas-loop", { afterRestart: "ask" });
      red = await NodeRedProcess.start({ runtime, userDir, flows: [...flow.all, ...asking.all] });
    });
    after(async () => {
      await red?.kill();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    it("asks over HTTP, still does so when Node-RED was killed and started again, does the step again and ends as it is told", async () => {
      const member = flow.member("CAS1");
      const id = await client().run({ members: [member], requestedBy: "night shift" });
      const first = await asks(id, `${member}-1`);
      first.summary.should.match(/^The run holds at .*It waits for an answer/);
      await red.kill();
      red = await NodeRedProcess.start({ runtime, userDir });
      await asks(id, `${member}-1`);
      const { body } = await client().questions(id);
      body.questions.should.match([{ question: `${member}-1`, reasonCode: "drain-limit", answer: null }]);

      const retry = { question: `${member}-1`, answer: "retry", by: "alice" };
      (await client().answer(id, retry)).status.should.equal(202);
      const late = await client().answer<Failure>(id, { ...retry, answer: "abandon", by: "bob" });
      [late.status, late.body.error.code].should.eql([409, "answered-already"]);
      (await client().answer<Failure>(id, JSON.stringify(retry), { type: "text/plain" })).status.should.equal(415);

      await asks(id, `${member}-2`);
      (await client().pause(id, { requestedBy: "alice" })).body.should.match({ paused: true });
      (await client().goOn(id)).body.should.match({ paused: false });
      (await client().answer(id, { question: `${member}-2`, answer: "put-back", by: "alice" })).status.should.equal(202);
      const run = await client().ended(id);
      [run.outcome, run.reasonCode].should.eql(["stopped", "drain-limit"]);
      run.members[0]!.leftToDo.should.eql([]);
      await truthAfter(truthFile(), run);
      brokenOnDisk(await truthIn(truthFile()), userDir).should.eql([]);
    });

    it("asks when Node-RED was killed in the middle of a drain, sends nothing, and goes on to its end when it is told to", async () => {
      const asked = (): Client => new Client(red.url, asking);
      const member = asking.member("CAS1");
      const id = await asked().run({ members: [member], requestedBy: "night shift" });
      await asked().when(id, "it drains", ({ members: [one] }) => one?.current?.step === "nlb-drainstop" && one.changes.length > 0);
      await red.kill();
      red = await NodeRedProcess.start({ runtime, userDir });
      const { summary, questions } = await asked().when(id, "it asks", (run) => open(run).length > 0);
      summary.should.match(/^The run holds at .*: The run was interrupted: Node-RED ended while it was at work\./);
      questions.should.match([{ question: `${member}-1`, reasonCode: "restarted", answers: ["retry", "put-back", "abandon"] }]);
      const { changes } = (await asked().look(id)).body.members[0]!;
      const retry = { question: `${member}-1`, answer: "retry", by: "alice" };
      (await asked().answer(id, retry)).status.should.equal(202);
      (await asked().answer<Failure>(id, retry)).body.error.code.should.equal("answered-already");
      const run = await asked().ended(id);
      [run.outcome, run.members[0]!.outcome].should.eql(["finished", "updated"], run.reason ?? "");
      run.members[0]!.changes.slice(0, changes.length).should.eql(changes);
      await truthAfter(truthOfAsking(), run);
      brokenOnDisk(await truthIn(truthOfAsking()), userDir).should.eql([]);
    });
  });
}
