import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hours, minutes } from "../../lib/time";
import type { ExampleName, Plan, Window } from "./plan";

type FlowNode = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

const examples = join(__dirname, "..", "..", "examples");
const read = new Map<ExampleName, readonly FlowNode[]>();

function exampleOf(name: ExampleName): readonly FlowNode[] {
  const nodes = read.get(name) ?? (JSON.parse(readFileSync(join(examples, `${name}.json`), "utf8")) as FlowNode[]);
  read.set(name, nodes);
  return nodes;
}

/** The ids of a flow's nodes that the simulation has to know. */
export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly loop: string;
  readonly array: string;
}

/** Types of nodes that the simulation brings: a connection to its lab, and one that hears what the loop says. */
export const CONNECTION = "simulated-connection";
export const WITNESS = "simulated-witness";

/** When nights begin, as those of the lab do: a Saturday at ten in the evening. */
export const BEGINNING = Date.UTC(2026, 0, 10, 22);

/** How long a loop that does not hold waits where it asks after a restart. */
const ASKS_MINUTES = 120;

/** The fields of the loop, in hours of the zone. */
function windowIn(window: Window | null): object {
  if (window === null) return {};
  const { forMinutes, zone, aheadHours, memberMinutes } = window;
  const hour = (afterMs: number): string => new Date(BEGINNING + afterMs + hours(aheadHours)).toISOString().slice(11, 16);
  return { windowFrom: hour(-hours(1)), windowTo: hour(minutes(forMinutes)), windowZone: zone, memberMinutes };
}

/** The bundled flow, with the array and the settings of this night, and with a connection to its lab. */
export function flowOf({ example, members, minInService, settings, kills }: Plan): Flow {
  const nodes = exampleOf(example).map((node): FlowNode => {
    switch (node.type) {
      case "server-array":
        return { ...node, minInService, members: members.map((name) => ({ name, address: `${name.toLowerCase()}.example.org` })) };
      case "server-connection":
        return { id: node.id, type: CONNECTION, name: "" };
      case "rolling-update": {
        const [member, ...others] = node["wires"] as readonly (readonly string[])[];
        return {
          ...node,
          guardSeconds: settings.guardSeconds,
          afterRestart: kills.afterRestart,
          ...(settings.hold === null
            ? { holdMinutes: ASKS_MINUTES }
            : { whenStepFails: "hold", holdMinutes: settings.hold.minutes, holdThen: settings.hold.otherwise }),
          ...settings.batches,
          ...windowIn(settings.window),
          wires: [member, ...others.map((wires) => [...wires, "witness"])],
        };
      }
      case "nlb-drainstop":
        return { ...node, limitMinutes: settings.drainMinutes, atLimit: settings.atLimit };
      case "scom-maintenance":
        return node["action"] === "begin" ? { ...node, minutes: settings.windowMinutes } : node;
      default:
        return node;
    }
  });
  const the = (type: string) => nodes.find((node) => node.type === type) as FlowNode;
  const loop = the("rolling-update");
  const witness: FlowNode = { id: "witness", type: WITNESS, z: loop["z"], x: 0, y: 0, name: "", wires: [] };
  return { nodes: [...nodes, witness], loop: loop.id, array: the("server-array")["name"] as string };
}
