import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answered, CallOptions, HostOptions, Shell } from "../../../lib/adapters/powershell/shell";
import { Hosts, ShellFailure } from "../../../lib/adapters/powershell/shell";
import { thePowerShell } from "../../shared/powershell";

export const testCaller = join(__dirname, "caller", "TestCaller.psm1");
const root = join(__dirname, "../../..");

export interface Step {
  readonly do: string;
  readonly [name: string]: unknown;
}

const opened: Hosts[] = [];
const shells: Shell[] = [];
const folders: string[] = [];

interface Placing {
  readonly servers?: number;
  readonly alone?: boolean;
}

/** Processes that are ended after the test; of a real PowerShell with the test caller unless said otherwise. */
export function openHosts(options: Partial<HostOptions> = {}, placing: Placing = {}): Hosts {
  const hosts = new Hosts({ executable: options.executable ?? thePowerShell(), caller: testCaller, ...options }, placing);
  opened.push(hosts);
  return hosts;
}

/** A shell that is closed after the test. */
export function closeAfterTest(shell: Shell): Shell {
  shells.push(shell);
  return shell;
}

/** A shell in a process of its own. */
export const openShell = (options: Partial<HostOptions> = {}): Shell => closeAfterTest(openHosts(options, { alone: true }).shell());

export async function closeShells(): Promise<void> {
  await Promise.all(shells.splice(0).map((shell) => shell.close()));
  await Promise.all(opened.splice(0).map((hosts) => hosts.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export const ask = (shell: Shell, steps: readonly Step[], options: Partial<CallOptions> = {}): Promise<Answered> =>
  shell.call({ steps }, { limitMs: 30_000, ...options });

/** What the steps said. */
export const said = async (shell: Shell, ...steps: Step[]): Promise<unknown> => (await ask(shell, steps)).frame["said"];

/** The failure that a call ends in. */
export const failure = (call: Promise<unknown>): Promise<ShellFailure> =>
  call.then(
    (answer) => {
      throw new Error(`There was an answer: ${JSON.stringify(answer)}`);
    },
    (error: unknown) => {
      if (error instanceof ShellFailure) return error;
      throw error;
    },
  );

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "shell-"));
  folders.push(made);
  return made;
}

/** An executable file of the test's own. */
export function script(text: string, name = "pwsh"): string {
  const file = join(folder(), name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

/** A PowerShell that behaves as told. */
export const fake = (switches: Readonly<Record<string, unknown>> = {}): Pick<HostOptions, "executable" | "env"> => ({
  executable: script(`#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, "fake.mjs")}" "$@"\n`),
  env: { FAKE: JSON.stringify(switches) },
});

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs JavaScript in a Node of its own, with the bare library as `PowerShell`. */
export const bareProcess = (text: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  nodeProcess(["-e", `const { PowerShell } = require("node-powershell"); ${text}`], env);

/** The same with our processes as `Hosts`. */
export const ourProcess = (text: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  nodeProcess(["-e", `require("tsx/cjs"); const { Hosts } = require("./lib/adapters/powershell/shell/index.ts"); ${text}`], env);

async function nodeProcess(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}

/** Waits for a condition; the test's time limit is the end of it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

/** Whether a promise is still open after a time in which it had every reason to settle. */
export const stillOpen = async (promise: Promise<unknown>, ms = 400): Promise<boolean> => {
  const open = Symbol("open");
  const settled = promise.catch(() => null);
  return (await Promise.race([settled, sleep(ms, open)])) === open;
};

/** Whether a process runs; one that has ended and that nobody asked about does not. */
export async function runs(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z");
  return !/\) [ZX]/.test(stat);
}

/** The number that a program of the test has written to a file. */
export async function pidIn(file: string): Promise<number> {
  let text = "";
  await until(async () => {
    text = await readFile(file, "utf8").catch(() => "");
    return text.endsWith("\n");
  });
  return Number(text.trim());
}
