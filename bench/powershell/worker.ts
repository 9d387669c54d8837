/** One part of the bench, in a process of its own: `node --import tsx worker.ts '<Job as JSON>'`, with a channel to the one that asks. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PowerShellConnection } from "../../lib/adapters/powershell";
import { checked } from "../../lib/server/layers/checked";
import { layered } from "../../lib/server/server";
import type { Served } from "../../test/powershell/windows/serve";
import type { Level, Load } from "./load";
import { load } from "./load";
import type { PeerName } from "./peers/all";
import { opening } from "./peers/all";
import type { Judged, QuestionName } from "./questions";
import { limitFor, questions } from "./questions";
import { scripts } from "./scripts";

export type Job =
  | {
      readonly kind: "work";
      readonly peer: PeerName;
      readonly pwsh: string;
      readonly shells: number;
      readonly servers: number;
      readonly warmUp: number;
      readonly levels: readonly Level[];
    }
  | {
      readonly kind: "reads";
      readonly served: Served;
      readonly servers: number;
      readonly warmUp: number;
      readonly levels: readonly Level[];
    }
  | { readonly kind: "question"; readonly peer: PeerName; readonly pwsh: string; readonly question: QuestionName };

/** What the one that asks is told: which level has begun, what came of it, and at the end that all is done. */
export type Told = { readonly level: number } | { readonly load: Load } | { readonly judged: Judged } | { readonly done: true };

const tell = (told: Told): void => {
  process.send?.(told);
};

const PATIENCE_MS = 30_000;
/** A call that is never answered would keep its level from its end. */
const silence = async (): Promise<never> => {
  await pause(PATIENCE_MS, undefined, { ref: false });
  throw new Error(`a call was not answered in ${PATIENCE_MS / 1000} s`);
};

/** Warms all up, and goes through the levels. */
async function levels(
  call: (lane: number) => Promise<number | null>,
  warmUp: number,
  atOnce: number,
  all: readonly Level[],
): Promise<void> {
  await load(call, { atOnce, calls: warmUp });
  for (const level of all) {
    tell({ level: level.atOnce });
    tell({ load: await load(call, level) });
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function work(job: Extract<Job, { kind: "work" }>, folder: string): Promise<void> {
  const { peer: name, pwsh, shells, servers, warmUp } = job;
  const peer = await opening(name, { shells, servers })({ pwsh, folder, limitMs: 60_000 });
  const call = async (lane: number): Promise<number> => {
    const answer = await Promise.race([peer.call(scripts.work, undefined, lane), silence()]);
    const { ms, sum } = answer as { ms: number; sum: number };
    if (sum !== 500_500) throw new Error("a wrong sum");
    return ms;
  };
  await levels(call, warmUp, servers * shells, job.levels);
  await peer.close();
}

/** A read as a step does it, through the whole adapter. */
async function reads({ served, servers, warmUp, levels: all }: Extract<Job, { kind: "reads" }>): Promise<void> {
  const { settings, members, scomServer } = served;
  const connection = new PowerShellConnection({ settings, members, scomServer });
  const invoke = layered(connection.invoke, checked);
  const call = async (lane: number): Promise<null> => {
    const server = members[lane % servers];
    if (server === undefined) throw new Error("too few servers");
    await invoke(server.name, "nlb.host", {}, {});
    return null;
  };
  await levels(call, warmUp, Math.max(2, servers), all);
  await connection.close();
}

async function question({ peer: name, pwsh, question: asked }: Extract<Job, { kind: "question" }>, folder: string): Promise<void> {
  const canary = join(folder, "canary");
  process.env["BENCH_CANARY"] = canary;
  const peer = await opening(name)({ pwsh, folder, limitMs: limitFor(asked) });
  // The questions are about a peer that has started; one that cannot even do this will fail at them too.
  await peer.call(scripts.echo, "warm").catch(() => {});
  tell({ judged: await questions[asked].ask({ peer, canary }) });
}

function run(job: Job): Promise<void> {
  switch (job.kind) {
    case "work":
      return inFolder((folder) => work(job, folder));
    case "reads":
      return reads(job);
    case "question":
      return inFolder((folder) => question(job, folder));
  }
}

run(JSON.parse(process.argv[2] ?? "") as Job).then(
  () => process.send?.({ done: true } satisfies Told, () => process.exit(0)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}\n`);
    process.exit(1);
  },
);
