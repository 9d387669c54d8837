import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import should from "should";
import { functions } from "../../../lib/adapters/powershell/functions";
import type { RemoteOp } from "../../../lib/adapters/powershell/functions";
import { operationOf } from "../../../lib/server/catalogue";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";

interface Seen {
  readonly name: string;
  readonly errors: readonly string[];
  readonly findings: readonly string[];
  readonly parameters: readonly string[];
  readonly first: string;
}

const MODULE = join(__dirname, "..", "..", "..", "powershell", "RollingUpdate");
const filesIn = (folder: string) =>
  readdirSync(join(MODULE, folder))
    .filter((name) => name.endsWith(".ps1"))
    .map((name) => join(MODULE, folder, name));
const nameOf = (path: string) => basename(path, ".ps1");
const quoted = (texts: readonly string[]) => texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(",");

async function parse(files: readonly string[], known: readonly string[]): Promise<readonly Seen[]> {
  const command = `& '${join(__dirname, "syntax.ps1")}' -Path ${quoted(files)} -Known @(${quoted(known)})`;
  const { stdout } = await promisify(execFile)(thePowerShell(), ["-NoProfile", "-NonInteractive", "-Command", command], {
    maxBuffer: 1 << 26,
    env: { ...process.env, TERM: "dumb", NO_COLOR: "1" },
  });
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Seen);
}

const operations = Object.entries(functions) as [RemoteOp, { readonly name: string }][];
const changes = operations.filter(([op]) => operationOf(op).kind === "change");
/** A change on SCOM's server keeps the fence of the computer that it is about. */
const fenceOf = (op: RemoteOp) =>
  operationOf(op).on === "monitoring" ? "Confirm-RUFence -Fence $Fence -About $Computer" : "Confirm-RUFence -Fence $Fence";

/** Sends the parts of a package; changes nothing that an operation of the catalogue would tell of. */
const FILE_PART = "Add-RUFilePart";

describe("the text of the module", function () {
  this.timeout(120_000);
  const publicFiles = filesIn("Public");
  const files = [...filesIn("Private"), ...publicFiles];
  let seen: readonly Seen[] = [];
  let folder = "";
  const of = (name: string) => seen.find((one) => one.name === name);

  before(needsPowerShell);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "module-syntax-"));
    seen = await parse(files, files.map(nameOf));
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  it("is all read", () => {
    should(seen.map(({ name }) => name).toSorted()).eql(files.map(nameOf).toSorted());
  });

  it("parses", () => {
    should(seen.filter(({ errors }) => errors.length > 0).map(({ name, errors }) => [name, errors])).eql([]);
  });

  it("keeps the rules of this house and of PowerShell 2.0", () => {
    should(seen.flatMap(({ name, findings }) => findings.map((finding) => `${name}: ${finding}`))).eql([]);
  });

  it("offers exactly the functions that do the operations, and the one for parts of files", () => {
    should(publicFiles.map(nameOf).toSorted()).eql([...operations.map(([, { name }]) => name), FILE_PART].toSorted());
  });

  it("lets no change be made before its fence is looked at", () => {
    const without = changes.filter(([op, { name }]) => {
      const { parameters = [], first = "" } = of(name) ?? {};
      return !parameters.includes("[Int64]$Fence = 0") || first !== fenceOf(op);
    });
    should(without.map(([op, { name }]) => [op, name, of(name)?.first])).eql([]);
  });

  it("takes the computer first where SCOM is asked", () => {
    const others = operations.filter(
      ([op, { name }]) => operationOf(op).on === "monitoring" && of(name)?.parameters[0] !== "[String]$Computer",
    );
    should(others).eql([]);
  });

  const help = "<#\n.SYNOPSIS\nDoes it.\n#>\n";
  const bad: readonly (readonly [rule: string, file: string, text: string, finding: RegExp])[] = [
    ["two functions in a file", "Get-RUOne", "function Get-RUOne { }\nfunction Get-RUTwo { }", /^form/],
    ["code outside of a function", "Get-RUOne", "$a = 1", /^form/],
    ["a function of another name", "Get-RUOne", `function Get-RUTwo { ${help} }`, /^name/],
    ["a verb that is not approved", "Grab-RUOne", `function Grab-RUOne { ${help} }`, /^verb/],
    ["a noun without our prefix", "Get-One", `function Get-One { ${help} }`, /^noun/],
    ["no help", "Get-RUOne", "function Get-RUOne { }", /^help: no synopsis/],
    ["a parameter without help", "Get-RUOne", `function Get-RUOne { ${help} param($A) }`, /^help: nothing about -A/],
    ["parameters outside of a param block", "Get-RUOne", `function Get-RUOne($A) { ${help} }`, /^form: parameters/],
    ...[
      ["a command that came later", "Get-FileHash x", /^command: Get-FileHash/],
      ["JSON", "$a | ConvertTo-Json", /^command: ConvertTo-Json/],
      ["a command that JEA shadows", "$a | Select-Object -First 1", /^command: Select-Object/],
      ["an alias", "ls", /^command: ls/],
      ["text as code", "Invoke-Expression $a", /^command: Invoke-Expression/],
      ["text as a script block", "[scriptblock]::Create($a)", /^member|^type/],
      ["text as a script block, converted", "[scriptblock]$a", /^type/],
      ["text as code by the engine", "$ExecutionContext.InvokeCommand.InvokeScript($a)", /^member/],
      ["a command whose name comes from elsewhere", "& $a", /^what is called/],
      ["a script block that is called", "& { 1 }", /^what is called/],
      ["a dot-sourced file", ". $a", /^what is called/],
      ["a member whose name comes from elsewhere", "$a.$b()", /^member without a name/],
      ["base64", "[Convert]::FromBase64String($a)", /^member/],
      ["compiled code", "Add-Type -TypeDefinition $a", /^command: Add-Type/],
      ["the end of the shell", "exit 3", /^ExitStatementAst/],
      ["CIM elsewhere", "Get-CimInstance x", /^command: Get-CimInstance/],
      ["ordered", "[ordered]@{ a = 1 }", /^type/],
      ["pscustomobject", "[pscustomobject]@{ a = 1 }", /^type/],
      ["-in", "1 -in $a", /^operator/],
      ["-notin", "1 -notin $a", /^operator/],
      ["the short form of Where-Object", "$a | Where-Object Name -eq 'x'", /^short form/],
      ["the short form of ForEach-Object", "$a | ForEach-Object Name", /^short form/],
      ["the method ForEach", "$a.ForEach({ 1 })", /^member/],
      ["a constructor as a method", "[DateTime]::new(1)", /^member/],
      ["a later parameter", "Get-ChildItem -File", /^parameter/],
      ["a later parameter, shortened", "Get-ChildItem -Dir", /^parameter/],
      ["a variable of the module", "$script:a = 1", /^variable/],
      ["a variable of the session", "$global:a = 1", /^variable/],
      ["where the file lies", "$PSScriptRoot", /^variable/],
      ["a variable of the caller", "$using:a", /^UsingExpressionAst/],
      ["a choice of PowerShell 7", "$a ? 1 : 2", /^TernaryExpressionAst/],
      ["a default of PowerShell 7", "$a ?? 1", /^operator/],
      ["a chain of PowerShell 7", "Get-Date && Get-Date", /^PipelineChainAst/],
      ["a file written by redirection", "'x' > $a", /^FileRedirectionAst/],
      ["a class", "class A { }", /^TypeDefinitionAst/],
    ].map(
      ([rule, text, finding]) => [rule, "Get-RUOne", `function Get-RUOne { ${help} ${text} }`, finding] as [string, string, string, RegExp],
    ),
    ["an attribute without a value", "Get-RUOne", `function Get-RUOne { ${help} param([Parameter(Mandatory)]$A) }`, /^attribute/],
  ];

  it("would not pass with what is forbidden", async () => {
    const samples = bad.map(([, file, text], index) => {
      const path = join(folder, String(index), `${file}.ps1`);
      mkdirSync(join(folder, String(index)));
      writeFileSync(path, text);
      return path;
    });
    const results = await parse(samples, files.map(nameOf));
    should(results).have.length(bad.length);
    const missed = bad.filter(([, , , finding], index) => results[index]?.findings.some((one) => finding.test(one)) !== true);
    should(missed.map(([rule]) => rule)).eql([]);
  });

  it("would pass with what is allowed", async () => {
    const path = join(folder, "Get-RUFine.ps1");
    writeFileSync(
      path,
      `function Get-RUFine { ${help} param() @(Get-Service | Where-Object { $_.Name -eq 'x' }) ; New-Object PSObject -Property @{ a = 1 } }`,
    );
    const [fine] = await parse([path], []);
    should([fine?.errors, fine?.findings]).eql([[], []]);
  });

  it("would not parse when it is broken", async () => {
    const path = join(folder, "Get-RUBroken.ps1");
    writeFileSync(path, "function Get-RUBroken {");
    should((await parse([path], []))[0]?.errors).not.be.empty();
  });
});
