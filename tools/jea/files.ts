/** The texts of the files: role capability (.psrc), session configuration (.pssc) and the script that registers them. */
import { createHash } from "node:crypto";
import { UNNAMED_ACCOUNT } from "./options";
import type { Constraint } from "./parameters";
import type { VisibleFunction } from "./role";

export interface Endpoint {
  /** Name of the role capability, and of the files. */
  readonly role: string;
  /** Name under which the endpoint is registered. */
  readonly name: string;
  /** The field of the server-connection into which it is entered, as the form shows it. */
  readonly field: string;
  /** On which server it is registered, in words. */
  readonly where: string;
  readonly account: string;
  readonly functions: readonly VisibleFunction[];
  /** From which flow, in words. */
  readonly source: string;
}

const MODULE = "RollingUpdate";
const STATE = "C:\\ProgramData\\RollingUpdate";
const TRANSCRIPTS = `${STATE}\\Transcripts`;

/** A PowerShell literal; PowerShell takes typographic quotes for quotes too. */
const literal = (text: string): string => `'${text.replaceAll(/['‘’‚‛]/g, "$&$&")}'`;
/** Text that may go into a comment. */
const remark = (text: string): string => text.replaceAll(/[\r\n]+/g, " ");

/** The same content has the same id. */
function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function parameterText(name: string, constraint: Constraint): string {
  if (constraint === null) return `@{ Name = ${literal(name)} }`;
  const rule =
    "set" in constraint ? `ValidateSet = ${constraint.set.map(literal).join(", ")}` : `ValidatePattern = ${literal(constraint.pattern)}`;
  return `@{ Name = ${literal(name)}; ${rule} }`;
}

function functionText({ name, summary, parameters }: VisibleFunction): string {
  const free = [...parameters]
    .filter(([, constraint]) => constraint !== null && "free" in constraint)
    .map(([parameter]) => `-${parameter}`);
  const lines = [`        # ${remark(summary)}${free.length === 0 ? "" : `. Free text, see above: ${free.join(", ")}`}`];
  // A table without Parameters is refused, and then no session opens.
  if (parameters.size === 0) return [...lines, `        ${literal(name)}`].join("\n");
  const rows = [...parameters].map(([parameter, constraint]) => `                ${parameterText(parameter, constraint)}`);
  return [
    ...lines,
    "        @{",
    `            Name       = ${literal(name)}`,
    "            Parameters = @(",
    rows.join("\n"),
    "            )",
    "        }",
  ].join("\n");
}

/** The role capability: what may be done. */
export function roleCapability({ where, functions, source }: Endpoint): string {
  const body = `    Author           = '@rolling-update/node-red'
    Description      = ${literal(`What a rolling update may do on ${where}.`)}
    ModulesToImport  = ${literal(MODULE)}
    VisibleFunctions = @(
${functions.map(functionText).join("\n")}
    )`;
  return `# What a rolling update may do on ${where}. ${remark(source)}
#
# Numbers, words of a list, times and checksums are held to their form; kinds of jobs, accounts and paths to what the flow has, so write this file again when
# packages of another kind or in another folder are added. Where a parameter is said to be free text, the endpoint can only keep out wildcards, quotes
# or control characters: it does not know good arguments, scripts or services from bad ones. Whoever may put a file into a folder of packages and
# start it, or use Invoke-RUScript or the functions for services, can do nearly everything as the endpoint's account. So keep the account that may enter here
# as safe as an administrator's, and the transcripts where it cannot reach them.
@{
    GUID             = '${guidOf(body)}'
${body}
}
`;
}

/** The session configuration: who may do it. */
export function sessionConfiguration({ role, where, account, source }: Endpoint): string {
  const body = `    SchemaVersion       = '2.0.0.0'
    Author              = '@rolling-update/node-red'
    Description         = ${literal(`The endpoint of rolling updates on ${where}.`)}
    SessionType         = 'RestrictedRemoteServer'
    # An account of its own for each session: administrator on this server, the computer's account on the network. For another
    # identity on the network use a group managed service account instead: GroupManagedServiceAccount = 'DOMAIN\\name$'
    RunAsVirtualAccount = $true
    # The module is loaded from files. Without this the policy of the server counts, which forbids them up to Server 2012; one set by Group
    # Policy counts all the same.
    ExecutionPolicy     = 'RemoteSigned'
    # Who did what, with the values of parameters. The package itself puts no secret among them.
    TranscriptDirectory = ${literal(TRANSCRIPTS)}
    RoleDefinitions     = @{
        ${literal(account)} = @{ RoleCapabilities = ${literal(role)} }
    }`;
  const unnamed = account === UNNAMED_ACCOUNT ? "# Put the account or group that runs Node-RED into RoleDefinitions first.\n" : "";
  return `# The endpoint of rolling updates on ${where}. ${remark(source)}
${unnamed}@{
    GUID                = '${guidOf(body)}'
${body}
}
`;
}

/** The part of the script that gives only administrators and SYSTEM access to the folder of our state. */
const ownFolder = `# Everybody may write into a new folder of ProgramData. This one holds the numbers that keep runs apart and what SYSTEM runs.
$null = New-Item -ItemType Directory -Path ${literal(TRANSCRIPTS)} -Force
$rights = @(
    @('/setowner', '*S-1-5-32-544', '/T'),
    @('/reset', '/T'),
    @('/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F')
)
foreach ($right in $rights) {
    $null = & "$env:SystemRoot\\System32\\icacls.exe" ${literal(STATE)} @right
    if ($LASTEXITCODE -ne 0) { throw ${literal(`The rights of ${STATE} could not be set.`)} }
}`;

/** The script that registers the endpoint. */
export function registration({ role, name, field, where, account }: Endpoint): string {
  const unnamed =
    account === UNNAMED_ACCOUNT
      ? `\nif (Select-String -Path "$PSScriptRoot\\${role}.pssc" -SimpleMatch ${literal(UNNAMED_ACCOUNT)}) { throw ${literal(`Put the account that runs Node-RED into ${role}.pssc first.`)} }\n`
      : "";
  return `#Requires -Version 5.0
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Registers the JEA endpoint ${name} on ${where}.
.DESCRIPTION
What to do:
1. Look through ${role}.psrc (what may be done) and ${role}.pssc (who may do it).
2. Copy into one folder on the server: this script, the two files, and the folder powershell\\RollingUpdate of the package
   @rolling-update/node-red (in an installed package: dist\\powershell\\RollingUpdate).
   Where only signed code runs, sign the module's files first.
3. Run this script there as administrator, in Windows PowerShell. It restarts the WinRM service, which ends the sessions that are open.
4. Enter ${name} in the server-connection (field ${field}), deploy and press Test connection.
To see what an account may do:  Get-PSSessionCapability -ConfigurationName ${name} -Username ACCOUNT
To remove the endpoint:         Unregister-PSSessionConfiguration -Name ${name}
.PARAMETER Module
The folder RollingUpdate of the package.
#>
[CmdletBinding()]
param([string]$Module = "$PSScriptRoot\\RollingUpdate")

$ErrorActionPreference = 'Stop'
${unnamed}
# In Program Files, where only administrators can change what runs with an administrator's rights.
$target = "$env:ProgramFiles\\WindowsPowerShell\\Modules\\${MODULE}"
if (-not (Test-Path -LiteralPath "$Module\\${MODULE}.psd1")) { throw "There is no module ${MODULE} in $Module." }
$null = New-Item -ItemType Directory -Path "$target\\RoleCapabilities" -Force
Copy-Item -Path "$Module\\*" -Destination $target -Recurse -Force
Copy-Item -LiteralPath "$PSScriptRoot\\${role}.psrc" -Destination "$target\\RoleCapabilities" -Force

${ownFolder}

if (-not (Test-PSSessionConfigurationFile -Path "$PSScriptRoot\\${role}.pssc" -Verbose)) { throw 'The session configuration is not valid.' }
if (Get-PSSessionConfiguration -Name ${literal(name)} -ErrorAction SilentlyContinue) { Unregister-PSSessionConfiguration -Name ${literal(name)} -Force }
$null = Register-PSSessionConfiguration -Name ${literal(name)} -Path "$PSScriptRoot\\${role}.pssc" -Force
Get-PSSessionConfiguration -Name ${literal(name)} | Format-List -Property Name, Permission, RunAsVirtualAccount
`;
}
