import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { FaultName, Truth } from "../../lib/lab";
import type { RunDocument } from "../../lib/run/document";
import { Rehearsal } from "../powershell/windows/rehearsal";
import { leftOf } from "../shared/faults";
import { thePowerShell } from "../shared/powershell";
import { copyOf, edited, exampleFlow } from "../runtime/example-flow";
import type { Flow } from "../runtime/node-red-process";
import { NodeRedProcess } from "../runtime/node-red-process";
import { makeUserDir, removeUserDir } from "../runtime/pack";
import { truthIn, wholeRun } from "../runtime/run-in-node-red";
import type { Runtime } from "../runtime/runtimes";

/** Real processes take real time, which must stay small on this clock: limits of the flow are minutes of it. */
const SPEED = 150;
const LAB_SPEED = 600;
const LIMIT_MS = 480_000;
/** Two do: a member is out only while another one serves. */
export const MEMBERS = ["CAS1", "CAS2"];
/** The window of monitoring is longer than all this: how often it is extended depends on how fast a computer is. */
const LONG_WINDOW_MINUTES = 24 * 60;

export interface Night {
  readonly kind: "local" | "ssh";
  readonly seed: number;
  readonly fault?: FaultName;
  /** The member that has the fault. */
  readonly on: string;
  /** The members to update; all unless told. */
  readonly members?: readonly string[];
  /** After how long an installer is given up, where that is what is waited for. */
  readonly installLimitMinutes?: number;
}

export interface Played {
  readonly run: RunDocument;
  readonly truth: Truth;
}

/** A night that was played twice: by the same flow on the lab, and by real PowerShell on computers whose world is that of the lab. */
export interface PlayedTwice {
  readonly lab: Played;
  readonly powershell: Played;
  /** As the computers were before. */
  readonly before: Truth;
  /** The listening SSH servers at both ends of the night, by process id; of the members that have none, 0. */
  readonly sshd: { readonly before: readonly number[]; readonly after: readonly number[] };
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
  really: MEMBERS.map((name) => leftOf(truth, name)),
});

/** Plays a night in one Node-RED, on both at once. */
export async function playTwice(runtime: Runtime, night: Night): Promise<PlayedTwice> {
  const { kind, seed, fault, on } = night;
  const faults = fault === undefined ? [] : [{ name: fault, member: on }];
  const userDir = await makeUserDir();
  const name = "exchange-cas-array-real";
  const rehearsal = await Rehearsal.start({
    array: name,
    members: MEMBERS,
    seed,
    faults,
    speed: SPEED,
    kind,
    pwsh: thePowerShell(),
    doors: true,
  });
  let red: NodeRedProcess | undefined;
  try {
    const { windows } = rehearsal;
    const before = windows.truth();
    const sshdBefore = MEMBERS.map((member) => sshServerOf(windows.folders.root, member));
    const truthFile = join(userDir, "truth.json");
    const flow = forTwo(exampleFlow(userDir, "exchange-cas-array"), night.installLimitMinutes);
    const onLab = edited(copyOf(flow, "lab"), "server-connection", { speed: LAB_SPEED, seed, faults, truthFile });
    const clock = { speed: SPEED, startsAt: windows.clock.now(), wallStart: Date.now() };
    red = await NodeRedProcess.start({
      runtime,
      userDir,
      flows: [...onLab, ...ledTo(rehearsal, copyOf(flow, "real"))],
      env: { ROLLING_UPDATE_REHEARSAL: JSON.stringify(clock) },
    });
    const asked = { limitMs: LIMIT_MS, body: night.members === undefined ? {} : { members: night.members } };
    const [real, simulated] = await Promise.all([wholeRun(red, name, asked), wholeRun(red, "exchange-cas-array-lab", asked)]);
    should(await red.stop()).equal(0, red.log());
    const sshd = { before: sshdBefore, after: MEMBERS.map((member) => sshServerOf(windows.folders.root, member)) };
    const powershell = { run: real, truth: windows.truth() };
    await rehearsal.stop();
    const lab = { run: simulated, truth: truthIn(truthFile) };
    return { lab, powershell, before, sshd, processesLeft: processesWith(`ROLLING_UPDATE_WORLD=127.0.0.1:${windows.port}\0`) };
  } finally {
    await red?.kill();
    await rehearsal.stop().catch(() => undefined);
    await removeUserDir(userDir);
  }
}

/** The bundled flow for the two members that there are. */
function forTwo(flow: Flow, installLimitMinutes?: number): Flow {
  const two = edited(flow, "server-array", ({ members }) => ({
    members: (members as { name: string }[]).filter((member) => MEMBERS.includes(member.name)),
    minInService: 1,
  }));
  const quiet = edited(two, "cas-scom-on", { minutes: LONG_WINDOW_MINUTES });
  return installLimitMinutes === undefined ? quiet : edited(quiet, "cas-install", { limitMinutes: installLimitMinutes });
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
