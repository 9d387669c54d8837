import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Flow } from "../node-red/node-red-process";

type FlowNode = Flow[number];

/** An example as the package in this user directory ships it. */
export const exampleFlow = (userDir: string, name: string): Flow =>
  JSON.parse(readFileSync(join(userDir, "node_modules", "@rolling-update", "node-red", "examples", `${name}.json`), "utf8")) as Flow;

/** A copy that can be deployed beside the original: ids, the names of its arrays and the addresses of its endpoints have the suffix. */
export function copyOf(flow: Flow, suffix: string): Flow {
  const ids = new Set(flow.map(({ id }) => id));
  const copied = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copied);
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, at]) => [key, copied(at)]));
    if (typeof value !== "string") return value;
    const ofSubflow = value.startsWith("subflow:") && ids.has(value.slice("subflow:".length));
    return ids.has(value) || ofSubflow ? `${value}-${suffix}` : value;
  };
  return flow.map((node) => {
    const copy = copied(node) as FlowNode;
    if (node["type"] === "server-array") return { ...copy, name: `${String(node["name"])}-${suffix}` };
    if (node["type"] === "http in") return { ...copy, url: String(node["url"]).replace(/^\/rolling-update\/[^/]+/, `$&-${suffix}`) };
    return copy;
  });
}

/** The flow with other properties for a node, which is named by its id, or by its type where it is the only one of that type. */
export function edited(flow: Flow, which: string, properties: FlowNode | ((node: FlowNode) => FlowNode)): Flow {
  const found = flow.filter(({ id, type }) => id === which || type === which);
  if (found.length !== 1) throw new Error(`The flow has ${found.length} nodes ${which}, and exactly one is to be edited.`);
  return flow.map((node) =>
    node === found[0] ? { ...node, ...(typeof properties === "function" ? properties(node) : properties) } : node,
  );
}

/** The flow without a node: what led to it leads to where its first output led, as after the editor's "delete and reconnect". */
export function without(flow: Flow, id: string): Flow {
  const gone = flow.find((node) => node["id"] === id);
  if (gone === undefined) throw new Error(`The flow has no node ${id}.`);
  const onward = (gone["wires"] as string[][])[0] ?? [];
  const rewired = (ports: string[][]) => ports.map((port) => port.flatMap((to) => (to === id ? onward : [to])));
  return flow.flatMap((node) =>
    node === gone ? [] : [Array.isArray(node["wires"]) ? { ...node, wires: rewired(node["wires"] as string[][]) } : node],
  );
}

/** The flow with the first output of a node led elsewhere. */
export const wired = (flow: Flow, from: string, to: readonly string[]): Flow =>
  edited(flow, from, ({ wires }) => ({ wires: [to, ...(wires as string[][]).slice(1)] }));

/** Nodes that write every status in a flow to the log, as `STATUS <name of the node>: <text>`. */
export const statusesToLog = (z: string): Flow => [
  { id: `${z}-statuses`, type: "status", z, name: "", scope: null, wires: [[`${z}-statuses-log`]] },
  toLog(`${z}-statuses-log`, z, '"STATUS " & status.source.name & ": " & status.text'),
];

/** A debug node that writes what a JSONata expression gives to the log. */
export const toLog = (id: string, z: string, complete: string): FlowNode => ({
  id,
  type: "debug",
  z,
  name: "",
  active: true,
  tosidebar: false,
  console: true,
  tostatus: false,
  complete,
  targetType: "jsonata",
  statusVal: "",
  statusType: "auto",
  wires: [],
});
