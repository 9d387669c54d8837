import { execFileSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** The file of a command on the PATH, or of a path; null if there is none that can be started. */
export function commandFile(command: string): string | null {
  const folders = /[\\/]/.test(command) ? [""] : (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const endings = process.platform === "win32" ? ["", ".exe"] : [""];
  const canStart = (file: string): boolean => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  };
  const files = folders.flatMap((folder) => endings.map((ending) => resolve(folder, command + ending)));
  return files.find(canStart) ?? null;
}

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
  const itself = commandFile(join(home, "pwsh")) ?? pwsh;
  homes.set(itself, home);
  return itself;
}
