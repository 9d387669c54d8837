import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A process and when it began, which tells it from a later one with the same number. */
interface Entry {
  readonly pid: number;
  readonly parent: number;
  readonly began: string;
}

interface Place {
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
}

const LOOK_MS = 25;

/**
 * Ends a process and everything that it has started, politely first. A signal to PowerShell alone would leave its programs running, and
 * with them the changes that they make. This is our own code because the known packages need `ps`, which slim images do not have.
 */
export async function killTree(
  root: number,
  killMs: number,
  { platform = process.platform, env = process.env }: Place = {},
): Promise<void> {
  if (platform === "win32") return taskkill(root, env);
  const doomed = descendants([root], await processes());
  await killFamily(doomed.length === 0 ? [{ pid: root, parent: 0, began: "" }] : doomed, killMs);
}

/** Ends those that still run, with everything that they have started. */
async function killFamily(doomed: readonly Entry[], killMs: number): Promise<void> {
  const running = await processes();
  // Where processes cannot be listed, only these are known.
  const canList = running.length > 0;
  const first = canList ? survivors(doomed, running) : doomed;
  if (first.length === 0) return;
  send(first, "SIGTERM");
  for (let left = killMs; left > 0; left -= LOOK_MS) {
    await sleep(LOOK_MS);
    if (survivors(doomed, await processes()).length === 0) return;
  }
  const now = await processes();
  const left = survivors(doomed, now).map(({ pid }) => pid);
  send(canList ? descendants(left, now) : doomed, "SIGKILL");
}

const taskkill = (root: number, env: NodeJS.ProcessEnv): Promise<void> =>
  new Promise((resolve) => {
    const tool = join(env["SystemRoot"] ?? "C:\\Windows", "System32", "taskkill.exe");
    execFile(tool, ["/PID", String(root), "/T", "/F"], { windowsHide: true }, (error) => {
      if (error !== null) send([{ pid: root }], "SIGKILL");
      resolve();
    });
  });

function send(entries: readonly Pick<Entry, "pid">[], signal: NodeJS.Signals): void {
  for (const { pid } of entries) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended on its own.
    }
  }
}

/** The processes and their descendants, parents first. */
function descendants(roots: readonly number[], all: readonly Entry[]): Entry[] {
  const family = all.filter(({ pid }) => roots.includes(pid));
  const known = new Set(family.map(({ pid }) => pid));
  for (const member of family)
    for (const child of all)
      if (child.parent === member.pid && !known.has(child.pid)) {
        known.add(child.pid);
        family.push(child);
      }
  return family;
}

const survivors = (doomed: readonly Entry[], all: readonly Entry[]): Entry[] =>
  all.filter(({ pid, began }) => doomed.some((entry) => entry.pid === pid && entry.began === began));

/** All processes that still run; none where they cannot be listed. */
const processes = async (): Promise<Entry[]> => (process.platform === "linux" ? fromProc() : fromPs());

async function fromProc(): Promise<Entry[]> {
  const names = await readdir("/proc").catch(() => []);
  const entries = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(fromStat));
  return entries.filter((entry) => entry !== null);
}

/** proc_pid_stat(5): after the name in parentheses, which may hold anything, come state (3), parent (4), ..., start time (22). */
async function fromStat(pid: string): Promise<Entry | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parent] = fields;
  const began = fields[19];
  if (parent === undefined || began === undefined || state === "Z" || state === "X") return null;
  return { pid: Number(pid), parent: Number(parent), began };
}

const fromPs = (): Promise<Entry[]> =>
  new Promise((resolve) => {
    execFile("ps", ["-A", "-o", "pid=,ppid=,stat=,lstart="], { env: { ...process.env, LC_ALL: "C" } }, (_error, stdout) => {
      const rows = stdout.split("\n").map((row) => row.trim().split(/\s+/));
      const entries = rows.filter(([, , state]) => state !== undefined && !state.startsWith("Z"));
      resolve(entries.map(([pid, parent, , ...began]) => ({ pid: Number(pid), parent: Number(parent), began: began.join(" ") })));
    });
  });
