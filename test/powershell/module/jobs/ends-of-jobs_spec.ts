import "should";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { packages } from "../../../../lib/adapters/lab/machine/packages";
import { goneAtOnce } from "../../windows/world/subjects/jobs";
import { refusal } from "../member";
import { LOOKS, jobsOnAMember, msp } from "./jobs-on-a-member";

describe("Jobs on a member", function () {
  this.timeout(150_000);
  const { open, start, poll, cancel, folder, begun, over } = jobsOnAMember();

  it("are ended by the server itself after their limit", async () => {
    const stage = await open();
    await start("a", msp, 5);
    await begun();
    const end = await over("a");
    end.should.have.properties({ state: "finished", exitCode: null });
    end.text.should.match(/^its client was ended after its limit of 5 min; Windows Installer (may still be|was still) at work: look/);
    const disabled = stage.resident.machine.services.list().filter(({ startType }) => startType === "disabled");
    disabled.should.not.be.empty();
  });

  it("say where Windows Installer was at work when its client was ended; of other programs, that they were ended", async () => {
    const stage = await open();
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Test-RUInstallerBusy { $true } }");
    await start("a", msp, 5);
    await begun();
    (await over("a")).text.should.match(/Windows Installer was still at work/);
    await start("b", { kind: "setup", file: packages.servicePack3.file, arguments: [] }, 5);
    (await over("b")).text.should.equal("this server ended it after its limit of 5 min");
  });

  it("have ended, and nobody knows how, where their program was gone before it could be looked at", async () => {
    const stage = await open();
    goneAtOnce.add(stage.resident);
    await start("a", { kind: "command", file: "C:\\Scripts\\backup.cmd", arguments: [] });
    (await over("a")).should.have.properties({ state: "finished", exitCode: null, text: "it has ended, and its exit code is not known" });
  });

  it("go by a clock that nobody sets", async () => {
    const stage = await open();
    await start("a", msp);
    await begun();
    const { machine } = stage.resident;
    machine.clock = () => stage.world.timeline.now + 4 * 3_600_000;
    await pause(2000);
    [0, 3010].should.containEql((await over("a")).exitCode);
  });

  it("end on request, with what they have started, and stay ended", async () => {
    const stage = await open();
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
    const stage = await open();
    await start("a", msp);
    await begun();
    await stage.shell.script(
      "& (Get-Module RollingUpdate) { function script:Invoke-RUTool { New-Object PSObject -Property @{ ExitCode = 0; Output = '' } } }",
    );
    (await refusal(cancel("a"))).id.should.equal("job-still-alive");
    (await poll("a")).state.should.equal("running");
  });

  it("end before they have begun", async () => {
    const stage = await open();
    await start("a", msp);
    await cancel("a");
    (await poll("a")).should.have.properties({ state: "finished", exitCode: null });
    await pause(1500);
    (await poll("a")).text.should.equal("it was ended on request");
    stage.windows.processes.on(stage.resident).should.be.empty();
  });

  it("die with the server, and are told from those that have not begun yet", async () => {
    const stage = await open();
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
    const stage = await open("installer-restarts");
    await start("a", msp);
    await begun();
    stage.wait(3600);
    for (let round = 0; round < LOOKS && stage.resident.machine.up; round++) await pause(50);
    stage.resident.machine.up.should.be.false();
    stage.wait(900);
    (await poll("a")).should.have.properties({ state: "finished", exitCode: 1641 });
  });

  it("are said to be dead when their runner is, and not to have begun when it never lived", async () => {
    const stage = await open();
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
    const stage = await open();
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

  it("are starting for as long as their task runs and has not said more", async () => {
    const stage = await open();
    await start("a", msp);
    stage.wait(3600);
    const now = await poll("a");
    now.state.should.equal("running");
  });
});
