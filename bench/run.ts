import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ArraySetup } from "../lib/run/array-setup";
import { FileStore } from "../lib/run/store/file/file-store";
import { MemoryStore } from "../lib/run/store/memory-store";
import { Runs } from "../lib/run/engine/runs";
import { defaultSettings } from "../lib/run/settings";
import type { Step } from "../lib/run/step";
import type { RunStore } from "../lib/run/store/store";
import { sayInEnglish } from "../lib/texts/say";
import { operationNames } from "../lib/server/catalogue";
import type { Invoke } from "../lib/server/server";
import { realClock } from "../lib/time/clock";
import type { Spread } from "./figures";
import { inTable, spread } from "./figures";
import { benchPowerShell } from "./powershell/bench";
import { benchServers } from "./powershell/servers";
import type { Size } from "./soak/soak";
import { soak, soakInWords } from "./soak/soak";
import { benchStore } from "./store";
import { quoted } from "../lib/texts";

/**
 * What the engine itself costs: servers answer at once, so all that is measured is the run (tokens, guard, layers) and its journal
 * on this machine's disk. Side by side with a journal in memory, to see what the disk takes.
 */

const STEPS = 400;
const MEMBERS = 120;
/** The first passes warm the machine up and are not counted. */
const WARM_UP = 0.25;
const host = {
  state: "converged",
  text: "Converged",
  isDefaultHost: false,
  priority: 1,
  defaultState: "started",
  persistsLastState: false,
  cluster: "c",
  convergedWith: null,
};
const answers: Record<string, unknown> = {
  "nlb.host": host,
  "forefront.status": { state: "not-installed", rollupScript: false },
  "scom.maintenance": { on: false, inEffect: false, endsAt: null, reason: null, comment: null, clock: new Date().toISOString() },
  "update.installed": { product: null, build: "1.0.0.0", updates: [] },
};
const invoke: Invoke = (_server, op) => Promise.resolve(answers[op] as never);

const array = (members: number): ArraySetup => ({
  name: "bench",
  members: Array.from({ length: members }, (_, index) => ({ name: `M${index}`, address: `m${index}` })),
  minInService: 0,
  connection: { kind: "lab", invoke, clock: realClock, close: () => Promise.resolve() },
  serving: (servers) =>
    Promise.resolve(servers.map(({ name }) => ({ member: name, serves: true, converging: false, code: "serves", why: "" }))),
});

const step = (name: string, run: Step["run"]): Step => ({ name, summary: name, uses: operationNames, run });
const looking = step("looks", async ({ server }) => {
  await server.read("nlb.host", {});
  return { changed: false, text: quoted("") };
});
const changing = step("changes", async ({ server }) => {
  await server.read("nlb.host", {});
  await server.change("nlb.setDefaultState", { state: "started" }, { undo: ["nlb.setDefaultState", { state: "started" }] });
  return { changed: true, text: quoted("") };
});
const nothing = step("passes", () => Promise.resolve({ changed: false, text: quoted(""), alreadyUpdated: true }));

/** Milliseconds that each pass took. */
async function measure(
  store: RunStore,
  members: number,
  play: (pass: (work: () => Promise<void>) => Promise<void>, act: Act) => Promise<void>,
) {
  const times: number[] = [];
  const pass = async (work: () => Promise<void>) => {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  };
  const runs = new Runs(store, { documents: sayInEnglish, reports: { say: sayInEnglish, language: "en-US" } });
  await new Promise<void>((resolve, reject) => {
    const ask = {
      update: null,
      dryRun: false,
      members: null,
      requestedBy: null,
      note: null,
      key: null,
      body: null,
      flow: "bench",
      settings: defaultSettings,
    };
    const member = (token: string) => {
      const run = runs.runningOn("bench");
      if (run === undefined) return;
      let last = token;
      const act: Act = {
        step: async (what) => {
          last = (await run.step({ token: last, node: what.name, step: what, options: () => ({}), message: { payload: {} } })).run.token;
        },
        back: () => run.returned(last),
      };
      play(pass, act).catch(reject);
    };
    const listener = {
      changed: () => undefined,
      ended: () => resolve(),
      member: (message: { run: { token: string } }) => member(message.run.token),
    };
    runs.start({ ...ask, array: array(members) }, listener).catch(reject);
  });
  return spread(times.slice(Math.floor(times.length * WARM_UP)));
}

interface Act {
  step(step: Step): Promise<void>;
  back(): Promise<void>;
}

const steps = (what: Step) => async (pass: (work: () => Promise<void>) => Promise<void>, act: Act) => {
  for (let i = 0; i < STEPS; i++) await pass(() => act.step(what));
  await act.back();
};

async function benchEngine(): Promise<readonly (readonly [string, Spread])[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const rows: [string, Awaited<ReturnType<typeof measure>>][] = [];
    for (const [where, store] of [
      ["disk", () => new FileStore(folder)],
      ["memory", () => new MemoryStore()],
    ] as const) {
      rows.push([`a step that looks, journal in ${where}`, await measure(store(), 1, steps(looking))]);
      rows.push([`a step that changes, journal in ${where}`, await measure(store(), 1, steps(changing))]);
      // One turn: the member's message back at the loop, its end, and the next member out.
      const turn = await measure(store(), MEMBERS, async (pass, act) => {
        await act.step(nothing);
        await pass(() => act.back());
      });
      rows.push([`an empty turn of the loop, journal in ${where}`, turn]);
    }
    console.log(inTable(rows));
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * `npm run bench -- [engine] [store] [powershell] [servers] [--beside COMMIT] [--json FILE]`: all parts unless some are named; what has many servers
 * also as another commit did it. `soak [--arrays 200] [--members 8] [--speed 60] [--snapshots FOLDER] [--node-options=OPTIONS]` has to be named. The document goes to the file, else it is printed.
 */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "string" },
      beside: { type: "string" },
      arrays: { type: "string", default: "200" },
      members: { type: "string", default: "8" },
      speed: { type: "string", default: "60" },
      snapshots: { type: "string" },
      "node-options": { type: "string" },
    },
  });
  const wanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);
  const engine = wanted("engine") ? await benchEngine() : null;
  const store = wanted("store") ? await benchStore() : null;
  const powershell = wanted("powershell") ? await benchPowerShell() : null;
  const servers = wanted("servers") ? await benchServers(values.beside ?? null) : null;
  // Takes a quarter of an hour: only where it is asked for.
  const soaked = positionals.includes("soak") ? await soak(sizeOf(values)) : null;
  if (soaked !== null) console.log(soakInWords(soaked));
  const parts = { engine: engine && Object.fromEntries(engine), store, powershell, servers, soaked };
  const document = JSON.stringify(parts, rounded, 1);
  if (values.json === undefined) console.log(`\n${document}`);
  else await writeFile(values.json, `${document}\n`);
}

interface Told {
  readonly arrays: string;
  readonly members: string;
  readonly speed: string;
  readonly snapshots?: string | undefined;
  readonly "node-options"?: string | undefined;
}

const sizeOf = (told: Told): Size => ({
  arrays: Number(told.arrays),
  members: Number(told.members),
  speed: Number(told.speed),
  ...(told["node-options"] === undefined ? {} : { nodeOptions: told["node-options"] }),
  ...(told.snapshots === undefined ? {} : { snapshots: resolve(told.snapshots) }),
});

/** Nobody measures more than a microsecond here. */
const rounded = (_key: string, value: unknown): unknown => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value);

void main(process.argv.slice(2));
