import "should";
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packages } from "../../../../lib/adapters/lab/machine/packages";
import type { Work } from "../../../../lib/server/operations/job";
import { refusal } from "../member";
import { LOG, jobsOnAMember, msp } from "./jobs-on-a-member";

describe("Jobs on a member", function () {
  this.timeout(150_000);
  const { open, start, poll, tasks, folder, begun, over } = jobsOnAMember();

  it("are none before they are started", async () => {
    await open();
    (await poll("a")).should.eql({ state: "none", exitCode: null, startedAt: null, finishedAt: null, text: "never started here" });
  });

  it("install a patch, with a log, and leave its exit code", async () => {
    const stage = await open();
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
    const stage = await open();
    const proof = "C:\\Backup\\proof of it.txt";
    await start("b", { kind: "command", file: "C:\\Scripts\\backup.cmd", arguments: [`/proof:${proof}`, "", "c:\\x y\\"] });
    await begun();
    (await over("b")).should.have.properties({ exitCode: 0 });
    existsSync(stage.windows.folders.real("CAS1", proof)).should.be.true();
  });

  it("run a script of PowerShell, and fail where it does, also in PowerShell 2.0", async () => {
    await open();
    const codes: (number | null)[] = [];
    for (const file of ["C:\\Scripts\\serving.ps1", "C:\\Scripts\\fails.ps1"]) {
      await start(file, { kind: "command", file, arguments: [] });
      await begun();
      codes.push((await over(file)).exitCode);
    }
    codes.should.eql([0, 1]);
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

  it("do their work once: not again when somebody starts their task, and not when it begins long after", async () => {
    const stage = await open();
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

  it("are not started in a folder that somebody else has made", async () => {
    const stage = await open();
    const jobs = stage.windows.folders.real("CAS1", "C:\\ProgramData\\RollingUpdate\\jobs");
    mkdirSync(jobs, { recursive: true });
    writeFileSync(join(jobs, ".made-by-a-user"), "");
    (await refusal(start("a", msp))).id.should.equal("unsafe-folder");
  });

  it("are started in a folder that an administrator has made only after everybody's rights are gone from it", async () => {
    const stage = await open();
    const state = stage.windows.folders.real("CAS1", "C:\\ProgramData\\RollingUpdate");
    const mark = join(state, ".open-to-all");
    mkdirSync(state, { recursive: true });
    writeFileSync(mark, "");
    await start("a", msp);
    existsSync(mark).should.be.false();
  });

  it("are not started with a fencing number that is superseded", async () => {
    const stage = await open();
    await stage.shell.script("Stop-RUJob -Id x -Fence 7");
    const no = await refusal(stage.shell.script("Start-RUJob -Id a -Kind command -File C:\\Scripts\\backup.cmd -LimitMinutes 5 -Fence 6"));
    no.id.should.equal("fenced");
  });

  it("are started though the answer is lost", async () => {
    const stage = await open("answer-lost");
    const lost = await refusal(start("a", msp));
    lost.id.should.equal("shell-ended");
    stage.windows
      .truth()
      .operations.filter(({ op }) => op === "job.start")
      .should.have.length(1);
    await begun();
  });
});
