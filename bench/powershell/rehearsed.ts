import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { serverModule } from "../../lib/adapters/powershell/target";
import type { RehearsalOptions } from "../../test/powershell/windows/rehearsal";
import type { Served } from "../../test/powershell/windows/serve";
import type { Spread } from "../figures";
import { spread } from "../figures";

const serve = join(__dirname, "../../test/powershell/windows/serve.ts");

/** Computers to read from, in a process of their own. */
export interface Rehearsed {
  readonly served: Served;
  stop(): Promise<void>;
}

export async function rehearse(options: RehearsalOptions): Promise<Rehearsed> {
  const child = spawn(process.execPath, ["--import", "tsx", serve, JSON.stringify(options)], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const line = once(createInterface(child.stdout), "line") as Promise<[string]>;
  const [first] = await Promise.race([line, exited.then(() => Promise.reject(new Error("the computers could not be made")))]);
  return { served: JSON.parse(first) as Served, stop: () => ended(child, exited) };
}

async function ended(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.stdin?.end();
  await exited;
}

/** How long the function that reads takes by itself, on the first computer: a loop in PowerShell, with nothing of ours round it. */
export async function ownTime({ settings, members }: Served): Promise<Spread> {
  const text = [
    `Import-Module '${join(serverModule, "RollingUpdate.psd1").replaceAll("'", "''")}'`,
    "$watch = New-Object System.Diagnostics.Stopwatch",
    "foreach ($n in 1..300) { $watch.Restart(); $null = Get-RUNlbHost; $watch.Stop(); if ($n -gt 100) { $watch.Elapsed.TotalMilliseconds.ToString('r', [cultureinfo]::InvariantCulture) } }",
  ].join("; ");
  const env = { ...process.env, TERM: "dumb", NO_COLOR: "1", ROLLING_UPDATE_SERVER: members[0]?.name ?? "" };
  const { stdout } = await promisify(execFile)(settings.executable, ["-NoProfile", "-NonInteractive", "-Command", text], { env });
  return spread(stdout.trim().split(/\s+/).map(Number));
}
