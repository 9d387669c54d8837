import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { FaultName, Truth } from "../../lib/adapters/lab";
import type { RunDocument } from "../../lib/run/record/document";
import { Rehearsal } from "../powershell/windows/rehearsal";
import { saysDrainingOfAny } from "../powershell/windows/world/subjects/nlb";
import { brokenOnStandIns } from "../shared/audited";
import { leftOf } from "../shared/faults";
import { thePowerShell } from "../shared/powershell";
import { copyOf, edited, exampleFlow } from "../runtime/flows/example-flow";
import type { Flow } from "../runtime/node-red/node-red-process";
import { NodeRedProcess } from "../runtime/node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../runtime/package/pack";
import { truthIn, wholeRun } from "../runtime/flows/run-in-node-red";
import type { Runtime } from "../runtime/node-red/runtimes";

/** Real processes take real time, which must stay small on this clock: limits of the flow are minutes of it. */
const SPEED = 150;
/** The lab goes on after its own run, until the other one has ended: no longer than a window of monitoring lasts. */
const LAB_SPEED = 300;
const LIMIT_MS = 480_000;
/** A member is out only while another one serves. */
const MIN_IN_SERVICE = 1;
/** The window of monitoring is longer than all this: how often it is extended depends on how fast a computer is. */
const LONG_WINDOW_MINUTES = 2 * 24 * 60;
/** A member that has vanished is waited for as long as its installer may take: longer than any does, and no longer. */
const INSTALL_LIMIT_MINUTES = 60;

/** One run of a night, of some of its members. Where it has a fault, the last of them has it. */
export interface Turn {
  readonly fault?: FaultName;
  readonly members: readonly string[];
}

/** Runs of the bundled flow on one array, one after the other. */
export interface Night {
  readonly kind: "local" | "ssh";
  readonly seed: number;
  /** All members of the array. */
  readonly members: readonly string[];
  readonly turns: readonly Turn[];
  /** While one member drains, WMI says so on all of them: "one or more nodes are draining" can be read that way. */
  readonly allSayDraining?: true;
}

/** What a run said, and how its members really were at the end of the night. */
export interface Played {
  readonly run: RunDocument;
  readonly truth: Truth;
}

/** A night that was played twice: by the same flow on the lab, and by real PowerShell on computers whose world is that of the lab. */
export interface PlayedTwice {
  /** For each turn. */
  readonly lab: readonly Played[];
  readonly powershell: readonly Played[];
  readonly truth: Truth;
  /** The promises that were broken on PowerShell. */
  readonly broken: readonly string[];
  /** As the computers were before. */
  readonly before: Truth;
  /** The listening SSH servers at both ends of the night, by process id; of the members that have none, 0. */
  readonly sshd: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
  /** Processes that are still on one of its computers when everything has been stopped. */
  readonly processesLeft: readonly string[];
}

/** What must be the same, however a night was played. */
export const told = ({ run, truth }: Played) => ({
  outcome: run.outcome,
  reasonCode: run.reasonCode,
  members: run.members.map(({ name, outcome, steps, changes, found, left, toMend }) => ({
    name,
    outcome,
    steps: steps.map((step) => `${step.step}: ${step.outcome}`),
    changes: changes.filter(({ cause }) => cause !== "upkeep").map(({ op, outcome: how, cause }) => `${op} ${how} (${cause})`),
    found,
    left,
    toMend: toMend.map(({ what }) => what),
  })),
  really: run.members.map(({ name }) => leftOf(truth, name)),
});

/** Plays a night in one Node-RED, on both at once. */
export async function playTwice(runtime: Runtime, { kind, seed, members, turns, allSayDraining }: Night): Promise<PlayedTwice> {
  const faults = turns.flatMap((turn) => (turn.fault === undefined ? [] : [{ name: turn.fault, member: turn.members.at(-1) ?? "" }]));
  const userDir = await makeUserDir();
  const name = "exchange-cas-array-real";
  const rehearsal = await Rehearsal.start({ array: name, members, seed, faults, speed: SPEED, kind, pwsh: thePowerShell(), doors: true });
  let red: NodeRedProcess | undefined;
  try {
    const { windows } = rehearsal;
    if (allSayDraining === true) saysDrainingOfAny.add(windows.world.cluster);
    const before = windows.truth();
    const sshServers = () => members.map((member) => sshServerOf(windows.folders.root, member));
    const sshdBefore = sshServers();
    const truthFile = join(userDir, "truth.json");
    const flow = flowFor(members, exampleFlow(userDir, "exchange-cas-array"));
    const onLab = edited(copyOf(flow, "lab"), "server-connection", { speed: LAB_SPEED, seed, faults, truthFile });
    const clock = { speed: SPEED, startsAt: windows.clock.now(), wallStart: Date.now() };
    red = await NodeRedProcess.start({
      runtime,
      userDir,
      flows: [...onLab, ...ledTo(rehearsal, copyOf(flow, "real"))],
      env: { ROLLING_UPDATE_REHEARSAL: JSON.stringify(clock) },
    });
    const [real, simulated] = await Promise.all([runsOn(red, name, turns), runsOn(red, "exchange-cas-array-lab", turns)]);
    should(await red.stop()).equal(0, red.log());
    const sshdAfter = sshServers();
    const truth = windows.truth();
    await rehearsal.stop();
    const truthOfLab = truthIn(truthFile);
    return {
      lab: simulated.map((run) => ({ run, truth: truthOfLab })),
      powershell: real.map((run) => ({ run, truth })),
      truth,
      broken: brokenOnStandIns(truth, userDir),
      before,
      sshd: Object.fromEntries(members.map((member, at) => [member, { before: sshdBefore[at] ?? 0, after: sshdAfter[at] ?? 0 }])),
      processesLeft: processesWith(`ROLLING_UPDATE_WORLD=127.0.0.1:${windows.port}\0`),
    };
  } finally {
    await red?.kill();
    await rehearsal.stop().catch(() => undefined);
    await removeUserDir(userDir);
  }
}

async function runsOn(red: NodeRedProcess, array: string, turns: readonly Turn[]): Promise<readonly RunDocument[]> {
  const runs: RunDocument[] = [];
  for (const { members } of turns) runs.push(await wholeRun(red, array, { limitMs: LIMIT_MS, body: { members } }));
  return runs;
}

/** The bundled flow for these members of its array. */
function flowFor(names: readonly string[], flow: Flow): Flow {
  const fewer = edited(flow, "server-array", ({ members }) => ({
    members: (members as { name: string }[]).filter((member) => names.includes(member.name)),
    minInService: MIN_IN_SERVICE,
  }));
  const quiet = edited(fewer, "cas-scom-on", { minutes: LONG_WINDOW_MINUTES });
  return edited(quiet, "cas-install", { limitMinutes: INSTALL_LIMIT_MINUTES });
}

/** The flow with its connection led to real computers, as a user does who is done with the lab. */
function ledTo({ settings, members, scomServer }: Rehearsal, flow: Flow): Flow {
  const { kind, executable, ssh } = settings;
  const bySsh = { sshUser: ssh?.user, sshPort: ssh?.port, keyFile: ssh?.keyFile, knownHostsFile: ssh?.knownHostsFile };
  const connected = edited(flow, "server-connection", { kind, executable, ...(ssh === undefined ? {} : bySsh) });
  const named = edited(connected, "server-array", { members, scomServer });
  // This Node-RED listens on this host alone.
  return edited(named, "rolling-update", { openHttp: true });
}

/** All processes of this host that this file of theirs contains a text. */
function pidsWith(file: "cmdline" | "environ", part: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readOrNothing(`/proc/${pid}/${file}`).includes(part));
}

const sshServerOf = (root: string, member: string): number => pidsWith("cmdline", join(root, "ssh", `sshd_config.${member}`))[0] ?? 0;

const processesWith = (variable: string): string[] =>
  pidsWith("environ", variable).map((pid) => `${pid} ${readOrNothing(`/proc/${pid}/cmdline`).replaceAll("\0", " ")}`);

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return "";
  }
}

/** Does no more than so many things at once. @returns what does one when it is its turn */
export function inTurn(atOnce: number): <T>(what: () => Promise<T>) => Promise<T> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (what) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await what();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
