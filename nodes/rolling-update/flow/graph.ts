import type { NodeAPI } from "node-red";

/** A node as the flow file has it. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  /** The flow or subflow that contains it. */
  readonly z?: string;
  /** The group that contains it. */
  readonly g?: string;
  readonly wires?: readonly (readonly string[])[];
  /** Of loop nodes: the array that they update. */
  readonly array?: string;
  /** Of arrays: how to tell that a member serves, and whether members are taken out by other means than NLB. */
  readonly serving?: string;
  readonly otherMeans?: boolean;
  /** Disabled. */
  readonly d?: boolean;
  /** Of flows: disabled, with all nodes in it. */
  readonly disabled?: boolean;
  /** Of link out nodes: `return` leads back to the link call. */
  readonly mode?: string;
  /** Of link call nodes: `dynamic` where a message names its target. */
  readonly linkType?: string;
  /** Of link nodes: where they lead. */
  readonly links?: readonly string[];
  /** Of catch nodes: the nodes whose errors it catches; `group`: those of its group; null: all of its flow. */
  readonly scope?: readonly string[] | string | null;
  /** Of catch nodes: only errors that no other one has caught. */
  readonly uncaught?: boolean;
  /** Of steps that can do a thing and take it back. */
  readonly action?: string;
  /** Of the step for NLB's default state: which one it sets. */
  readonly state?: string;
  /** Of subflow templates. */
  readonly in?: readonly { readonly wires: readonly { readonly id: string }[] }[];
  readonly out?: readonly { readonly wires: readonly { readonly id: string; readonly port: number }[] }[];
}

/** One output of a node. */
export interface Output {
  readonly id: string;
  readonly port: number;
}

/** A flow file as a graph: where messages and errors go, through link nodes and subflows. Disabled nodes are not in it. */
export class FlowGraph {
  private readonly byId: ReadonlyMap<string, FlowNode>;

  constructor(nodes: readonly FlowNode[]) {
    const off = new Set(nodes.filter((node) => node.type === "tab" && node.disabled === true).map((node) => node.id));
    this.byId = new Map(nodes.filter((node) => node.d !== true && !off.has(node.z ?? "")).map((node) => [node.id, node]));
  }

  node(id: string): FlowNode | undefined {
    return this.byId.get(id);
  }

  ofType(type: string): readonly FlowNode[] {
    return [...this.byId.values()].filter((node) => node.type === type);
  }

  /** All nodes that a message can reach, the first ones included. @param ends where it goes no further */
  from(start: readonly string[], ...ends: readonly string[]): ReadonlySet<string> {
    const reached = new Set(start.filter((id) => this.byId.has(id)));
    // A message that leaves a subflow comes out of the instances that it has entered, which may only be found later: so repeat until nothing is added.
    for (let before = -1; before < reached.size; ) {
      before = reached.size;
      for (const id of reached) {
        if (ends.includes(id)) continue;
        for (const next of this.after(id, reached)) if (this.byId.has(next)) reached.add(next);
      }
    }
    return reached;
  }

  /** All nodes of these from which a message can come to this one. */
  leadingTo(end: string, reached: ReadonlySet<string>): ReadonlySet<string> {
    const leading = new Set([end]);
    for (let before = -1; before < leading.size; ) {
      before = leading.size;
      for (const id of reached) if (!leading.has(id) && this.after(id, reached).some((next) => leading.has(next))) leading.add(id);
    }
    return leading;
  }

  /** Where a message goes next, as far as there is something. */
  next(id: string, reached: ReadonlySet<string>): readonly string[] {
    return this.after(id, reached).filter((next) => this.byId.has(next));
  }

  /**
   * Whether what leaves a node by this output comes to one of these nodes. Out of a subflow it has to do so by every instance on the way: a
   * message comes out of the one that it has entered.
   */
  leadsInto(leading: ReadonlySet<string>, { id, port }: Output, reached: ReadonlySet<string>): boolean {
    const node = this.byId.get(id);
    if ((node?.wires?.[port] ?? []).some((next) => leading.has(next) && this.byId.has(next))) return true;
    const outs = (this.byId.get(node?.z ?? "")?.out ?? []).flatMap((out, index) =>
      out.wires.some((wire) => wire.id === id && wire.port === port) ? [index] : [],
    );
    const instances = outs.length === 0 ? [] : this.instancesOf(node?.z, reached);
    return (
      instances.length > 0 &&
      instances.every((instance) => outs.some((out) => this.leadsInto(leading, { id: instance.id, port: out }, reached)))
    );
  }

  /** The Catch nodes that get an error of this node, as Node-RED chooses them: those of its flow, or else those that catch errors of its subflow. */
  heardBy(node: FlowNode, reached: ReadonlySet<string>): readonly FlowNode[] {
    const here = this.ofType("catch").filter((other) => other.z === node.z && this.listens(other, node));
    const first = here.filter((other) => other.uncaught !== true);
    if (here.length > 0) return first.length > 0 ? first : here;
    const outside = this.instancesOf(node.z, reached).map((instance) => this.heardBy(instance, reached));
    // If nobody catches the errors of one of several instances, they reach nobody.
    return outside.some((heard) => heard.length === 0) ? [] : outside.flat();
  }

  private listens({ scope, g }: FlowNode, node: FlowNode): boolean {
    if (Array.isArray(scope)) return scope.includes(node.id);
    if (scope !== "group" || g === undefined) return true;
    for (let group = node.g; group !== undefined; group = this.byId.get(group)?.g) if (group === g) return true;
    return false;
  }

  private after(id: string, reached: ReadonlySet<string>): readonly string[] {
    const node = this.byId.get(id) as FlowNode;
    const leaving = this.outOf(node.z, id, reached);
    if (node.type === "link out") return [...leaving, ...(node.mode === "return" ? this.returned(reached) : (node.links ?? []))];
    // What it calls comes back to it by a link out that returns; where a message names the target, nobody knows the way.
    if (node.type === "link call" && node.linkType !== "dynamic") return node.links ?? [];
    // A loop sends on no message that it gets.
    if (node.type === "rolling-update") return [];
    const template = node.type.startsWith("subflow:") ? this.byId.get(node.type.slice("subflow:".length)) : undefined;
    if (template === undefined) return [...leaving, ...(node.wires ?? []).flat()];
    // The wires of an instance are followed from the end of its inside; an output may be wired to the input itself.
    const inside = (template.in ?? []).flatMap((port) => port.wires.map((wire) => wire.id));
    return [...leaving, ...inside, ...this.outOf(template.id, template.id, new Set([id]))];
  }

  /** Where messages go that come back from a called part of the flow: on from all link calls on the way. */
  private returned(reached: ReadonlySet<string>): readonly string[] {
    return this.ofType("link call").flatMap((call) => (reached.has(call.id) ? (call.wires ?? []).flat() : []));
  }

  /** Where a message goes when it leaves a subflow from this node. */
  private outOf(subflow: string | undefined, id: string, reached: ReadonlySet<string>): readonly string[] {
    const template = subflow === undefined ? undefined : this.byId.get(subflow);
    const ports = (template?.out ?? []).flatMap((port, index) => (port.wires.some((wire) => wire.id === id) ? [index] : []));
    if (ports.length === 0) return [];
    return this.instancesOf(subflow, reached).flatMap((instance) => ports.flatMap((port) => instance.wires?.[port] ?? []));
  }

  /** The instances of a subflow that a message has entered; all of them if it began inside. */
  private instancesOf(subflow: string | undefined, reached: ReadonlySet<string>): readonly FlowNode[] {
    const all = subflow === undefined ? [] : this.ofType(`subflow:${subflow}`);
    const entered = all.filter((instance) => reached.has(instance.id));
    return entered.length > 0 ? entered : all;
  }
}

/** What people know a node by. */
export const nameOf = (node: FlowNode): string => node.name || node.type;

let latest: readonly FlowNode[] = [];

/**
 * All nodes of all flows, as they are deployed. The same list until something is deployed: Node-RED makes new objects of all nodes then. What follows from
 * the list alone can be kept with it.
 */
export function allNodes(RED: Pick<NodeAPI, "nodes">): readonly FlowNode[] {
  const nodes: FlowNode[] = [];
  RED.nodes.eachNode((node) => nodes.push(node as unknown as FlowNode));
  if (nodes.length !== latest.length || nodes.some((node, index) => node !== latest[index])) latest = nodes;
  return latest;
}
