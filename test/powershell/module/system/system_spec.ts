import should from "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { refusal, Stage } from "../member";

type Info = ResultOf<"system.info">;
type Pending = ResultOf<"system.pendingReboot">;

describe("the system of a member, by the module", function () {
  this.timeout(60_000);
  let stage: Stage;
  const info = async () => (await stage.shell.invoke("system.info")) as Info;
  const reasons = async () => ((await stage.shell.invoke("system.pendingReboot")) as Pending).reasons;
  const machine = () => stage.resident.machine;
  const restarts = () => stage.windows.truth().operations.filter(({ op }) => op === "system.restart").length;
  const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Lets shutdown.exe end with these codes, one after the other, and tells how it was called. */
  const shutdownEnds = (codes: readonly number[]) =>
    stage.shell.script(`$global:codes = [System.Collections.Queue]@(${codes.join(", ")}); $global:calls = @()
      & (Get-Module RollingUpdate) { function script:Invoke-RUTool { param($Path, $Argument)
        $global:calls += [string]::Join(' ', @((Split-Path $Path -Leaf)) + $Argument)
        New-Object PSObject -Property @{ ExitCode = $global:codes.Dequeue(); Output = '' } } }`);
  const calls = async () => (await stage.shell.script("$global:calls")) as unknown as readonly string[];
  const RESTART = "shutdown.exe /r /t 5 /d p:4:1 /c Rolling update: planned restart";

  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage.close());

  it("tells what the lab knows of it", async () => {
    const { role, hardware } = machine();
    const { bootedAt, freeDiskMb } = hardware;
    const seen = await info();
    should(seen).match({ computer: "CAS1", os: role.os, freeDiskMb });
    should(seen.powershell).match(/^\d+\.\d+/);
    should(Date.parse(seen.clock)).equal(machine().clock());
    // Whole seconds: it is never quite the same.
    should(Math.abs(Date.parse(seen.bootedAt) - bootedAt)).be.below(1100);
    should(Date.parse(seen.bootedAt) % 1000).equal(0);
  });

  it("tells the same by CIM, as PowerShell 7 has it", async () => {
    const byWmi = await info();
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-Command { } }");
    should(await info()).eql(byWmi);
  });

  it("tells its name without WMI, and nothing else", async () => {
    stage.happen(() => machine().services.hold((name) => name === "Winmgmt"));
    should(await stage.shell.call("Get-RUSystem", { NameOnly: true })).eql([{ computer: "CAS1" }]);
    should((await refusal(info())).id).startWith("GetWMICOMException");
  });

  it("does not depend on the zone of the server", async () => {
    await stage.shell.script(
      "$null = Get-Service; function global:Get-WmiObject { param($Class, $Namespace, $Filter) New-Object PSObject -Property @{ LastBootUpTime = '20260110230000.500000+060'; FreeSpace = 1GB } }",
    );
    should((await info()).bootedAt).equal("2026-01-10T22:00:00.000Z");
  });

  it("waits for no restart where nothing asks for one", async () => {
    should(await reasons()).eql([]);
  });

  it("names each reason to wait for a restart, and how far it can be trusted", async () => {
    const text = "as the lab has it";
    machine().software.pendingReboot.push(
      { cause: "component-servicing", weight: "strong", text },
      { cause: "windows-update", weight: "strong", text },
      { cause: "update-exe", weight: "medium", text },
      { cause: "file-renames", weight: "weak", text },
    );
    const found = await reasons();
    should(found.map(({ cause, weight }) => [cause, weight])).eql(
      machine().software.pendingReboot.map(({ cause, weight }) => [cause, weight]),
    );
    should(found[3]?.text).match(/next boot: 1 /);
  });

  it("asks the client of Configuration Manager where there is one", async () => {
    await stage.shell.script(`$null = Get-Service
      function global:Get-WmiObject { param($Class, $Namespace, $Filter) New-Object PSObject -Property @{ Name = 'x' } }
      function global:Invoke-WmiMethod { param($Namespace, $Class, $Name) New-Object PSObject -Property @{ RebootPending = $true; IsHardRebootPending = $false } }`);
    should((await reasons()).map(({ cause }) => cause)).eql(["configuration-manager"]);
    await stage.shell.script("function global:Invoke-WmiMethod { throw 'broken' }");
    should(await reasons()).eql([]);
  });

  describe("and the execution policies that Group Policy sets", () => {
    type Policies = ResultOf<"system.executionPolicy">["policies"];
    const policies = async () => ((await stage.shell.invoke("system.executionPolicy")) as { policies: Policies }).policies;
    const setBy = async (...executionPolicies: Policies) => {
      await stage.close();
      stage = await Stage.open({ found: { CAS1: { executionPolicies } } });
    };
    /** As Windows PowerShell lists them: all of its scopes, in this order. */
    const listed = (machine: string, user: string) =>
      stage.shell.script(`& (Get-Module RollingUpdate) {
        function script:Test-RUWindowsPowerShell { $true }
        function script:Get-ExecutionPolicy { param([switch]$List)
          if (-not $List) { throw 'the scopes are wanted' }
          foreach ($row in @('MachinePolicy', '${machine}'), @('UserPolicy', '${user}'), @('Process', 'Undefined'), @('CurrentUser', 'Undefined'), @('LocalMachine', 'RemoteSigned')) {
            New-Object PSObject -Property @{ Scope = $row[0]; ExecutionPolicy = $row[1] } } } }`);

    it("are none where it sets none, whatever an administrator has set", async () => {
      should(await policies()).eql([]);
      await listed("Undefined", "Undefined");
      should(await policies()).eql([]);
    });

    it("are read for the computer, for SYSTEM, as which installers run, and for the account", async () => {
      const all: Policies = [
        { scope: "MachinePolicy", user: null, policy: "AllSigned" },
        { scope: "UserPolicy", user: "SYSTEM", policy: "Restricted" },
        { scope: "UserPolicy", user: "account", policy: "Unrestricted" },
      ];
      await setBy(...all);
      should(await policies()).eql(all);
      await listed("AllSigned", "Unrestricted");
      should(await policies()).eql(all);
    });

    it("are also those that only PowerShell's own list shows", async () => {
      await setBy({ scope: "UserPolicy", user: "SYSTEM", policy: "AllSigned" });
      await listed("Bypass", "RemoteSigned");
      should(await policies()).eql([
        { scope: "UserPolicy", user: "SYSTEM", policy: "AllSigned" },
        { scope: "MachinePolicy", user: null, policy: "Bypass" },
        { scope: "UserPolicy", user: "account", policy: "RemoteSigned" },
      ]);
    });

    it("are not known where the registry does not show what belongs to SYSTEM, or PowerShell cannot list its own", async () => {
      await listed("Undefined", "Undefined");
      await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-ExecutionPolicy { throw 'WMI is gone' } }");
      should((await refusal(policies())).message).match(/WMI is gone/);
      await stage.shell.script("& (Get-Module RollingUpdate) { function script:Test-RURegistryKey { $false } }");
      should((await refusal(policies())).id).equal("execution-policy-unread");
    });
  });

  it("restarts the server, and the answer comes first", async () => {
    const { bootedAt } = await info();
    await stage.shell.invoke("system.restart", { bootedAt });
    should(restarts()).equal(1);
    await later(800);
    should(machine().up).be.false();
    stage.wait(15 * 60);
    should(machine().up).be.true();
    const after = await info();
    should(Date.parse(after.bootedAt)).be.above(Date.parse(bootedAt));
    // The order of before does not restart it once more.
    await stage.shell.invoke("system.restart", { bootedAt });
    should(restarts()).equal(1);
  });

  it("takes a boot time that differs by less than a minute for the same boot", async () => {
    await shutdownEnds([0]);
    const known = Date.parse((await info()).bootedAt);
    for (const [offMs, called] of [
      [60_000, 0],
      [-60_000, 0],
      [58_000, 1],
    ] as const) {
      await stage.shell.invoke("system.restart", { bootedAt: new Date(known + offMs).toISOString() });
      should([offMs, (await calls()).length]).eql([offMs, called]);
    }
  });

  it("asks for a planned restart, and puts it in the place of one that is scheduled", async () => {
    await shutdownEnds([1190, 0, 0]);
    await stage.shell.invoke("system.restart", { bootedAt: (await info()).bootedAt });
    should(await calls()).eql([RESTART, "shutdown.exe /a", RESTART]);
  });

  it("is content where a shutdown is under way", async () => {
    await shutdownEnds([1115]);
    await stage.shell.invoke("system.restart", { bootedAt: (await info()).bootedAt });
    should(await calls()).eql([RESTART]);
  });

  it("says with its code why shutdown.exe refused", async () => {
    await shutdownEnds([5, 1190, 1116, 1190]);
    const { bootedAt } = await info();
    for (const code of [5, 1190]) {
      const { id, message } = await refusal(stage.shell.invoke("system.restart", { bootedAt }));
      should(id).equal("restart-refused");
      should(message).match(code === 1190 ? /exit code 1190; one that somebody had scheduled was canceled$/ : /exit code 5$/);
    }
  });

  it("keeps the fencing number of a run that looks before it begins, and refuses an older one", async () => {
    await stage.shell.call("Get-RUSystem", { Fence: 7 });
    should((await refusal(stage.shell.call("Stop-RUNlbHost", { Fence: 6 }))).id).equal("fenced");
    should((await refusal(stage.shell.call("Get-RUSystem", { Fence: 6 }))).id).equal("fenced");
    should(stage.resident.host.mode).equal("started");
  });

  it("refuses a change of a run that has been superseded", async () => {
    const { bootedAt } = await info();
    await stage.shell.call("Stop-RUNlbHost", { Fence: 7 });
    await shutdownEnds([0]);
    for (const [name, more] of [
      ["Restart-RUSystem", { BootedAt: bootedAt }],
      ["Start-RUNlbHost", {}],
      ["Start-RUService", { Name: "W3SVC" }],
      ["Enable-RUForefront", {}],
    ] as const) {
      should((await refusal(stage.shell.call(name, { ...more, Fence: 6 }))).id).equal("fenced");
    }
    should(await calls()).eql([]);
    await stage.shell.call("Start-RUNlbHost", { Fence: 7 });
    should(stage.resident.host.mode).equal("started");
  });
});
