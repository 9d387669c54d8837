import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { RunDocument } from "../../../lib/run/record/document";
import type { Failure } from "../http/client";
import { brokenOnDisk } from "../../shared/audited";
import { changesIn, Client, truthAfter, truthIn, truthWhen } from "../http/client";
import { BundledFlow } from "./bundled-flow";
import type { Flow } from "../node-red/node-red-process";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { requireRuntime, runtimes } from "../node-red/runtimes";

const names = [
  "edited",
  "named",
  "deploy-between",
  "deploy-drain",
  "deploy-install",
  "stop-drain",
  "stop-install",
  "stop-end",
  "kill-drain",
  "kill-install",
  "kill-end",
] as const;
type Name = (typeof names)[number];

/** Slow enough to be met in the middle of a drain and of an install. */
const SPEED = 450;

for (const runtime of runtimes) {
  describe(`A run whose flows go away in ${runtime.name}`, function () {
    this.timeout(90_000);
    let userDir: string;
    let red: NodeRedProcess;
    const lines: string[] = [];
    const flows = {} as Record<Name, BundledFlow>;
    const ids = {} as Record<Name, string>;
    const truthOf = (name: Name): string => join(userDir, `truth-${name}.json`);
    const client = (name: Name): Client => new Client(red.url, flows[name]);
    const first = (name: Name): string => flows[name].member("CAS1");
    const all = (...others: Flow[number][]): Flow => [...names.flatMap((name) => flows[name].all), ...others];
    const another = (label: string) => [
      { id: "another", type: "tab", label },
      { id: "another-inject", z: "another", type: "inject", name: label, props: [], repeat: "", x: 100, y: 100, wires: [[]] },
    ];

    before(requireRuntime(runtime));
    before(async () => {
      userDir = await makeUserDir();
      for (const name of names) flows[name] = new BundledFlow(name, { speed: SPEED, truthFile: truthOf(name) });
      for (const name of ["stop-end", "kill-end"] as const) flows[name].set("cas-loop", { afterRestart: "end" });
      flows["deploy-between"].insertAfter("cas-drain", "coffee", "delay", {
        pauseType: "delay",
        timeout: "1200",
        timeoutUnits: "milliseconds",
      });
      red = await NodeRedProcess.start({ runtime, userDir, flows: all(...another("one")) });
    });
    after(async () => {
      await red?.kill();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    const start = async (name: Name): Promise<string> => {
      const { body } = await client(name).start({ members: [first(name)], requestedBy: "night shift" }, { key: `night ${name}` });
      return (ids[name] = body.runId);
    };
    /** The change is made, and its step is at work on what follows from it. */
    const changing = (name: Name, step: string, change: string): Promise<RunDocument> =>
      client(name).when(ids[name], `${change} is done`, ({ members: [member] }) => {
        const done = member?.changes.some(({ op, outcome }) => op === change && outcome === "done") === true;
        return done && member.current?.step === step;
      });
    const draining = (name: Name) => changing(name, "nlb-drainstop", "nlb.drain");
    const installing = (name: Name) => changing(name, "install-update", "job.start");
    /** Two runs in the drain and another one in the install, at the same time. */
    const inMidRun = async (drain: Name, install: Name, end: Name): Promise<void> => {
      await start(install);
      await installing(install);
      await Promise.all([start(drain), start(end)]);
      await Promise.all([draining(drain), draining(end)]);
      should((await client(install).look(ids[install])).body.members[0]?.current?.step).equal("install-update");
    };
    const again = async (): Promise<void> => {
      lines.push(...red.lines);
      red = await NodeRedProcess.start({ runtime, userDir });
    };

    /** It has come to its end as if nothing had happened, nothing was done twice, and nobody but it has touched anything. */
    const wentOn = async (name: Name): Promise<void> => {
      const run = await client(name).ended(ids[name]);
      [run.outcome, run.reasonCode, run.members[0]?.outcome].should.eql(["finished", null, "updated"], run.reason ?? "");
      run.warnings.join("\n").should.match(/The run was interrupted: .* has gone on from its last finished step/);
      await truthAfter(truthOf(name), run);
      const truth = await truthWhen(truthOf(name), "the end of the run", ({ nowMs }) => nowMs >= Date.parse(run.finishedAt ?? ""));
      brokenOnDisk(truth, userDir).should.eql([]);
    };

    /** It has ended, nobody has touched anything since, and the report says what is left. */
    const interrupted = async (name: Name, step: string, ...mending: readonly RegExp[]): Promise<RunDocument> => {
      const run = await client(name).ended(ids[name]);
      [run.outcome, run.reasonCode].should.eql(["stopped", "interrupted"]);
      const [member] = run.members;
      [member?.outcome, member?.steps.at(-1)?.step, member?.steps.at(-1)?.outcome].should.eql(["failed", step, "cut off"]);
      await truthAfter(truthOf(name), run);
      const commands = (member?.toMend ?? []).map(({ command }) => command);
      for (const command of mending) should(commands.some((told) => command.test(told))).be.true(`${command}: ${commands.join("\n")}`);
      const report = run.report ?? "";
      report.should.equal(join(userDir, "rolling-update", "reports", `${run.runId}.html`));
      const html = readFileSync(report, "utf8");
      for (const told of [run.runId, first(name), ...commands]) html.should.containEql(escaped(told));
      existsSync(report.replace(/html$/, "json")).should.be.true();
      return run;
    };

    /** The array is free, no other member is taken beside the first one, and that one is still as it was left. */
    const startsAgain = async (name: Name): Promise<void> => {
      const left = changesIn(await truthIn(truthOf(name))).filter((change) => change.endsWith(first(name)));
      const beside = await client(name).start<Failure>({ members: [flows[name].member("CAS2")] });
      [beside.status, beside.body.error.code].should.eql([409, "member-left-out"]);
      const run = await client(name).ended(await client(name).run({ members: [first(name)], dryRun: true }));
      run.dryRun.should.be.true();
      const truth = await truthAfter(truthOf(name), run);
      changesIn(truth)
        .filter((change) => change.endsWith(first(name)))
        .should.eql(left);
    };

    it("goes on when a deploy touches none of its nodes", async () => {
      await start("deploy-install");
      await draining("deploy-install");
      for (const type of ["nodes", "flows"] as const) {
        await red.deploy(all(...another(type)), type);
        (await client("deploy-install").look(ids["deploy-install"])).body.state.should.equal("running");
      }
      await installing("deploy-install");
      red.lines.filter((line) => line.includes("interrupted")).should.eql([]);
    });

    it("goes on after a full deploy, from the drain, from the install and from between two steps", async () => {
      await start("deploy-between");
      await client("deploy-between").when(
        ids["deploy-between"],
        "drained",
        ({ members: [member] }) => member?.steps.some(({ step, outcome }) => step === "nlb-drainstop" && outcome === "done") === true,
      );
      await start("deploy-drain");
      await draining("deploy-drain");
      await red.deploy(all(...another("flows")), "full");
      for (const name of ["deploy-between", "deploy-drain", "deploy-install"] as const) {
        await wentOn(name);
        const told = red.lines.filter((line) => line.includes(ids[name]) && line.includes("interrupted"));
        told.length.should.equal(2, red.log());
      }
    });

    it("goes on when the step at work is given another name", async () => {
      await start("named");
      await draining("named");
      flows.named.set("cas-drain", { name: "Away from the clients" });
      await red.deploy(all(...another("flows")), "nodes");
      await wentOn("named");
    });

    it("goes no further when the step at work is given another limit, says which, and puts its member back", async () => {
      await start("edited");
      await draining("edited");
      flows.edited.set("cas-drain", { limitMinutes: 59 });
      await red.deploy(all(...another("flows")), "nodes");
      const run = await client("edited").ended(ids.edited);
      [run.outcome, run.reasonCode].should.eql(["stopped", "plan-changed"]);
      should(run.reason).match(/differs from its plan .*“Drain, then out of NLB” has been changed \(limitMinutes\)/);
      const [member] = run.members;
      [member?.left, member?.leftToDo].should.eql([member?.found, []]);
      await truthAfter(truthOf("edited"), run);
    });

    it("is still told of when its array cannot be used any more, or is gone", async () => {
      flows.edited.set("cas-array", { members: [] });
      await red.deploy(all(...another("flows")), "nodes");
      const { status, body } = await client("edited").look(ids.edited);
      [status, body.reasonCode].should.eql([200, "plan-changed"]);
      (await client("edited").stop<Failure>(ids.edited)).body.error.code.should.equal("run-ended");
      (await client("edited").start<Failure>({})).body.error.code.should.equal("array-not-usable");
      flows.edited.drop("cas-array");
      await red.deploy(all(...another("flows")), "nodes");
      (await client("edited").look(ids.edited)).status.should.equal(200);
      (await client("edited").look<Failure>("nope")).status.should.equal(404);
      (await client("edited").start<Failure>({})).body.error.code.should.equal("no-array");
    });

    it("goes on after the next start when Node-RED was stopped; where the loop is set so it ends, and is told of", async () => {
      await inMidRun("stop-drain", "stop-install", "stop-end");
      should(await red.stop()).equal(0);
      await again();
      const end = await interrupted("stop-end", "nlb-drainstop", /Start-NlbClusterNode/, /MaintenanceMode/);
      should(end.reason).match(/^Interrupted: /);
      await startsAgain("stop-end");
      await wentOn("stop-drain");
      await wentOn("stop-install");
    });

    it("goes on after the next start when Node-RED was killed, and the array goes on meanwhile", async () => {
      await inMidRun("kill-drain", "kill-install", "kill-end");
      await red.kill();
      await again();
      await red.line(new RegExp(`${ids["kill-end"]} .*was interrupted when Node-RED ended`));
      await interrupted("kill-end", "nlb-drainstop", /Start-NlbClusterNode/, /MaintenanceMode/);
      await startsAgain("kill-end");
      for (const name of ["kill-drain", "kill-install"] as const) {
        await red.line(new RegExp(`${ids[name]} .*was interrupted: Node-RED ended while it was at work`));
        await wentOn(name);
      }
      // What was started before counts as started: the same key starts no second run.
      const known = ids["kill-install"];
      (await start("kill-install")).should.equal(known);
    });

    it("leaves neither the process nor a promise with an error that nobody handles", async () => {
      should(await red.stop()).equal(0);
      [...lines, ...red.lines].filter((line) => /uncaught|unhandled|Error stopping node/i.test(line)).should.eql([]);
    });
  });
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
