import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import helper from "node-red-node-test-helper";
import should from "should";
import { aStep } from "../flow-nodes";
import type { InNodeRed } from "../in-node-red";
import { deployed, nodeRed } from "../in-node-red";

const changesOf = (flow: InNodeRed): string[] =>
  flow.lab!.truth().operations.flatMap(({ kind, member, op }) => (kind === "change" ? [`${member} ${op}`] : []));

/** The table of docs/by-hand.md, as far as the steps themselves keep it. */
describe("by hand, in Node-RED", () => {
  nodeRed();

  for (const [type, more] of Object.entries({ "install-update": {}, "restart-server": { when: "always" } }))
    it(`4 holds: ${type} does nothing while the member takes clients`, async () => {
      const flow = await deployed({ nodes: [aStep(type, more)], package: {} });
      flow.send("step", { payload: "CAS1", update: "Rollup 6" });
      (await flow.got("caught").first()).error.should.match({ code: "not-out" });
      changesOf(flow).should.eql([]);
    });

  it("10 holds: a button that is pressed twice does nothing twice", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-drainstop"), aStep("nlb-drainstop", { id: "again", wires: [["second"]] })] });
    flow.send("step", { payload: "CAS1" });
    (await flow.got("after").first()).payload!.should.match({ changed: true });
    flow.send("again", { payload: "CAS1" });
    (await flow.got("second").first()).payload!.should.match({ changed: false });
    changesOf(flow).should.eql(["CAS1 nlb.drain"]);
  });

  it("12 holds: a password of a step is in no message, status, log, journal or report", async () => {
    const userDir = await mkdtemp(join(tmpdir(), "nodes-"));
    const flow = await deployed({
      nodes: [aStep("verify-health", { signOn: "forms" })],
      credentials: { step: { signOnUser: "CONTOSO\\planted", signOnPassword: "planted-Passw0rd" } },
      settings: { userDir },
    });
    flow.send("step", { payload: "CAS1" });
    const [answer] = await Promise.race([flow.got("after").first(), flow.got("caught").first()].map(async (got) => [await got]));
    await flow.registry.runs.whenIdle(flow.array);
    const files = await readdir(join(userDir, "rolling-update"), { recursive: true, withFileTypes: true });
    const written = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "utf8")),
    );
    written.join("").should.match(/verify-health/);
    const all = [...written, JSON.stringify([answer, flow.shown("step").all, helper.log().args])];
    for (const text of all) should(text).not.match(/planted-Passw0rd/);
    await rm(userDir, { recursive: true, force: true, maxRetries: 3 });
  });
});
