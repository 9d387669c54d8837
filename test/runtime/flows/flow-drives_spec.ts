import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import should from "should";
import type { Truth } from "../../../lib/adapters/lab";
import type { RunDocument } from "../../../lib/run/record/document";
import { copyOf, edited, exampleFlow, wired, without } from "./example-flow";
import type { Flow } from "../node-red/node-red-process";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { opsOn, truthIn, wholeRun } from "./run-in-node-red";
import { requireRuntime, runtimes } from "../node-red/runtimes";

const SPEED = 300;
const LIMIT_MS = 120_000;

/** What somebody does to the bundled flow in the editor. */
const edits = {
  "as it is": (flow: Flow) => flow,
  swapped: (flow: Flow) =>
    wired(wired(wired(flow, "cas-preflight", ["cas-drain"]), "cas-drain", ["cas-scom-on"]), "cas-scom-on", ["cas-stay-out"]),
  deleted: (flow: Flow) => without(without(flow, "cas-forefront-off"), "cas-forefront-on"),
  cut: (flow: Flow) => wired(flow, "cas-drain", []),
};
type Edit = keyof typeof edits;
const names = Object.keys(edits) as Edit[];
const suffixOf = (name: Edit): string => name.replaceAll(" ", "-");

for (const runtime of runtimes) {
  describe(`The flow drives the procedure, in ${runtime.name}`, function () {
    this.timeout(LIMIT_MS + 60_000);
    let userDir: string;
    let red: NodeRedProcess;
    let runs: ReadonlyMap<Edit, RunDocument>;
    let truths: ReadonlyMap<Edit, Truth>;
    let refused: { readonly status: number; readonly body: { readonly error?: { readonly code: string; readonly message: string } } };
    const startOf = async (array: string): Promise<typeof refused> => {
      const answer = await fetch(`${red.url}/rolling-update/${array}/runs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      return { status: answer.status, body: (await answer.json()) as (typeof refused)["body"] };
    };
    const truthFile = (name: Edit) => join(userDir, "truth", `${suffixOf(name)}.json`);
    const run = (name: Edit): RunDocument => runs.get(name) as RunDocument;
    const truth = (name: Edit): Truth => truths.get(name) as Truth;
    const ops = (name: Edit) => opsOn(truth(name), "CAS1");

    before(requireRuntime(runtime));
    before("one member of each edited flow at once", async () => {
      userDir = await makeUserDir();
      await mkdir(join(userDir, "truth"));
      const bundled = exampleFlow(userDir, "exchange-cas-array");
      const flowFor = (name: Edit) =>
        copyOf(edited(edits[name](bundled), "server-connection", { speed: SPEED, truthFile: truthFile(name) }), suffixOf(name));
      red = await NodeRedProcess.start({ runtime, userDir, flows: [] });
      await red.deploy(names.flatMap(flowFor));
      const asked = { limitMs: LIMIT_MS, body: { members: ["CAS1"] } };
      refused = await startOf(`exchange-cas-array-${suffixOf("cut")}`);
      const whole = names.filter((name) => name !== "cut");
      runs = new Map(
        await Promise.all(whole.map(async (name) => [name, await wholeRun(red, `exchange-cas-array-${suffixOf(name)}`, asked)] as const)),
      );
      should(await red.stop()).equal(0);
      truths = new Map(whole.map((name) => [name, truthIn(truthFile(name))]));
    });
    after(async () => {
      await red?.kill();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    it("as it is, monitoring is quieted before the drain, and Forefront is out of the way before the installer", () => {
      should(run("as it is").outcome).equal("finished");
      const order = ops("as it is");
      const places = ["scom.begin", "nlb.drain", "nlb.setDefaultState", "forefront.disable", "job.start", "forefront.enable", "nlb.start"];
      places.map((op) => order.indexOf(op)).should.eql(places.map((op) => order.indexOf(op)).sort((a, b) => a - b));
      order.should.containDeep(places);
      order.at(-1)?.should.equal("scom.end");
      truth("as it is").alerts.should.eql([]);
    });

    it("two steps swapped are done in the other order, and monitoring notices", () => {
      const order = ops("swapped");
      order.indexOf("nlb.drain").should.be.aboveOrEqual(0).and.be.below(order.indexOf("scom.begin"));
      truth("swapped").alerts.should.not.be.empty();
    });

    it("with the fscutility nodes deleted nothing of Forefront is changed, and everything else is done", () => {
      should(run("deleted").outcome).equal("finished");
      // Its hooks refuse while transport runs, so that all of the services' changes are its own too.
      ops("deleted").should.eql(ops("as it is").filter((op) => !/^(forefront|services)\./.test(op)));
      should(truth("deleted").members["CAS1"]).match({ version: "14.3.195.1", forefront: "enabled" });
    });

    it("with a wire cut nothing is started, and the place is named", () => {
      [refused.status, refused.body.error?.code].should.eql([409, "flow-cut"]);
      should(refused.body.error?.message).match(/Drain, then out of NLB/);
    });

    it("touches no member that was not asked for", () => {
      for (const name of truths.keys()) opsOn(truth(name), "CAS2", "CAS3", "CAS4").should.eql([]);
    });
  });
}
