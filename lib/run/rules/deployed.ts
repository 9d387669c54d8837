import type { Words } from "../../texts";
import { listed, text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import type { DeployedNode, Plan, RunState } from "../record";
import { hashOf } from "./hash";

/** Enough to tell two values of one field apart. */
const DIGITS = 12;

type Nodes = Readonly<Record<string, DeployedNode>>;
type Deployed = NonNullable<Plan["deployed"]>;

/** The fields of a node as a plan keeps them. */
export const fieldsHashed = (fields: object): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hashOf(value).slice(0, DIGITS)]));

/** What is deployed for an array, as a plan keeps it. */
export const deployedFor = ({ members, connection }: ArraySetup, nodes: Nodes): Deployed => ({
  members: members.map(({ name, address }) => ({ name, address })),
  connection: connection.kind,
  nodes,
});

/**
 * What is deployed now and is not as it was planned, as far as it is still to come: what the member at work has behind it counts only where others
 * come after it.
 */
export function planDifferences({ plan, members }: RunState, array: ArraySetup, nodes: Nodes): readonly Words[] {
  const { deployed } = plan;
  if (deployed === undefined) return [];
  const later = members.some(({ phase }) => phase === "waiting");
  const behind = new Set(members.flatMap(({ phase, steps }) => (phase === "at work" ? steps : [])).flatMap(passed));
  const matters = (id: string) => later || !behind.has(id);
  return [...inArray(plan, deployed, array), ...inNodes(deployed.nodes, nodes, matters)];
}

const passed = ({ node, outcome }: RunState["members"][number]["steps"][number]): readonly string[] =>
  outcome === "done" || outcome === "unchanged" ? [node] : [];

function inArray(plan: Plan, planned: Deployed, array: ArraySetup): readonly Words[] {
  const now = new Map(array.members.map(({ name, address }) => [name, address]));
  const before = new Map(planned.members.map(({ name, address }) => [name, address]));
  const gone = [...before.keys()].filter((name) => !now.has(name));
  const added = [...now.keys()].filter((name) => !before.has(name));
  const moved = [...now.keys()].filter((name) => before.has(name) && before.get(name) !== now.get(name));
  return [
    ...(gone.length > 0 ? [text("differs.members-gone", { members: listed(gone) })] : []),
    ...(added.length > 0 ? [text("differs.members-added", { members: listed(added) })] : []),
    ...(moved.length > 0 ? [text("differs.members-moved", { members: listed(moved) })] : []),
    ...(array.minInService === plan.minInService
      ? []
      : [text("differs.min-in-service", { before: plan.minInService, now: array.minInService })]),
    ...(array.connection.kind === planned.connection
      ? []
      : [text("differs.connection", { before: planned.connection, now: array.connection.kind })]),
  ];
}

function inNodes(before: Nodes, now: Nodes, matters: (id: string) => boolean): readonly Words[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(matters);
  return ids.flatMap((id): Words[] => {
    const [planned, found] = [before[id], now[id]];
    if (planned === undefined) return [text("differs.node-added", { node: found?.name ?? id })];
    if (found === undefined) return [text("differs.node-gone", { node: planned.name })];
    const names = [...new Set([...Object.keys(planned.fields), ...Object.keys(found.fields)])];
    const changed = names.filter((name) => planned.fields[name] !== found.fields[name]);
    return changed.length === 0 ? [] : [text("differs.node-changed", { node: found.name, fields: listed(changed) })];
  });
}
