import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dated } from "../lib/run/record";
import { FileStore } from "../lib/run/store/file";

/**
 * What a list of old runs costs: in a process that has just begun, again in the same one, and by the journals alone where there is no index yet. A
 * computer that is busy with other things takes longer by the watch; the time of the processor is what the list takes.
 */

const RUNS = 10_000;
const DAY = 86_400_000;
const BEGIN = Date.UTC(1996, 0, 1, 22);
/** So many times each; the median counts. */
const TIMES = 5;

/** Milliseconds by the watch, and of the processor. */
interface Took {
  readonly wall: number;
  readonly cpu: number;
}

export interface StoreFigures {
  readonly runs: number;
  readonly "listed by a new process": Took;
  readonly "listed again": Took;
  readonly "found by its key": Took;
  readonly "listed without an index": Took;
  readonly "index in bytes": number;
}

const members = ["CAS1", "CAS2", "CAS3", "CAS4"].map((name) => ({ name, address: `${name.toLowerCase()}.contoso.example` }));

const entriesOf = (run: string, index: number): readonly Dated[] => [
  {
    type: "run started",
    run,
    at: BEGIN + index * DAY,
    fence: index,
    planHash: "0".repeat(64),
    plan: {
      array: `ARRAY-${index % 20}`,
      members,
      minInService: 2,
      update: "Update Rollup 32",
      dryRun: index % 3 === 0,
      byHand: index % 7 === 0,
      requestedBy: "anna",
      note: `CHG${index}`,
      key: { value: `change-${index}`, bodyHash: "0".repeat(64) },
      flow: "7f3a1c9be0d24c11",
    },
  },
  { type: "run finished", outcome: "finished", reason: null, at: BEGIN + index * DAY + DAY / 8 },
];

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [from, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - from, cpu: (user + system) / 1000 };
}

const median = (all: readonly Took[]): Took => {
  const of = (what: keyof Took): number => all.map((one) => one[what]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
  return { wall: of("wall"), cpu: of("cpu") };
};

export async function benchStore(): Promise<StoreFigures> {
  const folder = await mkdtemp(join(tmpdir(), "bench-store-"));
  const index = join(folder, "runs.index");
  try {
    await mkdir(join(folder, "runs"), { recursive: true });
    await fill(folder);
    const took: { readonly [Name in "cold" | "warm" | "find" | "bare"]: Took[] } = { cold: [], warm: [], find: [], bare: [] };
    for (let time = 0; time < TIMES; time++) {
      const { journals } = new FileStore(folder);
      took.cold.push(await timed(() => journals.list()));
      took.warm.push(await timed(() => journals.list()));
      took.find.push(await timed(() => journals.find("ARRAY-19", `change-${RUNS - 1}`)));
      if ((await journals.list()).length !== RUNS) throw new Error("Not all runs are listed.");
    }
    const { size } = await stat(index);
    await rm(index);
    took.bare.push(await timed(() => new FileStore(folder).journals.list()));
    const figures: StoreFigures = {
      runs: RUNS,
      "listed by a new process": median(took.cold),
      "listed again": median(took.warm),
      "found by its key": median(took.find),
      "listed without an index": median(took.bare),
      "index in bytes": size,
    };
    print(figures);
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print({ runs, "index in bytes": bytes, ...all }: StoreFigures): void {
  console.log(`${runs} old runs, index of ${(bytes / 1e6).toFixed(1)} MB`);
  for (const [what, { wall, cpu }] of Object.entries(all))
    console.log(`${what.padEnd(24)}  ${wall.toFixed(0).padStart(6)} ms, processor ${cpu.toFixed(0).padStart(6)} ms`);
}

/** Journals as the store writes them, without waiting for the disk. */
async function fill(folder: string): Promise<void> {
  const { journals } = new FileStore(folder);
  const one = async (index: number): Promise<void> => {
    const run = `19960101-220000-cas-${index.toString(16).padStart(6, "0")}`;
    for (const entry of entriesOf(run, index)) await journals.append(run, entry, { sync: false });
    await journals.close(run);
  };
  for (let from = 0; from < RUNS; from += 50) await Promise.all(Array.from({ length: 50 }, (_, offset) => one(from + offset)));
}
