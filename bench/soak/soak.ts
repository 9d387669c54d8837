import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { RunDocument } from "../../lib/run";
import { BundledFlow } from "../../test/runtime/flows/bundled-flow";
import { NodeRedProcess } from "../../test/runtime/node-red/node-red-process";
import { runtimes } from "../../test/runtime/node-red/runtimes";
import { makeUserDir, removeUserDir } from "../../test/runtime/package/pack";

/** How much is at work at once, and how fast the labs go. */
export interface Size {
  readonly arrays: number;
  readonly members: number;
  readonly speed: number;
  /** Where snapshots of the heap go: before the first start, at work, and when all had ended. They take long: nothing else counts then. */
  readonly snapshots?: string;
  /** For the Node.js of Node-RED, such as `--max-old-space-size=400`. */
  readonly nodeOptions?: string;
}

interface Sample {
  readonly at: number;
  readonly mb: number;
  readonly cpu: number;
  readonly heapMb: number;
  /** The heap after a collection; null where none was asked for. */
  readonly keptMb: number | null;
  readonly late: { readonly p50: number; readonly p99: number; readonly longest: number };
  readonly open: Readonly<Record<string, number>>;
}

/** What a whole Node-RED took while that many runs were at work in it. */
export interface Soaked {
  readonly size: Size;
  readonly minutes: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Members that were updated, of all. Where runs end early there is less to do, and the figures are of less. */
  readonly updated: number;
  /** How much of a core it took while they were at work, with all its threads. */
  readonly cores: number;
  /** Resident, in MB: before the first start, at most, and when all had ended. */
  readonly memory: { readonly before: number; readonly most: number; readonly after: number };
  /** The heap in use, in MB: after a collection before the first start, at most with its garbage, and after a collection when all had ended. */
  readonly heap: { readonly before: number; readonly most: number; readonly after: number };
  /** The event loop, in milliseconds: the median of the medians, the 99th percentile over all spans of two seconds, the longest of all. */
  readonly late: { readonly p50: number; readonly p99: number; readonly longest: number };
  /** What keeps the process from ending, by kind: before the first start and when all had ended. */
  readonly open: { readonly before: Readonly<Record<string, number>>; readonly after: Readonly<Record<string, number>> };
  /** Lines of the log that tell of too many listeners. */
  readonly leaks: readonly string[];
}

/** Until what has ended is really gone: reports are written, and memory is given back. */
const SETTLES_MS = 30_000;
const STARTS_AT_ONCE = 10;

/** Plays the bundled flow for many arrays at once in one Node-RED process, and watches that process. */
export async function soak(size: Size): Promise<Soaked> {
  const userDir = await makeUserDir();
  const file = join(userDir, "soak.jsonl");
  const names = Array.from({ length: size.arrays }, (_, index) => `soak${index}`);
  const [runtime] = runtimes;
  if (runtime === undefined) throw new Error("There is no Node-RED.");
  try {
    const red = await NodeRedProcess.start({
      runtime,
      userDir,
      flows: names.flatMap((name) => flowFor(name, size).all),
      env: { NODE_OPTIONS: `--require ${join(__dirname, "monitor.cjs")} ${size.nodeOptions ?? ""}`, SOAK_FILE: file },
      limitMs: 120_000,
    });
    try {
      await delay(SETTLES_MS);
      const before = (await samples(file)).at(-1) as Sample;
      const keptBefore = await kept(file, size, "before");
      const from = Date.now();
      const ids = await inParts(names, async (name) => await start(red.url, name));
      if (size.snapshots !== undefined) await kept(file, size, "at-work");
      await untilEnded(red.url, names, ids);
      const minutes = (Date.now() - from) / 60_000;
      const documents = await inParts(names, async (name, index) => await look(red.url, name, ids[index] as string));
      await delay(SETTLES_MS);
      const all = await samples(file);
      const atWork = all.filter(({ at }) => at > from && at < from + minutes * 60_000);
      const after = all.at(-1) as Sample;
      const keptAfter = await kept(file, size, "after");
      return {
        size,
        minutes,
        cores: coresOf(atWork),
        outcomes: counted(documents.map(({ outcome, reasonCode }) => reasonCode ?? outcome ?? "still at work")),
        updated: documents.flatMap(({ members }) => members).filter(({ outcome }) => outcome === "updated").length,
        memory: { before: before.mb, most: Math.max(...all.map(({ mb }) => mb)), after: after.mb },
        heap: { before: keptBefore, most: Math.max(...all.map(({ heapMb }) => heapMb)), after: keptAfter },
        late: {
          p50: middle(atWork.map(({ late }) => late.p50)),
          p99: middle(atWork.map(({ late }) => late.p99)),
          longest: Math.max(...atWork.map(({ late }) => late.longest)),
        },
        open: { before: before.open, after: after.open },
        leaks: red.lines.filter((line) => /MaxListenersExceeded|possible .* memory leak/i.test(line)),
      };
    } finally {
      await red.stop();
    }
  } finally {
    await removeUserDir(userDir).catch(() => rm(userDir, { recursive: true, force: true }));
  }
}

/** The figures as `docs/performance.md` has them. */
export const soakInWords = ({ size, minutes, outcomes, updated, cores, memory, heap, late, open, leaks }: Soaked): string =>
  [
    `${size.arrays} arrays of ${size.members} members at once, ${size.speed} times as fast as real: ${minutes.toFixed(1)} min; ${JSON.stringify(outcomes)}`,
    `${updated} of ${size.arrays * size.members} members updated`,
    `processor: ${cores.toFixed(2)} cores`,
    `memory: ${memory.before.toFixed(0)} MB before, ${memory.most.toFixed(0)} MB at most, ${memory.after.toFixed(0)} MB after`,
    `heap: ${heap.before.toFixed(0)} MB kept before, ${heap.most.toFixed(0)} MB at most with its garbage, ${heap.after.toFixed(0)} MB kept after`,
    `event loop: p50 ${late.p50.toFixed(1)} ms, p99 ${late.p99.toFixed(1)} ms, longest ${late.longest.toFixed(0)} ms, which are ${((late.longest * size.speed) / 1_000).toFixed(0)} s on the clock of the lab`,
    `open before: ${JSON.stringify(open.before)}, after: ${JSON.stringify(open.after)}; warnings of leaks: ${leaks.length}`,
  ].join("\n");

function flowFor(name: string, { members, speed }: Size): BundledFlow {
  const flow = new BundledFlow(name, { speed });
  const listed = Array.from({ length: members }, (_, index) => ({ name: flow.member(`CAS${index + 1}`), address: "" }));
  return flow.set("cas-array", { members: listed });
}

const pathOf = (url: string, name: string): string => `${url}/rolling-update/${name}/runs`;

async function start(url: string, name: string): Promise<string> {
  const answer = await fetch(pathOf(url, name), { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  const body = (await answer.json()) as { runId?: string };
  if (body.runId === undefined) throw new Error(`${name} was not started: ${JSON.stringify(body)}`);
  return body.runId;
}

const look = async (url: string, name: string, id: string): Promise<RunDocument> =>
  (await (await fetch(`${pathOf(url, name)}/${id}`)).json()) as RunDocument;

/** Asked rarely: the questions must not be what is measured. */
async function untilEnded(url: string, names: readonly string[], ids: readonly string[]): Promise<void> {
  for (let index = 0; index < names.length; ) {
    const { state } = await look(url, names[index] as string, ids[index] as string);
    if (state === "ended") index++;
    else await delay(2_000);
  }
}

async function inParts<T>(names: readonly string[], work: (name: string, index: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let from = 0; from < names.length; from += STARTS_AT_ONCE)
    done.push(...(await Promise.all(names.slice(from, from + STARTS_AT_ONCE).map((name, index) => work(name, from + index)))));
  return done;
}

/** What is kept after a collection, in MB. */
async function kept(file: string, { snapshots }: Size, when: string): Promise<number> {
  const asked = `${file}.collect`;
  const collected = (await samples(file)).filter(({ keptMb }) => keptMb !== null).length;
  await writeFile(asked, snapshots === undefined ? "" : join(snapshots, `${when}.heapsnapshot`));
  for (;;) {
    await delay(500);
    const found = (await samples(file)).map(({ keptMb }) => keptMb).filter((mb) => mb !== null);
    if (found.length > collected) return found.at(-1) as number;
  }
}

const samples = async (file: string): Promise<readonly Sample[]> =>
  (await readFile(file, "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Sample);

function coresOf(atWork: readonly Sample[]): number {
  const [first, last] = [atWork[0], atWork.at(-1)];
  if (first === undefined || last === undefined || first === last) return Number.NaN;
  return (last.cpu - first.cpu) / ((last.at - first.at) / 1_000);
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
