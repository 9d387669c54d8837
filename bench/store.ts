import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dated, Entry } from "../lib/run/record";
import { FileStore } from "../lib/run/store/file";

/** What a list of old runs costs: in a process that has just begun, again in the same one, and by journals alone where there is no index yet. */

const RUNS = 10_000;
const DAY = 86_400_000;
const members = ["CAS1", "CAS2", "CAS3", "CAS4"].map((name) => ({ name, address: `${name.toLowerCase()}.contoso.example` }));

/** Milliseconds. */
export interface StoreFigures {
  readonly runs: number;
  readonly withoutIndex: number;
  readonly cold: number;
  readonly warm: number;
  readonly find: number;
  readonly indexBytes: number;
}

const begun = (run: string, index: number): Dated => ({
  type: "run started",
  run,
  at: Date.UTC(2020, 0, 1, 22) + index * DAY,
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
});
const ended: Entry = { type: "run finished", outcome: "finished", reason: null };

export async function benchStore(): Promise<StoreFigures> {
  const folder = await mkdtemp(join(tmpdir(), "bench-store-"));
  try {
    await mkdir(join(folder, "runs"), { recursive: true });
    await fill(folder);
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const from = performance.now();
      await work();
      return performance.now() - from;
    };
    await rm(join(folder, "runs.index"), { force: true });
    const withoutIndex = await timed(() => new FileStore(folder).journals.list());
    // The index is written behind the answer.
    const store = new FileStore(folder);
    const first = await store.journals.list();
    if (first.length !== RUNS) throw new Error(`${first.length} of ${RUNS} runs are listed.`);
    const next = new FileStore(folder);
    const cold = await timed(() => next.journals.list());
    const warm = await timed(() => next.journals.list());
    const find = await timed(() => next.journals.find("ARRAY-19", `change-${RUNS - 1}`));
    const { size } = await (await import("node:fs/promises")).stat(join(folder, "runs.index"));
    const figures = { runs: RUNS, withoutIndex, cold, warm, find, indexBytes: size };
    console.log(
      `${RUNS} old runs: listed in ${cold.toFixed(0)} ms by a new process, ${warm.toFixed(0)} ms again, ${withoutIndex.toFixed(0)} ms without an index`,
    );
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Journals as the store writes them, without waiting for the disk. */
export async function fill(folder: string): Promise<void> {
  const { journals } = new FileStore(folder);
  for (let from = 0; from < RUNS; from += 50)
    await Promise.all(
      Array.from({ length: 50 }, async (_, offset) => {
        const run = `20200101-220000-cas-${(from + offset).toString(16).padStart(6, "0")}`;
        await journals.append(run, begun(run, from + offset), { sync: false });
        await journals.append(run, { ...ended, at: Date.UTC(2020, 0, 2) + (from + offset) * DAY }, { sync: false });
        await journals.close(run);
      }),
    );
}
