import should from "should";
import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";
import type { Served } from "../windows/serve";
import { WindowsWorld } from "../windows/world/server";

const run = promisify(execFile);

describe("The stand-ins for Windows", function () {
  this.timeout(60_000);
  let windows: WindowsWorld;
  before(needsPowerShell);
  before(async () => {
    const faults = [{ name: "reboot-hangs", member: "CAS2" }] as const;
    windows = await WindowsWorld.start({ array: "core", members: ["CAS1", "CAS2"], seed: 3, speed: 100, faults, pwsh: thePowerShell() });
  });
  after(() => windows?.stop());

  const on = async (server: string, script: string): Promise<readonly string[]> => {
    const args = ["-NoProfile", "-NonInteractive", "-Command", script];
    const { stdout } = await run(thePowerShell(), args, { env: { ...process.env, ...windows.environment(server) } });
    return stdout.trimEnd().split("\n");
  };

  for (const first of ["Get-Date", "New-Object PSObject", "Join-Path C: x", "1 | Sort-Object", "$null = [powershell]::Create()"]) {
    it(`are there, whatever comes first: ${first}`, async () => {
      const said = await on(
        "CAS1",
        `$null = ${first.replace("$null = ", "")}; (Get-Date).ToUniversalTime().Year; Test-Path C:\\Updates; $env:COMPUTERNAME`,
      );
      said.should.eql(["2026", "True", "CAS1"]);
    });
  }

  it("are there in every session of a process", async () => {
    const script = `
      $session = [powershell]::Create([initialsessionstate]::CreateDefault2())
      $session.AddScript('Test-Path C:\\Updates; (Get-Command Get-Date).CommandType').Invoke() | ForEach-Object { [string]$_ }`;
    (await on("CAS1", script)).should.eql(["True", "Function"]);
  });

  it("claim every everyday cmdlet that our own scripts use", async () => {
    const script = `
      $claims = Import-PowerShellDataFile -Path (Get-Module StandInWindows -ListAvailable)[0].Path
      $claims = $claims.CmdletsToExport + $claims.FunctionsToExport
      $everyday = (Get-Command -Module Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management).Name
      Get-ChildItem -Path '${join(__dirname, "../../../powershell")}' -Recurse -Filter *.ps*1 | ForEach-Object {
        $tree = [System.Management.Automation.Language.Parser]::ParseFile($_.FullName, [ref]$null, [ref]$null)
        $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | ForEach-Object { $_.GetCommandName() }
      } | Where-Object { $everyday -contains $_ -and $claims -notcontains $_ } | Sort-Object -Unique`;
    (await on("CAS1", script)).should.eql([""]);
  });

  it("answer nothing when the machine is down", async () => {
    const { world } = windows;
    const gone = world.resident("CAS2");
    if (gone !== undefined) world.timeline.happen(() => world.restart(gone));
    const said = await on(
      "CAS2",
      "foreach ($do in { Get-Date }, { Test-Path C:\\x }, { Get-WmiObject Win32_Process -ErrorAction Stop }) { try { & $do } catch { $_.FullyQualifiedErrorId } }",
    );
    for (const id of said) id.should.startWith("stand-in-unreachable");
    said.should.have.length(3);
  });

  it("can be a process of their own", async () => {
    const options = JSON.stringify({
      kind: "local",
      array: "core",
      members: ["CAS1"],
      seed: 3,
      speed: 100,
      faults: [],
      pwsh: thePowerShell(),
    });
    const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "../windows/serve.ts"), options], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { members, settings } = JSON.parse(String((await lines.next()).value)) as Served;
    members.map(({ name }) => name).should.eql(["CAS1"]);
    // The command that a connection of this kind would start.
    const args = ["-NoProfile", "-NonInteractive", "-Command", "Test-Path C:\\Updates"];
    const { stdout } = await run(String(settings.executable), args, { env: { ...process.env, ROLLING_UPDATE_SERVER: "CAS1" } });
    stdout.trim().should.equal("True");
    child.stdin.end();
    await new Promise((resolve) => child.once("exit", resolve));
    should(child.exitCode).equal(0);
  });
});
