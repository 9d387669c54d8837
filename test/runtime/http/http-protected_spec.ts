import should from "should";
import type { Failure, Started } from "./client";
import { contractProblems } from "./contract";
import { BundledFlow } from "../flows/bundled-flow";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { requireRuntime, runtimes } from "../node-red/runtimes";

/** "secret" as Node-RED keeps it. */
const pass = "$2b$04$y39xA5TeSSlKIBxmjVZs6uvKkp8nxgwUpt2VEI57TC9ig0JKxlW8u";
const known = { "content-type": "application/json", authorization: `Basic ${Buffer.from("night:secret").toString("base64")}` };

for (const runtime of runtimes) {
  describe(`The HTTP endpoint behind a root and a password of its own in ${runtime.name}`, function () {
    this.timeout(60_000);
    const flow = new BundledFlow("protected");
    let userDir: string;
    let red: NodeRedProcess;

    before(requireRuntime(runtime));
    before(async () => {
      userDir = await makeUserDir();
      const settings = { httpNodeRoot: "/api", httpNodeAuth: { user: "night", pass } };
      red = await NodeRedProcess.start({ runtime, userDir, flows: flow.all, settings });
    });
    after(async () => {
      await red?.kill();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    const post = async (body: string, headers: Readonly<Record<string, string>>) => {
      const answer = await fetch(`${red.url}/api${flow.path}`, { method: "POST", headers, body });
      const text = await answer.text();
      return { status: answer.status, type: answer.headers.get("content-type"), body: text };
    };

    it("looks at who asks before it says anything about the body", async () => {
      for (const body of ["{}", "{", "x".repeat(5_000_000)]) (await post(body, {})).status.should.equal(401);
    });

    it("answers as the contract says, with the root in the address of the run", async () => {
      for (const [body, status] of [
        ["{", 400],
        ['{"speed":1}', 400],
        ["x".repeat(5_000_000), 413],
      ] as const) {
        const answer = await post(body, known);
        const read = { ...answer, body: JSON.parse(answer.body) as Failure };
        contractProblems("/runs", "post", read).should.eql([]);
        read.status.should.equal(status);
      }
      const started = JSON.parse((await post('{"dryRun":true}', known)).body) as Started;
      started.statusUrl.should.equal(`/api${flow.path}/${started.runId}`);
      const looked = await fetch(`${red.url}${started.statusUrl}`, { headers: known });
      looked.status.should.equal(200);
    });

    it("leaves the editor's own addresses alone", async () => {
      const answer = await fetch(`${red.url}${flow.path}`, { method: "POST", body: "{" });
      answer.status.should.equal(404);
      (await red.get<{ version: string }>("/settings")).version.should.be.a.String();
    });

    it("does not keep Node-RED from starting without any HTTP nodes", async () => {
      should(await red.stop()).equal(0);
      red = await NodeRedProcess.start({ runtime, userDir, settings: { httpNodeRoot: false } });
      should(await red.stop()).equal(0);
      red.lines.filter((line) => /\[(error|fatal)\]/.test(line)).should.eql([]);
    });
  });
}
