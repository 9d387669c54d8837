import { english } from "../../shared/english";
import { brokenIn } from "../../shared/audited";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabOptions, FaultName } from "../../../lib/adapters/lab";
import { Lab, packages } from "../../../lib/adapters/lab";
import type { ArraySetup } from "../../../lib/run/array-setup";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import type { RunStore } from "../../../lib/run/store/store";
import type { LastMessage, RunView } from "../../../lib/run/engine/listener";
import type { Run } from "../../../lib/run/engine/run";
import { Runs } from "../../../lib/run/engine/runs";
import { defaultSettings } from "../../../lib/run/settings";
import type { ServingSettings } from "../../../lib/gates/serving";
import { servingBy, takenOutBy } from "../../../lib/gates";
import { steps } from "../../../lib/steps";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import { hours } from "../../../lib/time";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { fields as ofAnArray } from "../../../nodes/server-array/fields";
import { initially } from "../../../nodes/shared/fields";
import { optionsOf } from "../../shared/node-fields";

interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly wires?: readonly (readonly string[])[];
  readonly links?: readonly string[];
  /** Of a subflow: where it begins, and which ports of its nodes lead to each of its ends. */
  readonly in?: readonly { readonly wires: readonly { readonly id: string }[] }[];
  readonly out?: readonly { readonly wires: readonly { readonly id: string; readonly port: number }[] }[];
  readonly [property: string]: unknown;
}

type Nodes = ReadonlyMap<string, FlowNode>;
type Example = "exchange-cas-array" | "web-farm";

/** The nodes of the bundled flow, or of another example, by id, read from the file that is shipped. */
export const bundled = (example: Example = "exchange-cas-array"): Nodes => {
  const nodes = JSON.parse(readFileSync(join(__dirname, `../../../examples/${example}.json`), "utf8")) as FlowNode[];
  return new Map(nodes.map((node) => [node.id, node]));
};

export const rollup6: UpdatePackage = {
  name: "rollup 6",
  kind: "rollup",
  file: packages.rollup6.file,
  copyFrom: "",
  sha256: packages.rollup6.sha256,
  expectedBuild: packages.rollup6.build,
  fitsBuilds: packages.rollup6.fitsBuilds,
  arguments: [],
  account: null,
  kbs: [],
};

/** The web farm as its example has it: a setting for `playFlow`. */
export const webFarm = (): Setting => ({
  example: "web-farm",
  package: {
    ...rollup6,
    ...packages.webFarm,
    name: "web farm",
    expectedBuild: packages.webFarm.build,
    arguments: ["/quiet", "/norestart"],
  },
  members: ["WEB1", "WEB2", "WEB3"],
  minInService: 1,
});

export interface Setting {
  readonly example?: Example;
  readonly faults?: readonly { readonly name: FaultName; readonly member: string }[];
  readonly seed?: number;
  /** What is installed; rollup 6 where nothing is said. */
  readonly package?: UpdatePackage;
  readonly dryRun?: boolean;
  readonly members?: readonly string[];
  /** Those that the run is asked to update, where these are not all. */
  readonly only?: readonly string[];
  /** Is given the lab before the run begins. */
  readonly opened?: (lab: Lab) => void;
  readonly lab?: Partial<LabOptions>;
  /** How many other members must serve. */
  readonly minInService?: number;
  /** Where the run is kept; in memory where nothing is said. */
  readonly store?: RunStore;
  /** Turns the nodes of the flow into others: rewires it. */
  readonly rewire?: (nodes: Nodes) => Nodes;
}

export interface Played {
  readonly run: RunView;
  readonly lab: Lab;
  readonly runs: Runs;
  readonly store: RunStore;
}

/** Some hours after the end: who comes back then, and what runs out. */
const TAIL_MS = hours(4);

/** The promises that a night has broken, some hours after its end. */
export async function brokenBy({ run, lab, store }: Omit<Played, "runs">): Promise<readonly string[]> {
  await lab.clock.sleep(TAIL_MS);
  const journal = await store.journals.read(run.id);
  return brokenIn({ truth: lab.truth(), runs: [{ journal: journal ?? [], document: run.document() }] });
}

/** The lab of a setting on a virtual clock, its array, and the nodes of its flow. */
export function openArray({ example = "exchange-cas-array", faults = [], seed = 1, members, minInService = 2, ...rest }: Setting = {}) {
  const { opened = () => undefined, lab: labOptions = {}, rewire = (nodes) => nodes } = rest;
  const names = members ?? ["CAS1", "CAS2", "CAS3", "CAS4"];
  const role = example === "web-farm" ? "web-farm" : "exchange-cas";
  const lab = new Lab({ array: "CAS-ARRAY", members: names, seed, speed: 1, faults, role, clock: new VirtualClock(), ...labOptions });
  opened(lab);
  const nodes = rewire(bundled(example));
  const listed = [...nodes.values()].find(({ type }) => type === "server-array") as unknown as ServingSettings;
  const settings = example === "web-farm" ? listed : initially(ofAnArray);
  const array: ArraySetup = {
    name: "CAS-ARRAY",
    members: names.map((name) => ({ name, address: name })),
    minInService,
    connection: lab,
    serving: servingBy(settings),
    takenOut: takenOutBy(settings),
  };
  return { lab, nodes, array };
}

/** What a run of the flow is asked for. */
export const askFor = ({ dryRun = false, only }: Setting = {}) => ({
  update: "rollup 6",
  dryRun,
  members: only ?? null,
  requestedBy: null,
  note: null,
  key: null,
  body: null,
  flow: "loop",
  settings: defaultSettings,
});

/** Plays the bundled flow on a lab, on a virtual clock and without Node-RED: follows its wires as Node-RED would. */
export async function playFlow(setting: Setting = {}): Promise<Played> {
  const { store = new MemoryStore(), package: update = rollup6 } = setting;
  const { lab, nodes, array } = openArray(setting);
  const runs = new Runs(store, english);
  const run = await new Promise<RunView>((resolve, reject) => {
    const member = (token: string) => {
      void walk({ nodes, update }, runs.runningOn(array.name) as Run, token);
    };
    runs
      .start({ ...askFor(setting), array }, { changed: () => undefined, ended: resolve, member: (message) => member(message.run.token) })
      .catch(reject);
  });
  return { run, lab, runs, store };
}

const played = new Map<string, Promise<Played>>();

/** A night that more than one spec looks at, and nobody goes on with: it is played once in this process. */
export function playedOnce(setting: Pick<Setting, "faults" | "seed" | "dryRun">): Promise<Played> {
  const key = JSON.stringify(setting);
  const night = played.get(key) ?? playFlow(setting);
  played.set(key, night);
  return night;
}

/** What is walked through: the flow, and the package that its steps are given. */
interface Walk {
  readonly nodes: Nodes;
  readonly update: UpdatePackage;
  /** The step whose message goes out, and its output; the loop where nothing is said. */
  readonly after?: Pick<LastMessage, "node" | "port">;
  /** Is told of each step that a message comes to. */
  readonly comesTo?: (node: string) => Promise<void>;
}

export async function walk({ nodes, update, after, comesTo }: Walk, run: Run, first: string): Promise<void> {
  let token = first;
  const loop = [...nodes.values()].find(({ type }) => type === "rolling-update");
  /** The subflow that the message is in, and its node in the flow. */
  let inside: { readonly subflow: FlowNode; readonly node: FlowNode } | null = null;
  const begins =
    after === undefined ? loop?.wires?.[0]?.[0] : nodes.get(after.node)?.wires?.[after.port === "already-updated" ? 1 : 0]?.[0];
  for (let id = begins; id !== undefined; ) {
    const node = nodes.get(id);
    if (node === undefined) return;
    if (node.type === "rolling-update") return await run.returned(token);
    const step = steps.get(node.type);
    const subflow: FlowNode | undefined = nodes.get(node.type.replace(/^subflow:/, ""));
    if (subflow !== undefined) {
      inside = { subflow, node };
      id = subflow.in?.[0]?.wires[0]?.id;
      continue;
    }
    if (step === undefined) {
      id = node.links?.[0] === undefined || node.type === "link in" ? node.wires?.[0]?.[0] : node.links[0];
      continue;
    }
    await comesTo?.(node.id);
    try {
      const answer = await run.step({
        token,
        node: node.id,
        step,
        options: () => optionsOf(step.name, { ...node, package: update }),
        message: {},
      });
      token = answer.run.token;
      const port: number = answer.result.port === "already-updated" ? 1 : 0;
      id = node.wires?.[port]?.[0] ?? outOf(inside, node.id, port);
    } catch {
      return; // the run knows
    }
  }
}

/** Where a message goes that leaves a subflow at this port. */
function outOf(inside: { readonly subflow: FlowNode; readonly node: FlowNode } | null, id: string, port: number): string | undefined {
  const end = inside?.subflow.out?.findIndex(({ wires }) => wires.some((wire) => wire.id === id && wire.port === port)) ?? -1;
  return inside?.node.wires?.[end]?.[0];
}
