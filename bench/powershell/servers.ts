import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { howToGetPowerShell, powershell } from "../../test/shared/powershell";
import { itselfOf } from "../../test/shared/powershell-itself";
import { besideCommit } from "./beside";
import type { Measured } from "./jobs";
import { done } from "./jobs";
import { rehearse } from "./rehearsed";
import type { Aim } from "./report";
import { judgeServers, serversInMarkdown } from "./servers-report";
import type { Job } from "./worker";

/** How many servers are asked at the same time, each by a shell of its own, and by which way. */
export interface Case {
  readonly way: "local" | "ssh";
  readonly servers: number;
}

export interface ServersRow extends Case {
  readonly now: Measured | null;
  /** The same by the code of the other commit; null if none was named, or it was not asked to do so much. */
  readonly before: Measured | null;
}

export interface ServersFound {
  readonly rows: readonly ServersRow[];
  /** Which commit `before` is. */
  readonly beside: string | null;
  readonly missing: readonly string[];
  readonly aims: readonly Aim[];
}

const LIMIT_MS = 90_000;
const SSHD = "/usr/sbin/sshd";
/** A process for each server takes 130 MB: of more than these the other commit is not asked. */
const MOST_BEFORE = 8;
const cases: readonly Case[] = [
  { way: "local", servers: 1 },
  { way: "local", servers: 8 },
  { way: "local", servers: 64 },
  { way: "ssh", servers: 2 },
  { way: "ssh", servers: 8 },
];

type Served = Extract<Job, { kind: "reads" }>["served"];

/** Until everything is compiled; after that calls that are all under way at the same time. */
function jobOf({ way, servers }: Case, pwsh: string, served: Served | null): Job {
  const levels = [{ atOnce: servers, calls: way === "ssh" ? 50 * servers : Math.max(1000, 40 * servers) }];
  if (way === "local") return { kind: "work", peer: "ours", pwsh, shells: 1, servers, warmUp: Math.max(1500, 40 * servers), levels };
  if (served === null) throw new Error("there are no computers to read from");
  return { kind: "reads", served, servers, warmUp: 30 * servers, levels };
}

async function measureAll(pwsh: string, other: string | null, missing: string[]): Promise<readonly ServersRow[]> {
  const rows: ServersRow[] = [];
  const hasSsh = existsSync(SSHD);
  if (!hasSsh) missing.push("servers over SSH: there is no OpenSSH server; to get it: apt-get install openssh-server");
  const most = Math.max(...cases.filter(({ way }) => way === "ssh").map(({ servers }) => servers));
  const members = Array.from({ length: most }, (_, index) => `CAS${index + 1}`);
  const rehearsed = hasSsh ? await rehearse({ array: "CAS", members, seed: 1, speed: 1, faults: [], pwsh, kind: "ssh" }) : null;
  try {
    for (const each of cases.filter(({ way }) => way === "local" || hasSsh)) {
      const measured = async (which: string, root?: string): Promise<Measured | null> => {
        const name = `${each.servers} servers, ${each.way}, ${which}`;
        process.stderr.write(`${name}\n`);
        const { loads, ended } = await done(jobOf(each, pwsh, rehearsed?.served ?? null), LIMIT_MS, root);
        if (ended !== null) missing.push(`${name}: ${ended}`);
        return loads[0] ?? null;
      };
      const before = other !== null && each.servers <= MOST_BEFORE ? await measured("before", other) : null;
      rows.push({ ...each, before, now: await measured("now") });
    }
  } finally {
    await rehearsed?.stop();
  }
  return rows;
}

/** What many servers cost, in memory and time. Null where there is no PowerShell. */
export async function benchServers(beside: string | null): Promise<ServersFound | null> {
  const command = powershell();
  if (command === null) {
    process.stderr.write(`\n!!!! NOT MEASURED: there is no PowerShell. To get it: ${howToGetPowerShell}\n\n`);
    return null;
  }
  const pwsh = itselfOf(command);
  const missing: string[] = [];
  const rows =
    beside === null ? await measureAll(pwsh, null, missing) : await besideCommit(beside, (root) => measureAll(pwsh, root, missing));
  const found = { rows, beside, missing };
  const findings = { ...found, aims: judgeServers(found) };
  console.log(`\n${serversInMarkdown(findings)}\n\nLoad of the machine, 1 min: ${loadavg()[0]?.toFixed(1)} at the end.`);
  return findings;
}
