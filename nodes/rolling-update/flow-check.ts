import type { FlowProblem } from "../../lib/run";
import { Refused } from "../../lib/run";
import type { Words } from "../../lib/texts";
import { listed, text } from "../../lib/texts";
import type { FlowNode, Output } from "./flow-graph";
import { FlowGraph } from "./flow-graph";

export type { FlowNode } from "./flow-graph";

/** Nodes that only show or route, and cannot lose a message. */
const HARMLESS = new Set(["junction", "link in", "link out", "link call", "debug", "comment", "group"]);

/**
 * Checks the flow after the loop's first output for anything that would lose a member: no way back to the loop, or foreign nodes whose
 * errors reach nobody.
 * @param loop the id of the loop node (of its template, inside a subflow)
 * @param ours whether a type is one of our steps, which report to the run themselves
 */
export function flowProblems(nodes: readonly FlowNode[], loop: string, ours: (type: string) => boolean): FlowProblem[] {
  const flow = new FlowGraph(nodes);
  const onTheWay = flow.from(flow.node(loop)?.wires?.[0] ?? [], loop);
  if (onTheWay.size === 0) return [{ code: "no-way", serious: true, text: text("flow.no-way") }];

  const problems: FlowProblem[] = [];
  const cuts = onTheWay.has(loop) ? cutsOf(flow, { loop, onTheWay, ours }) : endsBehind(flow, [...onTheWay], { loop, onTheWay });
  if (!onTheWay.has(loop)) {
    problems.push({ code: "no-way-back", serious: true, text: text("flow.no-way-back", { nodes: listed(cuts) }) });
  } else if (cuts.length > 0) {
    problems.push({ code: "dead-end", serious: true, text: text("flow.dead-end", { nodes: listed(cuts) }) });
  }
  problems.push(...nodesOfNlb(flow, loop, onTheWay));
  const passes = ({ id, type }: FlowNode) => id === loop || HARMLESS.has(type) || ours(type) || type.startsWith("subflow:");
  const catches = flow.ofType("catch").filter((node) => flow.from([node.id]).has(loop));
  const reachesTheLoop = (node: FlowNode) => flow.heardBy(node, onTheWay).some((other) => catches.includes(other));
  const uncaught = [...onTheWay].flatMap((id) => flow.node(id) ?? []).filter((node) => !passes(node) && !reachesTheLoop(node));
  if (uncaught.length > 0) {
    problems.push({ code: "no-catch", serious: true, text: text("flow.no-catch", { nodes: listed(uncaught.map(nameOf)) }) });
  } else if (catches.length === 0) {
    problems.push({ code: "no-catch", serious: false, text: text("flow.no-catch-yet") });
  }
  return problems;
}

/** What a run is told of its flow. @param loop as for {@link flowProblems} */
export const flowOf = (nodes: readonly FlowNode[], loop: string, ours: (type: string) => boolean) => ({
  flowProblems: flowProblems(nodes, loop, ours),
  leftOut: stepsLeftOut(nodes, loop),
});

/** Where members are taken out by other means, a step of NLB could only fail: on the first member, after others have been done. */
function nodesOfNlb(flow: FlowGraph, loop: string, onTheWay: ReadonlySet<string>): readonly FlowProblem[] {
  const array = flow.node(flow.node(loop)?.array ?? "");
  if (array?.otherMeans !== true || array.serving === "nlb") return [];
  const nlb = [...onTheWay].flatMap((id) => flow.node(id) ?? []).filter(({ type }) => type.startsWith("nlb-"));
  if (nlb.length === 0) return [];
  const said = { array: array.name ?? "", nodes: listed(nlb.map(nameOf)) };
  return [{ code: "nlb-nodes", serious: true, text: text("flow.nlb-nodes", said) }];
}

/** Steps that must come before the installation where their product is there, and what they do then. */
const BEFORE: Readonly<Record<string, string>> = { fscutility: "disable", "scom-maintenance": "begin" };

/** The steps of {@link BEFORE} by which not every way to an installation leads. */
export function stepsLeftOut(nodes: readonly FlowNode[], loop: string): readonly string[] {
  const flow = new FlowGraph(nodes);
  const first = flow.node(loop)?.wires?.[0] ?? [];
  return Object.entries(BEFORE).flatMap(([type, action]) => {
    const does = flow.ofType(type).filter((node) => node.action === action);
    const past = flow.from(first, loop, ...does.map(({ id }) => id));
    return flow.ofType("install-update").some(({ id }) => past.has(id)) ? [type] : [];
  });
}

/** What makes a run lose a member for certain. */
const CUTS = new Set<FlowProblem["code"]>(["no-way", "no-way-back", "dead-end"]);

/** A flow that is cut costs hours, and a member that is out of service: nothing is started by it. @throws Refused */
export function refuseCut(problems: readonly FlowProblem[]): void {
  const cut = problems.find(({ code }) => CUTS.has(code));
  if (cut !== undefined) throw new Refused("flow-cut", 409, cut.text, { hint: text("flow.wire-and-deploy") });
}

interface Way {
  readonly loop: string;
  /** All nodes that a member's message can reach. */
  readonly onTheWay: ReadonlySet<string>;
  /** Those of them from which it comes back to the loop. */
  readonly leading?: ReadonlySet<string>;
}

/**
 * The places where a member's message is lost although another way leads back. A step sends it to each of its outputs at some time; a node of others
 * may have outputs for other things, so one that leads back is enough. A branch beside the way, to a debug node for example, may end.
 */
function cutsOf(flow: FlowGraph, { loop, onTheWay, ours }: Way & { readonly ours: (type: string) => boolean }): Words[] {
  const leading = flow.leadingTo(loop, onTheWay);
  const lost = (output: Output) => !flow.leadsInto(leading, output, onTheWay);
  const cut = [...onTheWay].flatMap((id): Output[] => {
    const { type = "", wires = [] } = flow.node(id) ?? {};
    if (id === loop || (type === "rolling-update" && leading.has(id))) return [];
    const outputs = (wires.length === 0 ? [[]] : wires).map((_, port) => ({ id, port }));
    if (ours(type) && type !== "rolling-update") return outputs.filter(lost);
    const other = leading.has(id) && !type.startsWith("subflow:") && !type.startsWith("link ") && outputs.every(lost);
    return other ? outputs.slice(0, 1) : [];
  });
  const places = cut.flatMap(({ id, port }) => {
    const { wires = [] } = flow.node(id) as FlowNode;
    const next = wires[port] ?? [];
    const ends = endsBehind(flow, next, { loop, onTheWay, leading });
    return ends.length > 0 ? ends : [placeOf(flow.node(id) as FlowNode, port)];
  });
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

/** The last nodes of the ways that begin here and do not lead back; a debug node only shows, and is no place to look at. */
function endsBehind(flow: FlowGraph, start: readonly string[], { loop, onTheWay, leading = new Set() }: Way): Words[] {
  const shows = (id: string) => flow.node(id)?.type === "debug";
  const behind = [...flow.from(start, loop)].filter((id) => onTheWay.has(id) && !leading.has(id) && !shows(id));
  return behind.filter((id) => flow.next(id, onTheWay).every(shows)).map((id) => nameOf(flow.node(id) as FlowNode));
}

/** A step, and its output where it has several. */
const placeOf = (node: FlowNode, port: number): Words =>
  (node.wires ?? []).length > 1 ? text("flow.output", { node: nameOf(node), output: port + 1 }) : nameOf(node);

const nameOf = (node: FlowNode): string => node.name || node.type;
