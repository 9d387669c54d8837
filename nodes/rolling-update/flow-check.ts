import type { FlowProblem } from "../../lib/run";
import { listed, text } from "../../lib/texts";
import type { FlowNode } from "./flow-graph";
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
  if (!onTheWay.has(loop)) {
    problems.push({ code: "no-way-back", serious: true, text: text("flow.no-way-back") });
  }
  const deadEnds = [...onTheWay]
    .flatMap((id) => flow.node(id) ?? [])
    .filter(({ id, type }) => id !== loop && ours(type) && !flow.goesOn(id, onTheWay));
  if (deadEnds.length > 0 && problems.length === 0) {
    problems.push({ code: "dead-end", serious: false, text: text("flow.dead-end", { nodes: listed(deadEnds.map(nameOf)) }) });
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

const nameOf = (node: FlowNode): string => node.name || node.type;
