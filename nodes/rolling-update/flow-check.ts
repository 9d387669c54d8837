import type { FlowProblem } from "../../lib/run/settings";

/** A node as the flow file has it. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  /** The flow or subflow in which it stands. */
  readonly z?: string;
  readonly wires?: readonly (readonly string[])[];
  /** Disabled. */
  readonly d?: boolean;
  /** Of link nodes: where they lead. */
  readonly links?: readonly string[];
  /** Of catch nodes: the nodes it listens to; null for all of its flow. */
  readonly scope?: readonly string[] | string | null;
  readonly uncaught?: boolean;
  /** Of subflow templates. */
  readonly in?: readonly { readonly wires: readonly { readonly id: string }[] }[];
  readonly out?: readonly { readonly wires: readonly { readonly id: string; readonly port: number }[] }[];
}

/** Nodes that only show or route, and cannot lose a message. */
const HARMLESS = new Set(["junction", "link in", "link out", "link call", "debug", "comment", "group"]);

/**
 * Looks at the flow behind the loop's first output for what would lose a member on its way: no way back to the loop, or foreign
 * nodes whose errors reach nobody.
 * @param loop the id of the loop node (of its template, inside a subflow)
 * @param ours whether a type is one of our steps, which report to the run by themselves
 */
export function flowProblems(nodes: readonly FlowNode[], loop: string, ours: (type: string) => boolean): FlowProblem[] {
  const enabled = nodes.filter((node) => node.d !== true);
  const byId = new Map(enabled.map((node) => [node.id, node]));
  const ways = new Ways(byId);
  const start = byId.get(loop)?.wires?.[0] ?? [];
  if (start.length === 0) return [{ code: "no-way", serious: true, text: "The loop's first output leads nowhere: no step would be done." }];

  const onTheWay = ways.from(start);
  const problems: FlowProblem[] = [];
  if (!onTheWay.has(loop)) {
    problems.push({
      code: "no-way-back",
      serious: true,
      text: "No wire leads from the steps back to the loop: the run would never hear that a member is finished.",
    });
  }
  const foreign = [...onTheWay].flatMap((id) => {
    const node = byId.get(id);
    const passes = node === undefined || id === loop || HARMLESS.has(node.type) || ours(node.type) || node.type.startsWith("subflow:");
    return passes ? [] : [node];
  });
  const catches = enabled.filter((node) => node.type === "catch" && ways.from((node.wires ?? []).flat()).has(loop));
  const uncaught = foreign.filter((node) => !catches.some((other) => listens(other, node)));
  if (uncaught.length > 0) {
    const names = uncaught.map((node) => node.name || node.type).join(", ");
    problems.push({
      code: "no-catch",
      serious: true,
      text: `Errors of nodes that are not part of this package (${names}) would reach nobody. Add a Catch node to their flow and wire it to the loop.`,
    });
  } else if (catches.length === 0) {
    problems.push({
      code: "no-catch",
      serious: false,
      text: "No Catch node is wired to the loop. As soon as you add other nodes between the steps, their errors would reach nobody.",
    });
  }
  return problems;
}

const listens = (catcher: FlowNode, node: FlowNode): boolean =>
  catcher.z === node.z && (!Array.isArray(catcher.scope) || catcher.scope.includes(node.id));

/** Follows wires through link nodes and subflows. */
class Ways {
  constructor(private readonly byId: ReadonlyMap<string, FlowNode>) {}

  /** All nodes that a message can reach, the first ones included. */
  from(start: readonly string[]): ReadonlySet<string> {
    const reached = new Set<string>();
    const waiting = [...start];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const node = this.byId.get(id);
      if (node === undefined || reached.has(id)) continue;
      reached.add(id);
      waiting.push(...this.after(node));
    }
    return reached;
  }

  private after(node: FlowNode): readonly string[] {
    const wires = (node.wires ?? []).flat();
    if (node.type === "link out" || node.type === "link call") return [...wires, ...(node.links ?? [])];
    if (!node.type.startsWith("subflow:")) return wires;
    const template = this.byId.get(node.type.slice("subflow:".length));
    const inside = (template?.in ?? []).flatMap((port) => port.wires.map((wire) => wire.id));
    const within = this.from(inside);
    const comesOut = (template?.out ?? []).some((port) => port.wires.some((wire) => within.has(wire.id) || wire.id === template?.id));
    return [...inside, ...(comesOut ? wires : [])];
  }
}
