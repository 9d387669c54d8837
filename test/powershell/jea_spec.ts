import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import "should";
import * as functions from "../../lib/adapters/powershell/functions";
import { runJea } from "../../tools/jea/run-jea";
import { needsPowerShell, thePowerShell } from "../shared/powershell";

/** Reads all files of a folder as PowerShell does, and the parameters that the module's functions have. */
const LOOK = `param([string]$Folder, [string]$Module)
$ErrorActionPreference = 'Stop'
$found = @{ errors = @(); data = @{}; parameters = @{} }
foreach ($file in Get-ChildItem -Path $Folder) {
  $tokens = $null; $problems = $null
  $null = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$problems)
  foreach ($problem in $problems) { $found.errors += "$($file.Name): $($problem.Message)" }
  if ($file.Extension -eq '.ps1') { continue }
  $copy = Join-Path $Folder "$($file.Name).psd1"
  [IO.File]::Copy($file.FullName, $copy)
  $found.data[$file.Name] = Import-PowerShellDataFile -Path $copy
  [IO.File]::Delete($copy)
}
foreach ($file in Get-ChildItem -Path $Module -Filter '*.ps1') {
  $tokens = $null; $problems = $null
  $tree = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$problems)
  foreach ($function in $tree.FindAll({ param($node) $node -is [Management.Automation.Language.FunctionDefinitionAst] }, $false)) {
    $found.parameters[$function.Name] = @($function.Body.ParamBlock.Parameters | ForEach-Object { $_.Name.VariablePath.UserPath })
  }
}
ConvertTo-Json -InputObject $found -Depth 8 -Compress
`;

/** Opens a session that shows what a role shows, and tells what can be called in it. (Its session type is one of Windows.) */
const OPEN = `param([string]$Role, [string]$Module)
$ErrorActionPreference = 'Stop'
$text = [IO.File]::ReadAllText($Role).Replace("ModulesToImport  = 'RollingUpdate'", "ModulesToImport = 'Microsoft.PowerShell.Core', 'Microsoft.PowerShell.Management', 'Microsoft.PowerShell.Utility', '$Module'")
$text = $text -replace '(?m)^@\\{', "@{\`n    SchemaVersion = '2.0.0.0'\`n    SessionType = 'Empty'\`n    LanguageMode = 'NoLanguage'"
$file = [IO.Path]::ChangeExtension($Role, '.open.pssc')
[IO.File]::WriteAllText($file, $text)
$runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateFromSessionConfigurationFile($file))
$runspace.Open()
$failed = @{}
$calls = @{ 'Get-RUSystem' = @('Get-RUSystem'); 'Get-RUNlbHost' = @('Get-RUNlbHost'); 'Get-Item' = @('Get-Item') }
$calls.package = 'Get-RUFile', @{ Path = 'C:\\Updates\\x.msp' }
$calls.log = 'Get-RUFileText', @{ Path = 'C:\\ExchangeSetupLogs\\ExchangeSetup.log'; Offset = 0; AtMostBytes = 1 }
$calls.secrets = 'Get-RUFile', @{ Path = 'C:\\Windows\\repair\\SAM' }
$calls.way = 'Get-RUFile', @{ Path = 'C:\\Updates\\..\\Windows\\repair\\SAM' }
$calls.command = 'Start-RUJob', @{ Id = 'a'; Kind = 'command'; File = 'C:\\Updates\\x.msp'; LimitMinutes = 1 }
$calls.patch = 'Start-RUJob', @{ Id = 'a'; Kind = 'msp'; File = 'C:\\Updates\\x.msp'; Log = 'C:\\Updates\\x.msp.log'; LimitMinutes = 1 }
$calls.account = $calls.patch[0], ($calls.patch[1] + @{ Account = 'CONTOSO\\svc-setup'; Credential = (New-Object PSCredential 'CONTOSO\\svc-setup', (New-Object System.Security.SecureString)) })
foreach ($name in $calls.Keys) {
  $command, $parameters = $calls[$name]
  if ($null -eq $parameters) { $parameters = @{} }
  $pipeline = [powershell]::Create()
  $pipeline.Runspace = $runspace
  $record = $null
  try { $null = $pipeline.AddCommand($command).AddParameters($parameters).Invoke(); $record = $pipeline.Streams.Error[0] }
  catch { $record = $_.Exception.InnerException.ErrorRecord }
  if ($null -ne $record) { $failed[$name] = $record.FullyQualifiedErrorId + ' ' + $record.CategoryInfo.TargetName }
}
ConvertTo-Json -InputObject $failed -Compress
`;

interface Table {
  readonly Name: string;
  readonly Parameters?: readonly Rule[] | Rule;
}
type Shown = Table | string;
interface Rule {
  readonly Name: string;
  readonly ValidateSet?: unknown;
  readonly ValidatePattern?: string;
}
interface Looked {
  readonly errors: readonly string[];
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly parameters: Readonly<Record<string, readonly string[] | string | null>>;
}

const many = <T>(value: readonly T[] | T | null | undefined): readonly T[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

describe("The files of a JEA endpoint, as PowerShell reads them", function () {
  this.timeout(60_000);
  let folder: string;
  let looked: Looked;

  before(needsPowerShell);
  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), "jea-"));
    const quiet = { write: () => true } as never;
    const args = ["--out", join(folder, "out"), "--scom", "--account", "CONTOSO\\svc-o’neill"];
    runJea(args, {}, { out: quiet, err: quiet }).should.equal(0);
    writeFileSync(join(folder, "look.ps1"), LOOK);
    const module = resolve(__dirname, "../../powershell/RollingUpdate");
    const script = ["-NoProfile", "-NonInteractive", "-File", join(folder, "look.ps1"), join(folder, "out"), module];
    const { stdout } = await promisify(execFile)(thePowerShell(), script, { env: { ...process.env, TERM: "dumb" } });
    looked = JSON.parse(stdout) as Looked;
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const visible = (): readonly Shown[] =>
    Object.entries(looked.data).flatMap(([name, data]) => (name.endsWith(".psrc") ? many(data["VisibleFunctions"] as Shown[]) : []));

  it("are without a mistake", () => {
    looked.errors.should.eql([]);
    Object.keys(looked.data).length.should.equal(4);
  });

  it("let the account in as an account that lives as long as its session, into a session without a language", () => {
    for (const [name, data] of Object.entries(looked.data).filter(([file]) => file.endsWith(".pssc"))) {
      data.should.match({ SessionType: "RestrictedRemoteServer", RunAsVirtualAccount: true });
      (data["TranscriptDirectory"] as string).should.match(/^C:\\ProgramData\\/);
      (data["RoleDefinitions"] as object).should.eql({ "CONTOSO\\svc-o’neill": { RoleCapabilities: name.replace(".pssc", "") } });
    }
  });

  it("let the module be loaded where Windows forbids scripts unless told otherwise, as Server 2012 does", () => {
    // Without the key a session has the policy of the server (PowerShell, InitialSessionStateProvider.cs): Restricted there.
    for (const [, data] of Object.entries(looked.data).filter(([file]) => file.endsWith(".pssc")))
      (data["ExecutionPolicy"] as string).should.equal("RemoteSigned");
  });

  it("show functions of the contract, each with parameters that it has", () => {
    const contract = new Set(functions.publicFunctions);
    visible().length.should.equal(contract.size);
    for (const shown of visible()) {
      const { Name, Parameters } = typeof shown === "string" ? { Name: shown, Parameters: [] } : shown;
      contract.has(Name).should.equal(true, Name);
      for (const rule of many(Parameters)) {
        many(looked.parameters[Name]).includes(rule.Name).should.equal(true, `${Name} has no -${rule.Name}`);
        (
          (rule.ValidateSet === undefined) !== (rule.ValidatePattern === undefined) ||
          ["Move", "Part", "NameOnly", "Credential"].includes(rule.Name)
        ).should.equal(true, `${Name} -${rule.Name}`);
      }
    }
  });

  /** What goes wrong in a session that shows what the role in this folder shows, by call. */
  const openedWith = async (role: string): Promise<Readonly<Record<string, string>>> => {
    writeFileSync(join(folder, "open.ps1"), OPEN);
    const module = resolve(__dirname, "../../powershell/RollingUpdate/RollingUpdate.psd1");
    const file = join(folder, role, "RollingUpdateMember.psrc");
    const script = ["-NoProfile", "-NonInteractive", "-File", join(folder, "open.ps1"), file, module];
    const { stdout } = await promisify(execFile)(thePowerShell(), script, { env: { ...process.env, TERM: "dumb" } });
    return JSON.parse(stdout) as Record<string, string>;
  };

  it("hold a session to the kinds and folders of the packages of a flow", async () => {
    const quiet = { write: () => true } as never;
    const flow = resolve(__dirname, "../../examples/exchange-cas-array.json");
    runJea(["--out", join(folder, "narrow"), "--flow", flow], {}, { out: quiet, err: quiet }).should.equal(0);
    const [open, narrow] = [await openedWith("out"), await openedWith("narrow")];
    const refused = (failed: typeof open) =>
      Object.keys(failed).filter((call) => failed[call]?.startsWith("ParameterArgumentValidationError,"));
    refused(narrow).toSorted().should.eql(["account", "command", "secrets", "way"]);
    refused(open).should.eql([]);
  });

  it("open a session in which the functions can be called, and nothing else", async () => {
    const failed = await openedWith("out");
    failed.should.have.property("Get-Item", "CommandNotFoundException Get-Item");
    // They are entered, and fail where they ask Windows.
    for (const name of ["Get-RUSystem", "Get-RUNlbHost"]) String(failed[name]).should.not.endWith(` ${name}`);
  });
});
