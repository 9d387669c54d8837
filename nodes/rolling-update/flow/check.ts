import type { FlowProblem, RunSettings } from "../../../lib/run";
import { Refused } from "../../../lib/run";
import { steps } from "../../../lib/steps";
import type { Words } from "../../../lib/texts";
import { listed, text } from "../../../lib/texts";
import type { FlowNode, Output } from "./graph";
import { circleIn } from "./circle";
import { FlowGraph, nameOf } from "./graph";
import { orderProblems } from "./order";
import type { DeployedSteps } from "./steps-in-it";
import { asDeployed, byNode, refuseBadOptions } from "./steps-in-it";

/** Nodes that only show or route, and cannot lose a message. */
const HARMLESS = new Set(["junction", "link in", "link out", "link call", "debug", "comment", "group"]);

/**
 * Checks the flow after the loop's first output for anything that would lose a member: no way back to the loop, or foreign nodes whose
 * errors reach nobody.
 * @param loop the id of the loop node (of its template, inside a subflow)
 * @param ours whether a type is one of our steps, which report to the run themselves
 */
export const flowProblems = (nodes: readonly FlowNode[], loop: string, ours: (type: string) => boolean): FlowProblem[] =>
  problemsIn(new FlowGraph(nodes), loop, ours);

function problemsIn(flow: FlowGraph, loop: string, ours: (type: string) => boolean): FlowProblem[] {
  const onTheWay = flow.from(flow.node(loop)?.wires?.[0] ?? [], loop);
  if (onTheWay.size === 0) return [{ code: "no-way", serious: true, text: text("flow.no-way") }];

  const problems: FlowProblem[] = [...wayBack(flow, { loop, onTheWay, ours }), ...orderProblems(flow, { loop, onTheWay, ours })];
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

/** Whether every way leads back to the loop; if not, where it ends. */
function wayBack(flow: FlowGraph, { loop, onTheWay, ours }: Way & { readonly ours: (type: string) => boolean }): readonly FlowProblem[] {
  const leading = onTheWay.has(loop) ? flow.leadingTo(loop, onTheWay) : new Set<string>();
  const lost = new Set([...onTheWay].filter((id) => !leading.has(id)));
  const code = onTheWay.has(loop) ? "dead-end" : "no-way-back";
  const cuts = onTheWay.has(loop) ? cutsOf(flow, { loop, onTheWay, ours }) : endsBehind(flow, [...onTheWay], { loop, onTheWay });
  if (onTheWay.has(loop) && cuts.length === 0) return [];
  const circle = circleIn(flow, flow.node(loop)?.wires?.[0] ?? [], { lost, reached: onTheWay });
  if (circle !== null) return [{ code, serious: true, text: circle }];
  const nodes = listed(cuts);
  return [{ code, serious: true, text: code === "dead-end" ? text("flow.dead-end", { nodes }) : text("flow.no-way-back", { nodes }) }];
}

/** What a start is checked by. */
interface Start {
  /** As for {@link flowProblems}. */
  readonly loop: string;
  /** Its array, as Node-RED has read its settings. */
  readonly array: string;
  /** The run's update-package. */
  readonly update: string | null;
  readonly steps: DeployedSteps;
}

/** Whether a node of this type reports to the run itself. */
export const isOurs = (type: string): boolean => steps.has(type) || type === "rolling-update";

/**
 * What a run is told of its flow.
 * @throws Refused for a flow that would lose a member, or let it serve unverified, and for steps that are not set up right
 */
export function checkedFlow(saved: readonly FlowNode[], start: Start): Pick<RunSettings, "flowProblems" | "leftOut"> {
  const { loop, array, update } = start;
  const deployed = byNode(start.steps);
  const nodes = asDeployed(saved, deployed).map((node) => (node.id === loop ? { ...node, array } : node));
  // One for all that is asked of it: it has the nodes of every flow, and nothing else is done meanwhile.
  const flow = new FlowGraph(nodes);
  const problems = problemsIn(flow, loop, isOurs);
  refuseUnsafe(problems);
  const reached = [...flow.from(flow.node(loop)?.wires?.[0] ?? [], loop)].flatMap((id) => flow.node(id) ?? []);
  const othersToo = reached.some(({ type }) => !HARMLESS.has(type) && !isOurs(type) && !type.startsWith("subflow:"));
  const later = refuseBadOptions({ nodes: reached, steps: deployed, update, othersToo });
  return { flowProblems: [...problems, ...later], leftOut: leftOutOf(flow, loop) };
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
export const stepsLeftOut = (nodes: readonly FlowNode[], loop: string): readonly string[] => leftOutOf(new FlowGraph(nodes), loop);

function leftOutOf(flow: FlowGraph, loop: string): readonly string[] {
  const first = flow.node(loop)?.wires?.[0] ?? [];
  return Object.entries(BEFORE).flatMap(([type, action]) => {
    const does = flow.ofType(type).filter((node) => node.action === action);
    const past = flow.from(first, loop, ...does.map(({ id }) => id));
    return flow.ofType("install-update").some(({ id }) => past.has(id)) ? [type] : [];
  });
}

/** What makes a run lose a member for certain. */
const CUTS = new Set<FlowProblem["code"]>(["no-way", "no-way-back", "dead-end"]);
/** What harms one by the order of the steps. */
const UNSAFE = new Set<FlowProblem["code"]>(["not-checked", "serves-after-boot", "not-verified", "nothing-installed"]);

/** Either costs hours, and a member that is out of service or serves unverified: nothing is started by such a flow. @throws Refused */
function refuseUnsafe(problems: readonly FlowProblem[]): void {
  const cut = problems.find(({ code }) => CUTS.has(code));
  if (cut !== undefined) throw new Refused("flow-cut", 409, cut.text, { hint: text("flow.wire-and-deploy") });
  const unsafe = problems.filter(({ code }) => UNSAFE.has(code));
  if (unsafe.length === 0) return;
  const all = unsafe.map(({ text: what }) => what);
  throw new Refused(
    "flow-unsafe",
    409,
    all.reduce((first, more) => text("flow.and", { first, more })),
    { hint: text("flow.correct-and-deploy") },
  );
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
