import { english } from "../../shared/english";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabOptions, FaultName } from "../../../lib/adapters/lab";
import { Lab, packages } from "../../../lib/adapters/lab";
import type { ArraySetup } from "../../../lib/run/array-setup";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import type { RunStore } from "../../../lib/run/store/store";
import type { RunView } from "../../../lib/run/engine/listener";
import type { Run } from "../../../lib/run/engine/run";
import { Runs } from "../../../lib/run/engine/runs";
import { defaultSettings } from "../../../lib/run/settings";
import { servingBy } from "../../../lib/gates/serving";
import { steps } from "../../../lib/steps";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { fields as ofAnArray } from "../../../nodes/server-array/fields";
import { initially } from "../../../nodes/shared/fields";
import { optionsOf } from "../../shared/node-fields";

interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly wires?: readonly (readonly string[])[];
  readonly links?: readonly string[];
  readonly [property: string]: unknown;
}

/** The bundled flow's nodes by id, read from the file that is shipped. */
export const bundled = (): ReadonlyMap<string, FlowNode> => {
  const nodes = JSON.parse(readFileSync(join(__dirname, "../../../examples/exchange-cas-array.json"), "utf8")) as FlowNode[];
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

export interface Setting {
  readonly faults?: readonly { readonly name: FaultName; readonly member: string }[];
  readonly seed?: number;
  /** What is installed; rollup 6 where nothing is said. */
  readonly package?: UpdatePackage;
  readonly dryRun?: boolean;
  readonly members?: readonly string[];
  readonly lab?: Partial<LabOptions>;
  /** How many other members must serve. */
  readonly minInService?: number;
  /** Where the run is kept; in memory where nothing is said. */
  readonly store?: RunStore;
  /** Turns the nodes of the flow into others: rewires it. */
  readonly rewire?: (nodes: ReadonlyMap<string, FlowNode>) => ReadonlyMap<string, FlowNode>;
}

export interface Played {
  readonly run: RunView;
  readonly lab: Lab;
  readonly runs: Runs;
}

/** Plays the bundled flow on a lab, on a virtual clock and without Node-RED: follows its wires as Node-RED would. */
export async function playFlow({
  faults = [],
  seed = 1,
  dryRun = false,
  members,
  lab: labOptions = {},
  minInService = 2,
  store = new MemoryStore(),
  package: update = rollup6,
  rewire = (nodes) => nodes,
}: Setting = {}): Promise<Played> {
  const names = members ?? ["CAS1", "CAS2", "CAS3", "CAS4"];
  const lab = new Lab({ array: "CAS-ARRAY", members: names, seed, speed: 1, faults, clock: new VirtualClock(), ...labOptions });
  const array: ArraySetup = {
    name: "CAS-ARRAY",
    members: names.map((name) => ({ name, address: name })),
    minInService,
    connection: lab,
    serving: servingBy(initially(ofAnArray)),
  };
  const nodes = rewire(bundled());
  const runs = new Runs(store, english);
  const run = await new Promise<RunView>((resolve, reject) => {
    const ask = {
      array,
      update: "rollup 6",
      dryRun,
      members: null,
      requestedBy: null,
      note: null,
      key: null,
      body: null,
      flow: "loop",
      settings: defaultSettings,
    };
    const member = (token: string) => {
      void walk({ nodes, update }, runs.runningOn(array.name) as Run, token);
    };
    runs.start({ ...ask }, { changed: () => undefined, ended: resolve, member: (message) => member(message.run.token) }).catch(reject);
  });
  return { run, lab, runs };
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
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly update: UpdatePackage;
}

async function walk({ nodes, update }: Walk, run: Run, first: string): Promise<void> {
  let token = first;
  for (let id = nodes.get("cas-loop")?.wires?.[0]?.[0]; id !== undefined; ) {
    const node = nodes.get(id);
    if (node === undefined) return;
    if (node.type === "rolling-update") return await run.returned(token);
    const step = steps.get(node.type);
    if (step === undefined) {
      id = node.links?.[0] === undefined || node.type === "link in" ? node.wires?.[0]?.[0] : node.links[0];
      continue;
    }
    try {
      const answer = await run.step({
        token,
        node: node.id,
        step,
        options: () => optionsOf(step.name, { ...node, package: update }),
        message: {},
      });
      token = answer.run.token;
      id = node.wires?.[answer.result.port === "already-updated" ? 1 : 0]?.[0];
    } catch {
      return; // the run knows
    }
  }
}
