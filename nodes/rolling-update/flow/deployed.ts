import type { DeployedNode } from "../../../lib/run";
import { fieldsHashed } from "../../../lib/run";
import type { FlowNode } from "./graph";
import { FlowGraph, nameOf } from "./graph";

/** How a node looks, and where it is: nothing of what it does. */
const LOOKS = new Set(["id", "type", "x", "y", "z", "w", "h", "g", "l", "d", "info", "icon", "inputLabels", "outputLabels", "_order"]);

/** Of an array: the run compares them itself. */
const COMPARED = new Set(["members", "minInService"]);

/** Only show what comes to them. */
const LOOKS_ON = new Set(["debug", "comment"]);

/** Which loop, which array, and which update-package. */
interface Start {
  readonly loop: string;
  readonly array: string;
  readonly update: string | null;
}

/**
 * What is deployed for a run: the nodes on a member's way, and what they refer to (array, connection, update-packages), as the plan of the run keeps
 * it. A run that is taken up again must find the same.
 */
export function deployedNodes(nodes: readonly FlowNode[], { loop, array, update }: Start): Record<string, DeployedNode> {
  const flow = new FlowGraph(nodes);
  const first = flow.node(loop)?.wires?.[0] ?? [];
  const onTheWay = [...flow.from(first, loop)]
    .flatMap((id) => flow.node(id) ?? [])
    .filter(({ id, type }) => id !== loop && !LOOKS_ON.has(type));
  const used = new Set([array, field(nodes, array, "connection"), ...onTheWay.map((node) => (node as { update?: string }).update)]);
  const shared = nodes.filter(({ id, type, name }) => used.has(id) || (type === "update-package" && name === update));
  const seen = (ids: readonly string[]) => ids.filter((id) => !LOOKS_ON.has(flow.node(id)?.type ?? ""));
  const begins = { name: nameOf(flow.node(loop) ?? { id: loop, type: "rolling-update" }), fields: fieldsHashed({ first: seen(first) }) };
  const described = [...onTheWay, ...shared].map((node) => [node.id, asPlanned(node, seen)] as const);
  return { [loop]: begins, ...Object.fromEntries(described) };
}

const field = (nodes: readonly FlowNode[], id: string, name: string): unknown =>
  (nodes.find((node) => node.id === id) as Record<string, unknown> | undefined)?.[name];

function asPlanned(node: FlowNode, seen: (ids: readonly string[]) => readonly string[]): DeployedNode {
  const { wires, name: _, ...fields } = node;
  const ours = (name: string) => !LOOKS.has(name) && !(node.type === "server-array" && COMPARED.has(name));
  const own = Object.entries(fields).filter(([name]) => ours(name));
  const wired = wires === undefined ? {} : { wires: wires.map(seen) };
  return { name: nameOf(node), fields: fieldsHashed({ ...Object.fromEntries(own), ...wired }) };
}
