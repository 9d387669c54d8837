import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { findExecutable } from "../../lib/adapters/powershell/process";

const homes = new Map<string, string>();

/** The folder of a PowerShell, where its own modules are. Asked once a process. */
export function homeOf(pwsh: string): string {
  const known = homes.get(pwsh);
  if (known !== undefined) return known;
  const home = execFileSync(pwsh, ["-NoProfile", "-NonInteractive", "-Command", "[Console]::Out.Write($PSHOME)"], { encoding: "utf8" });
  homes.set(pwsh, home);
  return home;
}

/**
 * PowerShell itself. What a .NET tool puts on the PATH is a program that starts PowerShell and stays beside it: signals and process ids
 * would be those of that one.
 */
export function itselfOf(pwsh: string): string {
  const home = homeOf(pwsh);
  const itself = findExecutable(join(home, "pwsh")) ?? pwsh;
  homes.set(itself, home);
  return itself;
}
