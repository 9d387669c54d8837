import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import { promisify } from "node:util";
import { howToGetPowerShell, powershell } from "../../test/shared/powershell";
import { itselfOf } from "../../test/shared/powershell-itself";
import type { Spread } from "../figures";
import { done } from "./jobs";
import type { Level } from "./load";
import type { PeerName } from "./peers/all";
import { peerNames, titles } from "./peers/all";
import type { QuestionName } from "./questions";
import { questions } from "./questions";
import { ownTime, rehearse } from "./rehearsed";
import type { Findings, ReadRow, Verdict, WorkRow } from "./report";
import { inTables, judge } from "./report";

const WORK_LIMIT_MS = 100_000;
const QUESTION_LIMIT_MS = 20_000;
const SSHD = "/usr/sbin/sshd";
const SERVERS = 8;

const warm: readonly Level[] = [1, 8, 32].map((atOnce) => ({ atOnce, calls: 400 }));
/** A process each: a quarter of a second and a hundred megabytes. */
const cold: readonly Level[] = [
  { atOnce: 1, calls: 30 },
  { atOnce: 8, calls: 32 },
  { atOnce: 32, calls: 32 },
];

interface Load {
  readonly peer: PeerName;
  readonly name: string;
  readonly shells: number;
  readonly servers: number;
  readonly warmUp: number;
  readonly levels: readonly Level[];
}

const loads: readonly Load[] = [
  { peer: "ours", name: "this package, one shell", shells: 1, servers: 1, warmUp: 60, levels: warm },
  { peer: "ours", name: "this package, two shells", shells: 2, servers: 1, warmUp: 120, levels: [{ atOnce: 8, calls: 400 }] },
  {
    peer: "ours",
    name: `this package, ${SERVERS} servers, a shell each`,
    shells: 1,
    servers: SERVERS,
    warmUp: 60 * SERVERS,
    levels: [{ atOnce: SERVERS, calls: 800 }],
  },
  { peer: "bare", name: titles.bare, shells: 1, servers: 1, warmUp: 60, levels: warm },
  { peer: "exec", name: titles.exec, shells: 1, servers: 1, warmUp: 2, levels: cold },
  { peer: "contrib", name: titles.contrib, shells: 1, servers: 1, warmUp: 2, levels: cold },
];

const progress = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

async function measureWork(pwsh: string, peers: readonly PeerName[], missing: string[]): Promise<WorkRow[]> {
  const rows: WorkRow[] = [];
  for (const { name, ...load } of loads.filter(({ peer }) => peers.includes(peer))) {
    progress(`the script through ${name}`);
    const { loads: found, ended } = await done({ kind: "work", pwsh, ...load }, WORK_LIMIT_MS);
    rows.push(...found.map((each) => ({ peer: load.peer, name: `${name}: ${each.atOnce} at once`, load: each })));
    if (ended !== null) missing.push(`${name}: ${ended}`);
  }
  return rows;
}

async function measureReads(pwsh: string, missing: string[]): Promise<{ readAlone: Spread | null; reads: ReadRow[] }> {
  const members = Array.from({ length: SERVERS }, (_, index) => `CAS${index + 1}`);
  const reads: ReadRow[] = [];
  let readAlone: Spread | null = null;
  for (const kind of ["local", "ssh"] as const) {
    if (kind === "ssh" && !existsSync(SSHD)) {
      missing.push("reads over SSH: there is no OpenSSH server; to get it: apt-get install openssh-server");
      continue;
    }
    progress(`reads, ${kind}`);
    const rehearsed = await rehearse({ array: "CAS", members, seed: 1, speed: 1, faults: [], pwsh, kind });
    try {
      const { served } = rehearsed;
      if (kind === "local") readAlone = await ownTime(served);
      const read = async (name: string, servers: number, levels: readonly Level[]): Promise<void> => {
        const { loads: found, ended } = await done({ kind: "reads", served, servers, warmUp: 60 * servers, levels }, WORK_LIMIT_MS);
        reads.push(...found.map((load) => ({ name: `${name}: ${load.atOnce} at once`, load })));
        if (ended !== null) missing.push(`${name}: ${ended}`);
      };
      await read(
        `${kind}, one server`,
        1,
        warm.map(({ atOnce }) => ({ atOnce, calls: 200 })),
      );
      if (kind === "local") await read(`${kind}, ${SERVERS} servers`, SERVERS, [{ atOnce: SERVERS, calls: 400 }]);
    } finally {
      await rehearsed.stop();
    }
  }
  return { readAlone, reads };
}

async function judgeAll(pwsh: string, peers: readonly PeerName[]): Promise<Verdict[]> {
  const names = Object.keys(questions) as QuestionName[];
  const left = names.flatMap((question) => peers.map((peer) => ({ question, peer })));
  const verdicts: Verdict[] = [];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { judged, ended } = await done({ kind: "question", pwsh, ...next }, QUESTION_LIMIT_MS);
      verdicts.push({ ...next, judged: judged ?? { right: false, what: `never answered: ${ended ?? "ended"}` } });
    }
  };
  progress(`${left.length} questions of right and wrong`);
  // They wait most of the time.
  await Promise.all([lane(), lane()]);
  return verdicts.sort((a, b) => names.indexOf(a.question) - names.indexOf(b.question) || peers.indexOf(a.peer) - peers.indexOf(b.peer));
}

function peersThere(missing: string[]): readonly PeerName[] {
  try {
    createRequire(require.resolve("../package.json")).resolve("node-red-contrib-powershell/package.json");
    return peerNames;
  } catch {
    missing.push(`${titles.contrib} is not installed; to get it: npm ci --prefix bench`);
    return peerNames.filter((name) => name !== "contrib");
  }
}

/** The whole comparison. Null where there is no PowerShell, which is said so that nobody overlooks it. */
export async function benchPowerShell(): Promise<Findings | null> {
  const command = powershell();
  if (command === null) {
    process.stderr.write(`\n!!!! NOT MEASURED: there is no PowerShell. To get it: ${howToGetPowerShell}\n\n`);
    return null;
  }
  const missing: string[] = [];
  const loadBefore = loadavg();
  // What starts PowerShell costs those most that start it for every call.
  const pwsh = itselfOf(command);
  const peers = peersThere(missing);
  const work = await measureWork(pwsh, peers, missing);
  const { readAlone, reads } = await measureReads(pwsh, missing);
  const verdicts = await judgeAll(pwsh, peers);
  const machine = {
    platform: platform(),
    cpu: cpus()[0]?.model ?? "",
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1024 ** 2),
    node: process.version,
    powershell: await version(pwsh),
    loadBefore,
    loadAfter: loadavg(),
  };
  const found = { machine, work, readAlone, reads, verdicts, missing };
  const findings = { ...found, aims: judge(found) };
  console.log(`\n${inTables(findings)}`);
  console.log(`\nLoad of the machine, 1 min: ${loadBefore[0]?.toFixed(1)} before, ${machine.loadAfter[0]?.toFixed(1)} after.`);
  if (Math.max(loadBefore[0] ?? 0, machine.loadAfter[0] ?? 0) > 2 * machine.cores) {
    console.log("!!!! The machine was busy: p99 and the longest times are its own. Run it again when it is quiet.");
  }
  return findings;
}

const version = async (pwsh: string): Promise<string> =>
  (await promisify(execFile)(pwsh, ["-NoProfile", "-NonInteractive", "-Command", "[string]$PSVersionTable.PSVersion"])).stdout.trim();
