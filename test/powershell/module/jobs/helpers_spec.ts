import should from "should";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { argumentsIn } from "../../windows/world/computers/command-line";
import { needsPowerShell } from "../../../shared/powershell";
import { Stage } from "../member";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

describe("Helpers of jobs", function () {
  this.timeout(30_000);
  let stage: Stage;
  before(needsPowerShell);
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage?.close());

  /** Runs a script in the module, where its private functions are; gives the texts that come out. */
  const inside = async (script: string): Promise<readonly unknown[]> =>
    (
      await stage.shell.script(
        `& (Get-Module RollingUpdate) { ${script} } | ForEach-Object { New-Object PSObject -Property @{ text = [string]$_ } }`,
      )
    ).map(({ text }) => text);

  describe("the command line", () => {
    const odd = [
      "plain",
      "two words",
      "",
      'say "hi"',
      "C:\\x y\\",
      "C:\\x\\",
      '\\\\share\\"a',
      'ends with \\\\"',
      "tab\there",
      "it's",
      "%PATH%",
    ];
    it("gives every argument back as it was", async () => {
      const line = await inside(odd.map((one) => `ConvertTo-RUArgument ${quoted(one)}`).join("; "));
      argumentsIn(line.join(" ")).should.eql(odd);
    });
    it("of Windows Installer is quiet, restarts nothing, and writes a log", async () => {
      const order = "@{ Kind = @('msp'); File = @('C:\\Up dates\\a.msp'); Log = @('C:\\Up dates\\a.log') }";
      (await inside(`$c = Get-RUJobCommand -Order ${order}; $c.FilePath; $c.ArgumentList`)).should.eql([
        "C:\\Windows\\System32\\msiexec.exe",
        '/update "C:\\Up dates\\a.msp" /quiet /norestart /l*v "C:\\Up dates\\a.log" REBOOT=ReallySuppress',
      ]);
    });
    it("of setup runs in its folder, and a script in PowerShell", async () => {
      const setup = "@{ Kind = @('setup'); File = @('C:\\SP 3\\setup.com'); Argument = @('/mode:Upgrade', 'a b') }";
      (await inside(`$c = Get-RUJobCommand -Order ${setup}; $c.FilePath; $c.ArgumentList; $c.WorkingDirectory`)).should.eql([
        "C:\\SP 3\\setup.com",
        '/mode:Upgrade "a b"',
        "C:\\SP 3",
      ]);
      const script = "@{ Kind = @('command'); File = @('C:\\x y.ps1'); Argument = @() }";
      const [program, line, folder] = await inside(
        `$c = Get-RUJobCommand -Order ${script}; $c.FilePath; $c.ArgumentList; $c.WorkingDirectory; Set-RUScriptCall`,
      );
      [program, folder].should.eql(["C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", ""]);
      argumentsIn(String(line)).should.eql(await inside("Get-RUScriptRunner"));
    });
  });

  it("the scheduled task runs as the system, at a usable priority and without a limit", async () => {
    const task = String((await inside("Get-RUJobTask -Folder 'C:\\ProgramData\\R & U\\x'"))[0]);
    for (const wanted of [
      "<UserId>S-1-5-18<",
      "<Priority>4<",
      "<ExecutionTimeLimit>PT0S<",
      "<StopIfGoingOnBatteries>false<",
      "R &amp; U",
    ]) {
      task.should.containEql(wanted);
    }
  });

  it("the job's script is whole: it parses, and calls no function of ours that it does not have", async () => {
    const check = `
      $errors = $null
      $tree = [System.Management.Automation.Language.Parser]::ParseInput((Get-RUJobScript), [ref]$null, [ref]$errors)
      $errors | ForEach-Object { $_.Message }
      $has = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true) | ForEach-Object { $_.Name }
      $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | ForEach-Object { $_.GetCommandName() } |
        Where-Object { $_ -like '*-RU*' -and $has -notcontains $_ }`;
    (await inside(check)).should.eql([]);
  });

  it("a program that was gone before it could be looked at has ended, with an exit code that is not known", async () => {
    // Start-Process looks its process up by its number; of one that has ended, Windows keeps no handle (Process.ExitCode then throws).
    const gone = `New-Object PSObject -Property @{ Id = 7; HasExited = $true } |
      Add-Member -MemberType ScriptProperty -Name Handle -Value { throw 'it has exited' } -PassThru |
      Add-Member -MemberType ScriptProperty -Name ExitCode -Value { throw 'it was not started by this object' } -PassThru`;
    const order = "@{ Kind = @('command'); File = @('C:\\Scripts\\backup.cmd'); Argument = @(); LimitMinutes = @('5') }";
    const work = `function Start-Process { ${gone} }; $r = Invoke-RUJobWork -Order ${order}; '[' + $r.ExitCode + ']'; $r.Text`;
    (await inside(work)).should.eql(["[]", "it has ended, and its exit code is not known"]);
  });

  it("a program that cannot be started has no exit code of the one before", async () => {
    const broken = join(stage.windows.folders.real("CAS1", "C:\\"), "broken.exe");
    writeFileSync(broken, "no program", { mode: 0o755 });
    const run = `$null = Invoke-RUTool -Path /bin/sh -Argument '-c', 'exit 0'; (Invoke-RUTool -Path '${broken}').ExitCode`;
    (await inside(`try { ${run} } catch { $_.FullyQualifiedErrorId }`)).should.eql(["tool-not-started"]);
    // Elsewhere an error that ends a statement need not end a function.
    (await inside(`$ErrorActionPreference = 'Continue'; try { ${run} } catch { $_.FullyQualifiedErrorId }`)).should.eql([
      "tool-not-started",
    ]);
  });

  it("the hash is that of SHA-256 under the FIPS policy too, and the assembly for it is asked for by its full name", async () => {
    const script = `
      $text = (Get-Command New-RUSha256).Definition.Replace('[System.Security.Cryptography.SHA256]::Create()', "throw 'FIPS'")
      $text -match "Load\\('System.Core, Version=3.5.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089'\\)"
      [BitConverter]::ToString((& ([scriptblock]::Create($text))).ComputeHash([byte[]]@(97))).Replace('-', '').ToLowerInvariant()`;
    (await inside(script)).should.eql(["True", createHash("sha256").update("a").digest("hex")]);
  });

  it("Windows Installer is at work while its mutex is there", async () => {
    const script = `Test-RUInstallerBusy; $m = New-Object System.Threading.Mutex $false, 'Global\\_MSIExecute'
      Test-RUInstallerBusy; $m.Dispose(); Test-RUInstallerBusy`;
    (await inside(script)).should.eql(["False", "True", "False"]);
  });

  it("elapsed time is that of a clock which goes on by itself", async () => {
    const script =
      "$f = (Get-Command Get-RUElapsed -CommandType Function).ScriptBlock; $a = & $f; [System.Threading.Thread]::Sleep(600); 60 * ((& $f) - $a)";
    Number((await inside(script))[0]).should.be.within(0.6, 20);
  });

  describe("Windows updates", () => {
    /** The agent as COM objects would be, made of what the test says. */
    const agent = `
      $global:Said = @()
      $global:Begun = @()
      $global:Criteria = @()
      $global:Elapsed = 0
      function Get-RUElapsed { $global:Elapsed }
      function New-FakeUpdate($Kb, $Asks = $false) {
        $u = New-Object PSObject -Property @{ Title = "Update $Kb"; KBArticleIDs = @($Kb); EulaAccepted = $false; InstallationBehavior = @{ CanRequestUserInput = $Asks } }
        $u | Add-Member -MemberType ScriptMethod -Name AcceptEula -Value { $this.EulaAccepted = $true } -PassThru
      }
      $global:Offered = @(New-FakeUpdate '1001'; New-FakeUpdate '1002'; New-FakeUpdate '1003' $true)
      $global:Known = @(New-FakeUpdate '999')
      function global:New-Object {
        param([Parameter(Position = 0)]$TypeName, [Parameter(Position = 1)]$ArgumentList, $Property, $ComObject)
        if (-not $ComObject) { return Microsoft.PowerShell.Utility\\New-Object @PSBoundParameters }
        if ($ComObject -like '*UpdateColl') {
          $c = Microsoft.PowerShell.Utility\\New-Object PSObject -Property @{ List = (Microsoft.PowerShell.Utility\\New-Object System.Collections.ArrayList) }
          $c | Add-Member ScriptProperty Count { $this.List.Count }
          $c | Add-Member ScriptMethod Add { $this.List.Add($args[0]) }
          return $c | Add-Member ScriptMethod Item { $this.List[$args[0]] } -PassThru
        }
        $s = Microsoft.PowerShell.Utility\\New-Object PSObject
        $s | Add-Member ScriptMethod CreateUpdateSearcher {
          Microsoft.PowerShell.Utility\\New-Object PSObject | Add-Member ScriptMethod Search { $global:Criteria += @($args[0]); @{ Updates = $(if ($args[0] -like '*IsInstalled=0*') { $global:Offered } else { $global:Known }) } } -PassThru
        }
        $s | Add-Member ScriptMethod CreateUpdateDownloader {
          Microsoft.PowerShell.Utility\\New-Object PSObject -Property @{ Updates = $null } | Add-Member ScriptMethod Download { $global:Begun += 'download'; $global:Elapsed += $global:DownloadTakes } -PassThru
        }
        $s | Add-Member ScriptMethod CreateUpdateInstaller {
          Microsoft.PowerShell.Utility\\New-Object PSObject -Property @{ Updates = $null } | Add-Member ScriptMethod Install {
            $global:Begun += 'install'
            $global:Said = @($this.Updates.List | ForEach-Object { $_.Title + ' ' + $_.EulaAccepted })
            Microsoft.PowerShell.Utility\\New-Object PSObject -Property @{ RebootRequired = $global:Reboot } |
              Add-Member ScriptMethod GetUpdateResult { $global:Results[$args[0]] } -PassThru
          } -PassThru
        }
        $s
      }`;
    const install = (results: string, reboot: boolean, kbs = "", more = "$global:Said", downloadTakes = 1) =>
      inside(`${agent}
        Remove-Item alias:Get-RUElapsed -ErrorAction SilentlyContinue
        $global:Reboot = $${reboot}; $global:Results = @(${results}); $global:DownloadTakes = ${downloadTakes}
        try { $r = Install-RUWindowsUpdate -Kb @(${kbs}) -LimitMinutes 60; $r.ExitCode; $r.Text; ${more} }
        finally { Remove-Item function:global:New-Object }`);
    const good = "@{ ResultCode = 2; HResult = 0 }";
    const SKIPPED = "; not begun, for it may ask for input: Update 1003";

    it("are all that ask nobody, with their terms accepted; those that may ask are named", async () => {
      (await install(`${good}, ${good}`, false)).should.eql([
        "0",
        `2 updates were installed${SKIPPED}`,
        "Update 1001 True",
        "Update 1002 True",
      ]);
    });
    it("are not the optional ones, unless they are named", async () => {
      const [, , all] = await install(`${good}, ${good}`, false, "", "$global:Criteria[0]");
      const [, , named] = await install(good, false, "'KB1002'", "$global:Criteria[0]");
      should(all).equal(`${String(named)} and BrowseOnly=0`);
    });
    it("are not begun when the limit is over; an installation that has begun is not broken off", async () => {
      const late = ["", "its limit of 60 min was over before the installation began: nothing was installed"];
      (await install("", false, "", "$global:Begun", 61)).should.eql([...late, "download"]);
      (await install(`${good}, ${good}`, false, "", "$global:Begun", 59)).slice(2).should.eql(["download", "install"]);
    });
    it("ask for a restart", async () => {
      (await install(good, true, "'KB1002'")).should.eql(["3010", "1 updates were installed", "Update 1002 True"]);
    });
    it("fail with the code of the first that fails", async () => {
      const bad = "@{ ResultCode = 4; HResult = -2145124318 }";
      const [code, text] = await install(`${good}, ${bad}`, false);
      should(code).equal("-2145124318");
      should(text).equal("Update 1002 was not installed (0x80240022)");
    });
    for (const [code, name] of [
      [1, "in progress"],
      [3, "succeeded with errors"],
      [5, "aborted"],
    ] as const)
      it(`fail where one is not wholly there, even if the agent knows no error of it: ${name}`, async () => {
        const [exitCode, text] = await install(`${good}, @{ ResultCode = ${code}; HResult = 0 }`, false);
        should(exitCode).equal("1");
        should(text).equal(`Update 1002 was not installed (result ${code})`);
      });
    it("are nothing where the wanted ones are installed, and fail where one is not offered", async () => {
      (await install("", false, "'KB999'")).should.eql(["0", "nothing is to be installed"]);
      (await install("", false, "'1001', 'KB7'")).should.eql(["1", "not offered by Windows Update: KB7"]);
    });
    it("fail where a wanted one may ask for input", async () => {
      (await install("", false, "'KB1003'")).should.eql(["1", `not offered by Windows Update, or not without input: KB1003${SKIPPED}`]);
    });
  });
});
