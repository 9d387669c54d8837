import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import should from "should";
import { functions, publicFunctions } from "../../../../lib/adapters/powershell/functions";
import type { RemoteOp } from "../../../../lib/adapters/powershell/functions";
import { operationOf } from "../../../../lib/server/catalogue";
import { needsPowerShell, thePowerShell } from "../../../shared/powershell";

interface SeenFunction {
  readonly name: string;
  readonly findings: readonly string[];
  readonly parameters: readonly string[];
  readonly first: string;
}
interface Seen {
  readonly file: string;
  readonly errors: readonly string[];
  /** Of the file as a whole. */
  readonly findings: readonly string[];
  readonly functions: readonly SeenFunction[];
}

const MODULE = join(__dirname, "..", "..", "..", "..", "powershell", "RollingUpdate");
const moduleFiles = readdirSync(MODULE)
  .filter((name) => name.endsWith(".ps1"))
  .map((name) => join(MODULE, name));
/** All functions of the module, of which any may call any. */
const names = moduleFiles.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/^function (\S+)/gim)].map(([, name = ""]) => name));
const findingsOf = ({ findings, functions: its }: Seen) => [...findings, ...its.flatMap((one) => one.findings)];
const quoted = (texts: readonly string[]) => texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(",");

/**
 * @param known functions of the module that may be called
 * @param offered those that are public
 */
async function parse(files: readonly string[], known: readonly string[], offered: readonly string[]): Promise<readonly Seen[]> {
  const lists = `-Known @(${quoted(known)}) -Offered @(${quoted(offered)})`;
  const command = `& '${join(__dirname, "syntax.ps1")}' -Path ${quoted(files)} ${lists}`;
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

/** What the module lets out of itself when it is loaded, and all functions that it has. */
async function load(): Promise<Readonly<Record<"out" | "all", readonly string[]>>> {
  const command = `$m = Import-Module '${join(MODULE, "RollingUpdate.psd1")}' -PassThru -DisableNameChecking
    $all = & $m { Get-Command -Name '*-RU*' -CommandType Function }
    ConvertTo-Json -Compress @{ out = @($m.ExportedCommands.Keys); all = @($all | ForEach-Object { $_.Name }) }`;
  const { stdout } = await promisify(execFile)(thePowerShell(), ["-NoProfile", "-NonInteractive", "-Command", command], {
    env: { ...process.env, TERM: "dumb", NO_COLOR: "1" },
  });
  return JSON.parse(stdout) as Readonly<Record<"out" | "all", readonly string[]>>;
}

describe("the text of the module", function () {
  this.timeout(120_000);
  let seen: readonly Seen[] = [];
  let folder = "";
  const of = (name: string) => seen.flatMap((file) => file.functions).find((one) => one.name === name);

  before(needsPowerShell);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "module-syntax-"));
    seen = await parse(moduleFiles, names, publicFunctions);
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  it("is all read", () => {
    should(seen).have.length(moduleFiles.length);
    should(seen.flatMap((file) => file.functions.map(({ name }) => name))).eql(names);
  });

  it("parses", () => {
    should(seen.filter(({ errors }) => errors.length > 0).map(({ file, errors }) => [file, errors])).eql([]);
  });

  it("keeps the rules of this house and of PowerShell 2.0", () => {
    const broken = seen.flatMap((one) => [
      ...one.findings.map((finding) => `${one.file}: ${finding}`),
      ...one.functions.flatMap(({ name, findings }) => findings.map((finding) => `${one.file}, ${name}: ${finding}`)),
    ]);
    should(broken).eql([]);
  });

  it("is all loaded, and lets out exactly the functions of the table", async () => {
    const { all, out } = await load();
    should(all.toSorted()).eql(names.toSorted());
    should(out.toSorted()).eql(publicFunctions.toSorted());
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
  const bad: readonly (readonly [rule: string, text: string, finding: RegExp])[] = [
    ["nothing in a file", "# Nothing.", /^form/],
    ["a file that does not say what it is about", `function Get-RUOne { ${help} }`, /^head/],
    ["code outside of a function", `function Get-RUOne { ${help} }\n$a = 1`, /^form/],
    [
      "a private function before a public one",
      `function Get-RUTwo { ${help} }\nfunction Get-RUOne { ${help} }`,
      /^order: Get-RUOne .*Get-RUTwo/,
    ],
    ["a verb that is not approved", `function Grab-RUOne { ${help} }`, /^verb/],
    ["a noun without our prefix", `function Get-One { ${help} }`, /^noun/],
    ["no help", "function Get-RUOne { }", /^help: no synopsis/],
    ["no help in a second function", `function Get-RUOne { ${help} }\nfunction Get-RUTwo { }`, /^help: no synopsis/],
    ["a parameter of a public function without help", `function Get-RUOne { ${help} param($A) }`, /^help: nothing about -A/],
    ["parameters outside of a param block", `function Get-RUOne($A) { ${help} }`, /^form: parameters/],
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
    ].map(([rule, text, finding]) => [rule, `function Get-RUOne { ${help} ${text} }`, finding] as [string, string, RegExp]),
    ["an attribute without a value", `function Get-RUOne { ${help} param([Parameter(Mandatory)]$A) }`, /^attribute/],
  ];

  const sample = (name: string, text: string) => {
    const path = join(folder, `${name}.ps1`);
    writeFileSync(path, text);
    return path;
  };

  it("would not pass with what is forbidden", async () => {
    const samples = bad.map(([, text], index) => sample(String(index), text));
    const results = await parse(samples, names, ["Get-RUOne"]);
    should(results).have.length(bad.length);
    const missed = bad.filter(([, , finding], index) => {
      const result = results[index];
      return result === undefined || !findingsOf(result).some((one) => finding.test(one));
    });
    should(missed.map(([rule]) => rule)).eql([]);
  });

  it("would pass with what is allowed", async () => {
    const allowed = "@(Get-Service | Where-Object { $_.Name -eq 'x' }) ; New-Object PSObject -Property @{ a = 1 }";
    const text = `# Fine.\n\nfunction Get-RUFine { ${help} param() ${allowed} }\n\nfunction Get-RUHelp { ${help} param($A) Get-RUFine }\n`;
    const results = await parse([sample("Fine", text)], ["Get-RUFine"], ["Get-RUFine"]);
    should(results.map((fine) => [fine.errors, findingsOf(fine), fine.functions.length])).eql([[[], [], 2]]);
  });

  it("would not parse when it is broken", async () => {
    should((await parse([sample("Broken", "function Get-RUBroken {")], [], []))[0]?.errors).not.be.empty();
  });
});
