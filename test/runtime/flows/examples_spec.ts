import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import should from "should";
import { packages } from "../../../lib/adapters/lab";
import type { RunDocument } from "../../../lib/run/record/document";
import { brokenOnDisk } from "../../shared/audited";
import { leftOf } from "../../shared/faults";
import { copyOf, edited, exampleFlow, statusesToLog } from "./example-flow";
import type { Flow } from "../node-red/node-red-process";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { changesOn, opsOn, runEnded, startRun, truthIn } from "./run-in-node-red";
import { requireRuntime, runtimes } from "../node-red/runtimes";

/** Few arrays at once, so that they may be faster than a dozen. */
const SPEED = 500;
const LIMIT_MS = 120_000;
const CAS = ["CAS1", "CAS2", "CAS3", "CAS4"];
const WEB = ["WEB1", "WEB2", "WEB3"];

for (const runtime of runtimes) {
  describe(`The examples in ${runtime.name}, all imported`, function () {
    this.timeout(LIMIT_MS + 60_000);
    let userDir: string;
    let red: NodeRedProcess;
    let flows: Flow;
    let dry: RunDocument;
    let real: RunDocument;
    let web: RunDocument;
    let webBroken: RunDocument;
    const truthFile = (name: string) => join(userDir, "truth", `${name}.json`);
    const onFastLab = (flow: Flow, name: string, more = {}) =>
      edited(flow, "server-connection", { speed: SPEED, truthFile: truthFile(name), ...more });
    /** The run of an array whose flow has no endpoint to ask: from its report. */
    const reported = async (id: string) =>
      JSON.parse(await readFile(join(userDir, "rolling-update", "reports", `${id}.json`), "utf8")) as RunDocument;
    const press = async (id: string) => {
      const answer = await fetch(`${red.url}/inject/${id}`, { method: "POST" });
      answer.status.should.equal(200, `the button ${id}`);
    };
    /** A run that a button starts; which one it is the log tells at its end. */
    const pressed = async (id: string, array: string): Promise<RunDocument> => {
      const from = red.lines.length;
      await press(id);
      const line = await red.line(new RegExp(`Run \\S+ of ${array} (has ended|was stopped)`), LIMIT_MS, from);
      return await reported(/Run (\S+) of/.exec(line)?.[1] ?? "");
    };

    before(requireRuntime(runtime));
    before("every example runs", async () => {
      userDir = await makeUserDir();
      await mkdir(join(userDir, "truth"));
      const names = (await readdir(join(userDir, "node_modules", "@rolling-update", "node-red", "examples"))).sort();
      const deployedAsIs = names
        .map((name) => name.replace(/\.json$/, ""))
        .filter((name) => name !== "exchange-cas-array" && name !== "web-farm");
      const webFarm = exampleFlow(userDir, "web-farm");
      flows = [
        ...onFastLab(exampleFlow(userDir, "exchange-cas-array"), "cas"),
        ...deployedAsIs.flatMap((name) => exampleFlow(userDir, name)),
        ...onFastLab(webFarm, "web"),
      ];
      const besides = [
        // The world goes on when the run has ended: its window must not be over before the others have ended too.
        ...onFastLab(edited(copyOf(webFarm, "broken"), "web-scom-broken", { minutes: 24 * 60 }), "web-broken", {
          faults: [{ name: "installer-fails", member: "WEB2" }],
        }),
        ...statusesToLog("cas-ru-cas"),
        ...statusesToLog("web-sf-web"),
      ];
      red = await NodeRedProcess.start({ runtime, userDir, flows: [] });
      await red.deploy([...flows, ...besides]);
      [web, webBroken, real] = await Promise.all([
        pressed("web-istart", "web-farm"),
        startRun(red, "web-farm-broken").then(async (id) => {
          await runEnded(red, id, LIMIT_MS);
          return await reported(id);
        }),
        pressed("cas-i-dry", "exchange-cas-array").then(async (document) => {
          dry = document;
          return await pressed("cas-i-start", "exchange-cas-array");
        }),
      ]);
    });
    after(async () => {
      await red?.kill();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    it("have all of their nodes, and no warning nor error in the log but of the run that was to fail", async () => {
      const there = await red.get<Flow>("/flows");
      flows
        .map(({ id }) => id)
        .filter((id) => !there.some((node) => node["id"] === id))
        .should.eql([]);
      red.lines
        .filter((line) => /\[(warn|error|fatal)\]/.test(line))
        .filter((line) => !/Projects disabled|Encrypted credentials not found|web-farm-broken|WEB2/.test(line))
        // Buttons are answered on the loop's reply too, where nobody waits for an answer over HTTP.
        .filter((line) => !/\[http response:reply\] No response object/.test(line))
        .should.eql([]);
    });

    it("show at every step which member is at work and how it is getting on", () => {
      const statuses = red.lines.flatMap((line) => /STATUS (.*)$/.exec(line)?.[1] ?? []);
      for (const member of CAS)
        statuses
          .filter((text) => text.startsWith(`Drain, then out of NLB: ${member} · `))
          .should.matchAny(/· \d+ clients? left, \d+ (s|min) of 60 min$/);
      statuses.should.matchAny(/^Install: CAS2 · .+/);
      statuses.should.matchAny(/^Is it healthy\?: CAS4 · .+/);
      // In a subflow too.
      for (const member of WEB) statuses.should.matchAny(new RegExp(`^Install: ${member} · .+`));
    });

    describe("exchange-cas-array", () => {
      it("finishes with every member updated", () => {
        should(real.outcome).equal("finished");
        real.members.map(({ outcome }) => outcome).should.eql(CAS.map(() => "updated"));
      });

      it("would change in its dry run what the real run then changed, but for what only the real run could know", () => {
        should(dry.outcome).equal("dry-run");
        real.members.forEach((member, index) => {
          const made = member.changes.filter(({ cause }) => cause === "step").map(({ op, args }) => ({ op, args }));
          const would = dry.members[index]?.wouldChange.filter(({ cause }) => cause === "step") ?? [];
          const cameTrue = would.filter((change) => change.if === undefined || made.some(({ op }) => op === change.op));
          made.should.not.be.empty();
          made.should.eql(cameTrue.map(({ op, args }) => ({ op, args })));
        });
      });
    });

    describe("what the labs wrote down themselves", () => {
      before(async () => {
        should(await red.stop()).equal(0);
      });

      it("exchange-cas-array: all are updated and as they were found, and no promise was broken", () => {
        const truth = truthIn(truthFile("cas"));
        CAS.map((name) => leftOf(truth, name)).should.eql(CAS.map(() => "updated"));
        brokenOnDisk(truth, userDir).should.eql([]);
      });

      it("exchange-cas-array: its report names every change, in order, and no other", () => {
        const truth = truthIn(truthFile("cas"));
        for (const { name, changes } of real.members) {
          opsOn(truth, name).should.eql(changes.filter(({ outcome }) => outcome === "done").map(({ op }) => op));
        }
      });

      it("exchange-cas-array: the dry run changed nothing", () => {
        const truth = truthIn(truthFile("cas"));
        const realFrom = Date.parse(real.startedAt);
        realFrom.should.be.above(Date.parse(dry.finishedAt ?? ""));
        changesOn(truth, ...CAS)
          .filter(({ atMs }) => atMs < realFrom)
          .should.eql([]);
      });

      it("web-farm: all are updated and serve, through the subflow", () => {
        const truth = truthIn(truthFile("web"));
        should(web.outcome).equal("finished");
        for (const name of WEB)
          should(truth.members[name]).match({ nlb: "converged", defaultState: "started", version: packages.webFarm.build });
        brokenOnDisk(truth, userDir).should.eql([]);
      });

      it("web-farm: an installer that fails on the second member stops the run, and the third is not touched", () => {
        const truth = truthIn(truthFile("web-broken"));
        should(webBroken).match({ outcome: "stopped", reasonCode: "installer-failed" });
        should(truth.members["WEB1"]).match({ nlb: "converged", version: packages.webFarm.build });
        should(truth.members["WEB2"]).match({ nlb: "stopped", defaultState: "stopped" });
        changesOn(truth, "WEB3").should.eql([]);
        brokenOnDisk(truth, userDir).should.eql([]);
      });
    });
  });
}
