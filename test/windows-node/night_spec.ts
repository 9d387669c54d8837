import { readdirSync, readFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import should from "should";
import type { RunDocument } from "../../lib/run/record/document";
import { BundledFlow } from "../runtime/flows/bundled-flow";
import type { Failure } from "../runtime/http/client";
import { Client, truthAfter } from "../runtime/http/client";
import { NodeRedProcess } from "../runtime/node-red/node-red-process";
import type { Runtime } from "../runtime/node-red/runtimes";
import { makeUserDir } from "../runtime/package/pack";
import { brokenOnDisk } from "../shared/audited";
import { expected, leftOf } from "../shared/faults";
import { inUnix, inWindows, launcher, needsWindowsNode, Wine } from "./wine/wine";

const runtime: Runtime = {
  name: "Node-RED 4.1 on Node.js for Windows",
  major: 4,
  node: launcher,
  nodeRed: dirname(require.resolve("node-red/package.json")),
  how: "npm ci",
};

/** What a real operation takes must stay small on the clock of the lab, also where Wine is slow. */
const SPEED = 600;
const names = ["whole", "broken", "killed"] as const;
type Name = (typeof names)[number];

describe("The packed package in Node-RED on Node.js for Windows", function () {
  this.timeout(180_000);
  let wine: Wine;
  let userDir: string;
  let red: NodeRedProcess;
  const lines: string[] = [];
  const flows = {} as Record<Name, BundledFlow>;
  const runs = {} as Record<Name | "interrupted", RunDocument>;
  let besideIt: { readonly status: number; readonly body: Failure };
  const truthFile = (name: Name) => join(userDir, `truth of ${name}.json`);
  const client = (name: Name): Client => new Client(red.url, flows[name]);
  const outcomes = ({ members }: RunDocument) => members.map(({ outcome }) => outcome);
  const report = ({ report: path }: RunDocument): string => readFileSync(inUnix(path ?? ""), "utf8");

  const start = async (folder: string, all?: BundledFlow["all"]): Promise<void> => {
    const settings = { userDir: folder };
    red = await NodeRedProcess.start({
      runtime,
      userDir,
      settings,
      env: wine.env,
      limitMs: 90_000,
      ...(all === undefined ? {} : { flows: all }),
    });
  };
  const installing = (id: string) =>
    client("killed").when(id, "installing", ({ members: [member] }) => {
      const begun = member?.changes.some(({ op, outcome }) => op === "job.start" && outcome === "done") === true;
      return begun && member?.current?.step === "install-update";
    });
  const whole = async (name: Name, body?: unknown): Promise<RunDocument> => client(name).ended(await client(name).run(body));

  before(needsWindowsNode);
  before("a run that is cut off, and after the next start three at once", async () => {
    wine = await Wine.start();
    userDir = join(wine.folder, "Node-RED von Jürgen & 日本");
    await rename(await makeUserDir(), userDir);
    const faults = { broken: [{ name: "installer-fails", member: "CAS2" }] };
    for (const name of names)
      flows[name] = new BundledFlow(name, {
        speed: SPEED,
        truthFile: inWindows(truthFile(name)),
        ...(name === "broken" ? { faults: faults.broken } : {}),
      });

    // Whether a run goes on is for other tests; here its record is ended.
    flows.killed.set("cas-loop", { afterRestart: "end" });
    await start(
      inWindows(userDir),
      names.flatMap((name) => flows[name].all),
    );
    const cut = await client("killed").run({ members: ["CAS1-killed"] });
    await installing(cut);
    await red.kill();
    lines.push(...red.lines);

    // The same folder, as somebody else may write it.
    await start(inWindows(userDir).replace("Z:", "z:"));
    await red.line(new RegExp(`${cut} .*was interrupted when Node-RED ended`));
    runs.interrupted = (await client("killed").look(cut)).body;
    besideIt = await client("killed").start<Failure>({ members: ["CAS2-killed", "CAS3-killed"] });
    const again = { members: ["CAS1-killed"], dryRun: true };
    [runs.whole, runs.broken, runs.killed] = await Promise.all([whole("whole"), whole("broken"), whole("killed", again)]);
  });
  after(async () => {
    await red?.kill();
    await wine?.end();
  });

  it("updates all members in a night", async () => {
    const { whole: run } = runs;
    [run.outcome, run.reasonCode, ...outcomes(run)].should.eql(["finished", null, ...Array<string>(4).fill("updated")]);
    const truth = await truthAfter(truthFile("whole"), run);
    run.members.map(({ name }) => leftOf(truth, name)).should.eql(Array(4).fill("updated"));
    brokenOnDisk(truth, userDir).should.eql([]);
  });

  it("stops at a fault, and touches no later member", async () => {
    const { broken: run } = runs;
    const { code, left } = expected["installer-fails"];
    [run.outcome, run.reasonCode, ...outcomes(run)].should.eql(["stopped", code, "updated", "failed", "untouched", "untouched"]);
    const truth = await truthAfter(truthFile("broken"), run);
    run.members.map(({ name }) => leftOf(truth, name)).should.eql(["updated", left, "as found", "as found"]);
    brokenOnDisk(truth, userDir).should.eql([]);
  });

  it("ends the record of a run after the process was killed in an installation, and says what would put the member back", () => {
    const { interrupted: run } = runs;
    [run.outcome, run.reasonCode, ...outcomes(run)].should.eql(["stopped", "interrupted", "failed"]);
    const commands = run.members[0]?.toMend.map(({ command }) => command).join("\n") ?? "";
    // While Node-RED was down the lab went on, and the maintenance window may have run out.
    commands.should.match(/Start-NlbClusterNode/);
  });

  it("takes no other member beside the one that the killed process has left out", () => {
    should([besideIt.status, besideIt.body.error.code, besideIt.body.runId]).eql([409, "member-left-out", runs.interrupted.runId]);
  });

  it("takes over the lock that the killed process held, for a run on the member that it has left out", async () => {
    const { killed: run } = runs;
    [run.state, run.dryRun, ...run.members.map(({ name }) => name)].should.eql(["ended", true, "CAS1-killed"]);
    const { operations } = await truthAfter(truthFile("killed"), run);
    const onFirst = operations.filter(({ kind, member }) => kind === "change" && member === "CAS1-killed");
    onFirst.at(-1)?.op.should.equal("job.start");
  });

  it("writes journal and report of each run into a folder with blanks and other scripts, and names them as Windows does", () => {
    const journals = readdirSync(join(userDir, "rolling-update", "runs")).sort();
    journals.should.eql(
      Object.values(runs)
        .map(({ runId }) => `${runId}.jsonl`)
        .sort(),
    );
    for (const run of Object.values(runs)) {
      run.report?.should.match(/^[zZ]:\\.*\\Node-RED von Jürgen & 日本\\rolling-update\\reports\\[\w-]+\.html$/);
      report(run).should.containEql(run.runId);
      for (const { name } of run.members) report(run).should.containEql(name);
      const journal = readFileSync(join(userDir, "rolling-update", "runs", `${run.runId}.jsonl`), "utf8");
      journal
        .trimEnd()
        .split("\n")
        .at(-1)
        ?.should.match(/"type":"run finished"/);
    }
  });

  it("ends in good order, and leaves no error that nobody handles", async () => {
    should(await red.stop()).equal(0);
    [...lines, ...red.lines].filter((line) => /uncaught|unhandled|Error stopping node/i.test(line)).should.eql([]);
  });
});
