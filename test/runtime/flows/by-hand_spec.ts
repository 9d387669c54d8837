import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import should from "should";
import { brokenOnDisk } from "../../shared/audited";
import { leftOf } from "../../shared/faults";
import { edited, exampleFlow, toLog, wired } from "./example-flow";
import type { Flow } from "../node-red/node-red-process";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { changesOn, opsOn, runEnded, startRun, truthIn } from "./run-in-node-red";
import { requireRuntime, runtimes } from "../node-red/runtimes";

const SPEED = 600;
const LIMIT_MS = 60_000;
const UPDATE = "Exchange 2010 SP3 Update Rollup 6";

/** The example with debug nodes that tell how its three parts ended: `HAND out`, `HAND updated`, `HAND back`, `HAND failed: …`. */
const byHand = (userDir: string, truthFile: string): Flow => {
  const flow = exampleFlow(userDir, "one-server-by-hand");
  const tab = String(flow.find(({ type }) => type === "tab")?.["id"]);
  const also = (node: string, log: string) => (seen: Flow) =>
    edited(seen, node, ({ wires }) => ({ wires: [[...((wires as string[][])[0] ?? []), log]] }));
  const ways = [
    also("hand-keep1", "log-out"),
    also("hand-keep2", "log-updated"),
    also("hand-scomoff", "log-back"),
    also("hand-catch", "log-failed"),
  ];
  return [
    ...ways.reduce((seen, way) => way(seen), edited(flow, "server-connection", { speed: SPEED, truthFile })),
    toLog("log-out", tab, '"HAND out"'),
    toLog("log-updated", tab, '"HAND updated"'),
    toLog("log-back", tab, '"HAND back"'),
    toLog("log-failed", tab, '"HAND failed: " & error.message'),
    { id: "statuses", type: "status", z: tab, name: "", scope: ["hand-drain"], wires: [["log-status"]] },
    toLog("log-status", tab, '"STATUS " & status.text'),
  ];
};

for (const runtime of runtimes) {
  describe(`One server by hand in ${runtime.name}`, function () {
    this.timeout(LIMIT_MS + 60_000);
    let userDir: string;
    let red: NodeRedProcess;
    const truthFile = (name: string) => join(userDir, "truth", `${name}.json`);

    /** Presses one of the example's buttons, for another server where one is named, and resolves with what came of it. */
    const press = async (button: string, server = "CAS2"): Promise<string> => {
      const from = red.lines.length;
      const props = [
        { p: "payload", v: server, vt: "str" },
        { p: "update", v: UPDATE, vt: "str" },
      ];
      const answer = await fetch(`${red.url}/inject/${button}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        // As the editor sends them for a button whose properties were changed for once; without them the button's own count.
        body: JSON.stringify(server === "CAS2" ? {} : { __user_inject_props__: props }),
      });
      answer.status.should.equal(200);
      return (await red.line(/HAND (out|updated|back|failed: .*)$/, LIMIT_MS, from)).replace(/^.*HAND /, "");
    };

    before(requireRuntime(runtime));
    beforeEach(async () => {
      userDir = await makeUserDir();
      await mkdir(join(userDir, "truth"));
    });
    afterEach(async () => {
      await red?.kill();
      await removeUserDir(userDir);
    });

    it("takes a server out, updates it and puts it back, one button after the other, and touches no other", async () => {
      red = await NodeRedProcess.start({ runtime, userDir, flows: byHand(userDir, truthFile("hand")) });
      should(await press("hand-out")).equal("out");
      should(await press("hand-upd")).equal("updated");
      should(await press("hand-back")).equal("back");
      should(await red.stop()).equal(0);

      const truth = truthIn(truthFile("hand"));
      leftOf(truth, "CAS2").should.equal("updated");
      opsOn(truth, "CAS1", "CAS3", "CAS4").should.eql([]);
      const order = ["scom.begin", "nlb.drain", "job.start", "system.restart", "nlb.start", "scom.end"];
      opsOn(truth, "CAS2")
        .filter((op) => order.includes(op))
        .should.eql(order);
      brokenOnDisk(truth, userDir).should.eql([]);
    });

    it("takes no server out where too few others would serve, and says so", async () => {
      // Without the preflight check, which would refuse it too: the guard alone.
      const unchecked = wired(byHand(userDir, truthFile("hand")), "hand-out", ["hand-scom"]);
      const flows = edited(unchecked, "server-array", { minInService: 3 });
      red = await NodeRedProcess.start({ runtime, userDir, flows });
      should(await press("hand-out")).equal("out");
      const refused = await press("hand-out", "CAS1");
      refused.should.match(/^failed: .*at least 3 must.*CAS2/);
      should(await red.stop()).equal(0);
      changesOn(truthIn(truthFile("hand")), "CAS1").should.eql([]);
    });

    it("does nothing while a run works on the array, and the other way round", async () => {
      const hand = byHand(userDir, truthFile("hand"));
      // The loop of the other example, on the array of this one.
      const loop = edited(exampleFlow(userDir, "exchange-cas-array"), "rolling-update", { array: "hand-array" });
      red = await NodeRedProcess.start({ runtime, userDir, flows: [...hand, ...loop] });

      const id = await startRun(red, "exchange-cas-array", { members: ["CAS1"] });
      should(await press("hand-out")).match(/^failed: .*exchange-cas-array by hand.*Nothing was started/);
      await fetch(`${red.url}/rolling-update/exchange-cas-array/runs/${id}/stop`, { method: "POST" });
      await runEnded(red, id, LIMIT_MS);

      const from = red.lines.length;
      const out = press("hand-out");
      await red.line(/STATUS CAS2 · \d+ clients? left/, LIMIT_MS, from);
      await startRun(red, "exchange-cas-array").should.be.rejectedWith(/answered with 409.*array-busy/s);
      should(await out).equal("out");
      should(await red.stop()).equal(0);

      const truth = truthIn(truthFile("hand"));
      opsOn(truth, "CAS3", "CAS4").should.eql([]);
      brokenOnDisk(truth, userDir).should.eql([]);
    });

    it("works in the array that is chosen, and not while a run works on another one that lists the same server", async () => {
      const bundled = edited(exampleFlow(userDir, "exchange-cas-array"), "server-connection", {
        speed: SPEED,
        truthFile: truthFile("cas"),
      });
      red = await NodeRedProcess.start({ runtime, userDir, flows: [...bundled, ...byHand(userDir, truthFile("hand"))] });
      should(await press("hand-out")).equal("out");

      const id = await startRun(red, "exchange-cas-array", { members: ["CAS1"] });
      should(await press("hand-upd")).match(/^failed: .*CAS2.*exchange-cas-array/);
      await fetch(`${red.url}/rolling-update/exchange-cas-array/runs/${id}/stop`, { method: "POST" });
      await runEnded(red, id, LIMIT_MS);
      should(await red.stop()).equal(0);

      should(truthIn(truthFile("hand")).members["CAS2"]).match({ nlb: "stopped", version: "14.3.123.4" });
      opsOn(truthIn(truthFile("hand")), "CAS2").should.containDeep(["scom.begin", "nlb.drain"]);
      opsOn(truthIn(truthFile("cas")), "CAS2").should.eql([]);
    });
  });
}
