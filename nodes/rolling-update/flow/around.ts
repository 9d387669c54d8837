import type { FlowNode } from "./graph";

/**
 * The nodes that can have to do with some of them: those of their flow, and of all flows and subflows that links, instances and wires join to it; tabs,
 * templates and config nodes all. Where hundreds of flows are deployed, whoever looks at one would go through all others too, and nothing else is done
 * meanwhile.
 */
export function around(nodes: readonly FlowNode[], ids: readonly string[]): readonly FlowNode[] {
  const wanted = new Set(ids);
  const joined = new Set(nodes.filter(({ id }) => wanted.has(id)).map(flowOf));
  const { byFlow, neighbours } = joinsIn(nodes);
  // What is added on the way is gone through too.
  for (const flow of joined) {
    for (const other of neighbours.get(flow) ?? []) joined.add(other);
    for (const other of wiredTo(byFlow.get(flow) ?? [], nodes)) joined.add(other);
  }
  return nodes.filter((node) => node.z === undefined || node.wires === undefined || joined.has(node.z));
}

const flowOf = ({ z = "" }: FlowNode): string => z;

interface Joins {
  readonly byFlow: ReadonlyMap<string, readonly FlowNode[]>;
  readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Kept as long as the list itself: each start looks, and each request. */
const known = new WeakMap<readonly FlowNode[], Joins>();

function joinsIn(nodes: readonly FlowNode[]): Joins {
  const joins = known.get(nodes) ?? { byFlow: byFlowIn(nodes), neighbours: neighboursIn(nodes) };
  known.set(nodes, joins);
  return joins;
}

function byFlowIn(nodes: readonly FlowNode[]): Joins["byFlow"] {
  const byFlow = new Map<string, FlowNode[]>();
  for (const node of nodes) {
    const others = byFlow.get(flowOf(node));
    if (others === undefined) byFlow.set(flowOf(node), [node]);
    else others.push(node);
  }
  return byFlow;
}

/** Which flows links and subflows join. Both know it: messages go one way, and what is asked about them may go the other. */
function neighboursIn(nodes: readonly FlowNode[]): Joins["neighbours"] {
  const links = new Map(nodes.filter(({ type }) => type.startsWith("link ")).map((node) => [node.id, node]));
  const neighbours = new Map<string, Set<string>>();
  const join = (one: string, other: string): void => {
    if (one === other) return;
    const others = neighbours.get(one);
    if (others === undefined) neighbours.set(one, new Set([other]));
    else others.add(other);
  };
  const joinBoth = (one: string, other: string): void => {
    join(one, other);
    join(other, one);
  };
  for (const node of nodes) if (node.type.startsWith("subflow:")) joinBoth(flowOf(node), node.type.slice("subflow:".length));
  for (const link of links.values())
    for (const id of link.links ?? []) {
      const other = links.get(id);
      if (other !== undefined) joinBoth(flowOf(link), flowOf(other));
    }
  return neighbours;
}

/** The flows of nodes to which a wire leads out of a flow. The editor draws none, but a file may have them. */
function wiredTo(flow: readonly FlowNode[], nodes: readonly FlowNode[]): readonly string[] {
  const here = new Set(flow.map(({ id }) => id));
  const elsewhere = new Set(flow.flatMap(({ wires = [] }) => wires.flat()).filter((id) => !here.has(id)));
  return elsewhere.size === 0 ? [] : nodes.filter(({ id }) => elsewhere.has(id)).map(flowOf);
}
