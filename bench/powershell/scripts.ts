import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A script that every peer runs: one line, so that it can be typed into a shell, and its answer is one flat object. */
export interface Script {
  /** Its name as a function of a module, which is what our adapter calls. */
  readonly name: string;
  readonly text: string;
}

const script = (name: string, ...statements: readonly string[]): Script => ({ name, text: statements.join("; ") });
const object = (properties: string): string => `New-Object PSObject -Property @{ ${properties} }`;

export const scripts = {
  /** A little work, which says how long it took by its own watch. */
  work: script(
    "Get-RUWork",
    "$watch = [System.Diagnostics.Stopwatch]::StartNew()",
    "$sum = 0",
    "foreach ($number in 1..1000) { $sum += $number }",
    object("sum = $sum; ms = $watch.Elapsed.TotalMilliseconds"),
  ),
  echo: script("Get-RUEcho", object("said = $Value")),
  exit: script("Invoke-RUExit", "[Console]::Out.WriteLine('before')", "exit 0", object("done = $true")),
  noise: script(
    "Invoke-RUNoise",
    '$block = ("x" * 1023 + "`n") * 1024',
    "foreach ($megabyte in 1..16) { [Console]::Out.Write($block) }",
    object("done = $true"),
  ),
  warning: script("Invoke-RUWarning", "[Console]::Error.WriteLine('note')", "Write-Warning 'careful'", object("done = $true")),
  /** Takes longer than the time limit it is called with, and leaves a file if it comes to its end. */
  slow: script(
    "Invoke-RUSlow",
    "Start-Sleep -Milliseconds 6000",
    "[System.IO.File]::WriteAllText($env:BENCH_CANARY, 'x')",
    object("done = $true"),
  ),
} as const satisfies Record<string, Script>;

/** How long {@link scripts.slow} takes. */
export const SLOW_MS = 6000;

/** The script as peers run it that have text only: the answer goes to standard output as JSON. */
export const withJson = ({ text }: Script, value = ""): string =>
  `& { param($Value) ${text} }${value === "" ? "" : ` ${value}`} | ConvertTo-Json -Compress`;

/** Writes the scripts as files, for a process per call, and as a module of the name that our adapter calls. */
export function writeScripts(folder: string): { readonly module: string; readonly fileOf: (script: Script) => string } {
  const all = Object.values<Script>(scripts);
  const fileOf = ({ name }: Script): string => join(folder, `${name}.ps1`);
  for (const each of all) writeFileSync(fileOf(each), `param([string]$Value)\n${withJson(each, "$Value")}\n`);
  const module = join(folder, "RollingUpdate", "RollingUpdate.psm1");
  mkdirSync(join(folder, "RollingUpdate"), { recursive: true });
  writeFileSync(module, `${all.map(({ name, text }) => `function ${name} { param([string]$Value) ${text} }`).join("\n")}\n`);
  return { module, fileOf };
}
