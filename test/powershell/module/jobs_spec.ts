import "should";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Work } from "../../../lib/server/operations/job";
import { packages } from "../../../lib/adapters/lab/machine/packages";
import type { Fault } from "../../../lib/adapters/lab/laws/faults";
import { needsPowerShell } from "../../shared/powershell";
import { refusal, Stage } from "./member";

type Poll = { state: string; exitCode: number | null; startedAt: string | null; finishedAt: string | null; text: string };
const msp: Work = { kind: "msp", file: packages.rollup6.file, log: "C:\\Logs\\rollup 6.log" };
const LOG = "C:\\Logs\\rollup 6.log";

/** How often to look, some 50 ms apart, for what a real process does: a computer that is busy otherwise may take half a minute to start one. */
const LOOKS = 1200;

describe("Jobs on a member", function () {
  this.timeout(150_000);
  let stage: Stage;
  before(needsPowerShell);
  afterEach(() => stage?.close());

  const open = async (...faults: readonly Fault["name"][]) => {
    stage = await Stage.open({ faults: faults.map((name) => ({ name, member: "CAS1" })) });
  };
  const start = (id: string, work: Work, limitMinutes = 180) => stage.shell.invoke("job.start", { id, work, limitMinutes, brings: null });
  const poll = async (id: string) => (await stage.shell.invoke("job.poll", { id })) as Poll;
  const cancel = (id: string) => stage.shell.invoke("job.cancel", { id });
  const tasks = () => readdirSync(stage.windows.folders.real("CAS1", "C:\\ProgramData\\RollingUpdate\\jobs"));
  const folder = () => stage.windows.folders.real("CAS1", `C:\\ProgramData\\RollingUpdate\\jobs\\${tasks()[0] ?? ""}`);

  /** Lets the runner, a real process, begin: it is under way when its program runs. */
  const begun = async () => {
    for (let round = 0; round < LOOKS; round++) {
      if (stage.windows.processes.on(stage.resident).length > 0) return;
      await pause(50);
    }
    throw new Error("the runner did not begin");
  };
  /** Polls in real time until a job is over; the world's time goes on by a minute at every look. */
  const over = async (id: string): Promise<Poll> => {
    for (let round = 0; round < LOOKS; round++) {
      const now = await poll(id);
      if (now.state !== "running") return now;
      // The runner begins in real time.
      if (now.text !== "starting") stage.wait(60);
      await pause(30);
    }
    throw new Error(`the job ${id} did not end`);
  };

  it("are none before they are started", async () => {
    await open();
    (await poll("a")).should.eql({ state: "none", exitCode: null, startedAt: null, finishedAt: null, text: "never started here" });
  });

  it("install a patch, with a log, and leave its exit code", async () => {
    await open();
    await start("run 1 / CAS1: rollup", msp);
    (await poll("run 1 / CAS1: rollup")).should.have.properties({ state: "running", exitCode: null });
    await begun();
    const now = await poll("run 1 / CAS1: rollup");
    now.should.have.properties({ state: "running", exitCode: null, finishedAt: null });
    now.text.should.match(/^running for \d+ min$/);
    const end = await over("run 1 / CAS1: rollup");
    end.state.should.equal("finished");
    [0, 3010].should.containEql(end.exitCode);
    Date.parse(end.finishedAt ?? "").should.be.above(Date.parse(end.startedAt ?? ""));
    stage.resident.machine.software.build.should.equal(packages.rollup6.build);
    const log = readFileSync(stage.windows.folders.real("CAS1", LOG));
    log.subarray(0, 2).toString("hex").should.equal("fffe");
    log.toString("utf16le").should.match(/MainEngineThread is returning/);
    const { text } = (await stage.shell.invoke("files.tail", { path: LOG, offset: 0 })) as { text: string };
    text.should.startWith("=== Verbose logging started");

    // The same id again does nothing.
    const before = await poll("run 1 / CAS1: rollup");
    await start("run 1 / CAS1: rollup", msp);
    (await poll("run 1 / CAS1: rollup")).should.eql(before);
    tasks().should.have.length(1);
    stage.windows
      .truth()
      .operations.filter(({ op }) => op === "job.start")
      .should.have.length(1);

    const installed = (await stage.shell.invoke("update.installed")) as { build: string; updates: unknown[] };
    installed.build.should.equal(packages.rollup6.build);
  });

  it("end with the exit code of the installer when it fails", async () => {
    await open("installer-fails");
    await start("a", msp);
    await begun();
    (await over("a")).should.have.properties({ state: "finished", exitCode: 1603, text: "ended with exit code 1603" });
  });

  it("say what the installer says of a file that is missing, broken, or not for this version", async () => {
    await open();
    const codes: (number | null)[] = [];
    for (const file of ["C:\\Updates\\none.msp", packages.corrupt.file]) {
      await start(file, { ...msp, file } as Work);
      codes.push((await over(file)).exitCode);
    }
    codes.should.eql([1635, 1636]);
  });

  it("run a program with arguments as they are, and write what it writes", async () => {
    await open();
    const proof = "C:\\Backup\\proof of it.txt";
    await start("b", { kind: "command", file: "C:\\Scripts\\backup.cmd", arguments: [`/proof:${proof}`, "", "c:\\x y\\"] });
    await begun();
    (await over("b")).should.have.properties({ exitCode: 0 });
    existsSync(stage.windows.folders.real("CAS1", proof)).should.be.true();
  });

  it("say that a program is missing", async () => {
    await open();
    await start("b", { kind: "command", file: "C:\\Scripts\\nothing.exe", arguments: [] });
    const end = await over("b");
    end.should.have.properties({ state: "finished", exitCode: null });
    end.text.should.startWith("it could not be started");
  });

  it("give nothing to a batch file that cmd.exe would take for a command", async () => {
    await open();
    const work: Work = { kind: "command", file: "C:\\Scripts\\backup.cmd", arguments: ["a & shutdown"] };
    (await refusal(start("b", work))).id.should.equal("unsafe-argument");
    (await poll("b")).state.should.equal("none");
  });

  it("are ended by the server itself after their limit", async () => {
    await open();
    await start("a", msp, 5);
    await begun();
    const end = await over("a");
    end.should.have.properties({ state: "finished", exitCode: null });
    end.text.should.match(/^its client was ended after its limit of 5 min; Windows Installer (may still be|was still) at work: look/);
    const disabled = stage.resident.machine.services.list().filter(({ startType }) => startType === "disabled");
    disabled.should.not.be.empty();
  });

  it("say where Windows Installer was at work when its client was ended; of other programs, that they were ended", async () => {
    await open();
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Test-RUInstallerBusy { $true } }");
    await start("a", msp, 5);
    await begun();
    (await over("a")).text.should.match(/Windows Installer was still at work/);
    await start("b", { kind: "setup", file: packages.servicePack3.file, arguments: [] }, 5);
    (await over("b")).text.should.equal("this server ended it after its limit of 5 min");
  });

  it("go by a clock that nobody sets", async () => {
    await open();
    await start("a", msp);
    await begun();
    const { machine } = stage.resident;
    machine.clock = () => stage.world.timeline.now + 4 * 3_600_000;
    await pause(2000);
    [0, 3010].should.containEql((await over("a")).exitCode);
  });

  it("end on request, with what they have started, and stay ended", async () => {
    await open();
    await start("a", msp);
    await begun();
    stage.wait(120);
    await cancel("a");
    const end = await poll("a");
    end.should.have.properties({ state: "finished", exitCode: null, text: "it was ended on request" });
    stage.wait(7200);
    stage.resident.machine.software.build.should.equal("14.3.123.4");
    await cancel("a");
    (await poll("a")).should.eql(end);
    await cancel("never started");
  });

  it("are not said to have ended where the order to end did not take", async () => {
    await open();
    await start("a", msp);
    await begun();
    await stage.shell.script(
      "& (Get-Module RollingUpdate) { function script:Invoke-RUTool { New-Object PSObject -Property @{ ExitCode = 0; Output = '' } } }",
    );
    (await refusal(cancel("a"))).id.should.equal("job-still-alive");
    (await poll("a")).state.should.equal("running");
  });

  it("end before they have begun", async () => {
    await open();
    await start("a", msp);
    await cancel("a");
    (await poll("a")).should.have.properties({ state: "finished", exitCode: null });
    await pause(1500);
    (await poll("a")).text.should.equal("it was ended on request");
    stage.windows.processes.on(stage.resident).should.be.empty();
  });

  it("die with the server, and are told from those that have not begun yet", async () => {
    await open();
    await start("a", msp);
    await begun();
    const runner = Number(/ProcessId\D+(\d+)/.exec(readFileSync(join(folder(), "began.xml"), "utf8"))?.[1]);
    stage.wait(60);
    stage.happen(() => stage.world.restart(stage.resident));
    (await refusal(poll("a"))).id.should.equal("stand-in-unreachable");
    // A call under way must not see that the runner is dead, as on a machine that is gone at once.
    await pause(1000);
    process.kill(runner, 0).should.be.true();
    stage.wait(900);
    // The installer has left WMI disabled, which tells when that was.
    (await poll("a")).should.have.properties({ state: "finished", exitCode: null, text: "it died and left no result" });
    stage.happen(() => stage.resident.machine.services.setStartType("Winmgmt", "automatic"));
    const end = await poll("a");
    end.should.have.properties({ state: "finished", exitCode: null, text: "it died when the server went down" });
    Date.parse(end.finishedAt ?? "").should.be.above(Date.parse(end.startedAt ?? ""));
    await start("a", msp);
    (await poll("a")).should.eql(end);
  });

  it("leave their result before the restart that the installer asks for", async () => {
    await open("installer-restarts");
    await start("a", msp);
    await begun();
    stage.wait(3600);
    for (let round = 0; round < LOOKS && stage.resident.machine.up; round++) await pause(50);
    stage.resident.machine.up.should.be.false();
    stage.wait(900);
    (await poll("a")).should.have.properties({ state: "finished", exitCode: 1641 });
  });

  it("are said to be dead when their runner is, and not to have begun when it never lived", async () => {
    await open();
    await start("a", msp);
    await begun();
    stage.windows.processes.stop();
    // A process that is killed takes a moment to go.
    for (let round = 0; round < LOOKS && (await poll("a")).state === "running"; round++) await pause(50);
    (await poll("a")).should.have.properties({ state: "finished", exitCode: null, text: "it died and left no result" });
    rmSync(join(folder(), "began.xml"));
    (await poll("a")).should.have.properties({ state: "running", text: "starting" });
    stage.wait(60);
    (await poll("a")).should.have.properties({ state: "finished", exitCode: null });
    (await poll("a")).text.should.equal("it never began: the last result of its scheduled task is 1 (a group policy may forbid scripts)");
  });

  it("are starting for some minutes while their task waits, and are not there when the task is not", async () => {
    await open();
    await start("a", { kind: "command", file: "C:\\Scripts\\backup.cmd", arguments: [] });
    await cancel("a");
    for (const name of ["began.xml", "result.xml"]) rmSync(join(folder(), name), { force: true });
    const task = (values: string) =>
      stage.shell.script(`& (Get-Module RollingUpdate) { function script:Get-RUTaskResult { param($Name) ${values} } }`);
    await task("267045");
    stage.wait(200);
    (await poll("a")).should.have.properties({ state: "running", text: "starting" });
    stage.wait(200);
    (await poll("a")).text.should.equal("it never began: the last result of its scheduled task is 267045");
    await task("");
    (await poll("a")).text.should.equal("it never began: its scheduled task is not there");
  });

  it("do their work once: not again when somebody starts their task, and not when it begins long after", async () => {
    await open();
    const proof = stage.windows.folders.real("CAS1", "C:\\Backup\\proof.txt");
    await start("a", { kind: "command", file: "C:\\Scripts\\backup.cmd", arguments: ["/proof:C:\\Backup\\proof.txt"] });
    await begun();
    const end = await over("a");
    rmSync(proof);
    const runner = () => stage.shell.script(`& (Get-Module RollingUpdate) { Invoke-RUJobRunner -Folder '${folder()}' }`);
    await runner();
    existsSync(proof).should.be.false();
    (await poll("a")).should.eql(end);

    for (const name of ["began.xml", "result.xml"]) rmSync(join(folder(), name));
    const before = Date.now() / 1000 - 400;
    utimesSync(join(folder(), "order.xml"), before, before);
    await runner();
    existsSync(proof).should.be.false();
    (await poll("a")).should.have.properties({
      state: "finished",
      exitCode: null,
      text: "its scheduled task began more than 5 min late, and nothing was done",
    });
  });

  it("are starting for as long as their task runs and has not said more", async () => {
    await open();
    await start("a", msp);
    stage.wait(3600);
    const now = await poll("a");
    now.state.should.equal("running");
  });

  it("are not started in a folder that somebody else has made", async () => {
    await open();
    const jobs = stage.windows.folders.real("CAS1", "C:\\ProgramData\\RollingUpdate\\jobs");
    mkdirSync(jobs, { recursive: true });
    writeFileSync(join(jobs, ".made-by-a-user"), "");
    (await refusal(start("a", msp))).id.should.equal("unsafe-folder");
  });

  it("are started in a folder that an administrator has made only after everybody's rights are gone from it", async () => {
    await open();
    const state = stage.windows.folders.real("CAS1", "C:\\ProgramData\\RollingUpdate");
    const mark = join(state, ".open-to-all");
    mkdirSync(state, { recursive: true });
    writeFileSync(mark, "");
    await start("a", msp);
    existsSync(mark).should.be.false();
  });

  it("are not started with a fencing number that is superseded", async () => {
    await open();
    await stage.shell.script("Stop-RUJob -Id x -Fence 7");
    const no = await refusal(stage.shell.script("Start-RUJob -Id a -Kind command -File C:\\Scripts\\backup.cmd -LimitMinutes 5 -Fence 6"));
    no.id.should.equal("fenced");
  });

  it("are started though the answer is lost", async () => {
    await open("answer-lost");
    const lost = await refusal(start("a", msp));
    lost.id.should.equal("shell-ended");
    stage.windows
      .truth()
      .operations.filter(({ op }) => op === "job.start")
      .should.have.length(1);
    await begun();
  });
});
