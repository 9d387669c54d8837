import "should";
import { join } from "node:path";
import type { RunDocument } from "../../../lib/run/record/document";
import { brokenOnDisk } from "../../shared/audited";
import { leftOf } from "../../shared/faults";
import { Client, truthAfter, truthIn } from "../http/client";
import { NodeRedProcess } from "../node-red/node-red-process";
import { requireRuntime, runtimes } from "../node-red/runtimes";
import { makeUserDir, removeUserDir } from "../package/pack";
import { BundledFlow } from "./bundled-flow";
import { changesOn } from "./run-in-node-red";

const NAMES = ["CAS1", "CAS2", "CAS3", "CAS4"];

for (const runtime of runtimes) {
  describe(`Several members at once in ${runtime.name}`, function () {
    this.timeout(120_000);
    let userDir: string;
    let red: NodeRedProcess;
    const truthFile = (name: string): string => join(userDir, `truth-${name}.json`);
    const flows: Record<string, BundledFlow> = {};
    const played: Record<string, Promise<RunDocument>> = {};
    const outcomes = ({ members }: RunDocument) => members.map(({ outcome }) => outcome);

    /** Three flows side by side in one Node-RED, each on an array of its own. */
    const flow = (name: string, lab: ConstructorParameters<typeof BundledFlow>[1], loop: object): BundledFlow => {
      flows[name] = new BundledFlow(name, { truthFile: truthFile(name), ...lab }).set("cas-loop", { ...loop });
      return flows[name];
    };

    before(requireRuntime(runtime));
    before(async () => {
      userDir = await makeUserDir();
      const all = [
        flow("well", {}, { howMany: "1, 2, 50%", order: "default-host-last" }),
        flow("two", { faults: [{ name: "installer-fails", member: "CAS2" }] }, { howMany: "2" }),
        flow("canary", { events: [{ event: "service-crashes", member: "CAS1", when: "nlb-start" }] }, { howMany: "1, 2", soakMinutes: 20 }),
      ];
      red = await NodeRedProcess.start({ runtime, userDir, flows: all.flatMap((one) => one.all) });
      for (const [name, one] of Object.entries(flows)) {
        const client = new Client(red.url, one);
        played[name] = client.run({}).then((id) => client.ended(id));
      }
    });
    after(async () => {
      await red?.kill();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    const audited = async (name: string) => {
      const run = (await played[name])!;
      await truthAfter(truthFile(name), run);
      const truth = await truthIn(truthFile(name));
      brokenOnDisk(truth, userDir).should.eql([], run.summary);
      return { run, truth, member: (of: string) => flows[name]!.member(of) };
    };

    it("updates one first, then two, and the default host last", async () => {
      const { run, member } = await audited("well");
      run.outcome!.should.equal("finished", run.summary);
      run.batches.should.eql([[member("CAS2")], [member("CAS3"), member("CAS4")], [member("CAS1")]]);
      outcomes(run).should.eql(["updated", "updated", "updated", "updated"]);
    });

    it("ends for both where one fails while the other installs: each is left as it must be, and nobody else is touched", async () => {
      const { run, truth, member } = await audited("two");
      [run.outcome, run.reasonCode].should.eql(["stopped", "installer-failed"]);
      run.batches.should.eql([NAMES.slice(0, 2).map(member), NAMES.slice(2).map(member)]);
      outcomes(run).should.eql(["failed", "failed", "untouched", "untouched"]);
      for (const name of ["CAS1", "CAS2"]) leftOf(truth, member(name)).should.equal("resting", name);
      for (const name of ["CAS3", "CAS4"]) changesOn(truth, member(name)).should.eql([]);
    });

    it("ends after a first member that logs what the others do not: nobody else is touched", async () => {
      const { run, truth, member } = await audited("canary");
      [run.outcome, run.reasonCode].should.eql(["stopped", "soak-worse"], run.summary);
      run.soaks.should.match([{ text: /logged \d+ errors of Service Control Manager\/7034, the others at most 0/ }]);
      outcomes(run).should.eql(["updated", "untouched", "untouched", "untouched"]);
      leftOf(truth, member("CAS1")).should.equal("updated");
      for (const name of NAMES.slice(1)) changesOn(truth, member(name)).should.eql([]);
    });
  });
}
