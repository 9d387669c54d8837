import type { NodeAPI } from "node-red";
import type { Answer } from "../../lib/api";
import { refusal } from "../../lib/api";
import { Refused } from "../../lib/run";
import { text } from "../../lib/texts";
import type { Registry } from "../shared/runtime";
import type { HttpIn } from "./addresses";
import type { FlowNode } from "./flow";
import { allNodes, around, FlowGraph } from "./flow";
import type { WebApp } from "./http-body";
import { takeBodies } from "./http-body";

/** A request at a path of ours. */
export interface Asked {
  readonly method: string;
  /** Below the path of Node-RED's HTTP nodes. */
  readonly path: string;
}

/** Node-RED's own nodes of which it is known that they answer no request, nor hand it on to where nobody looks. */
const SILENT: ReadonlySet<string> = new Set("http in,change,switch,debug,delay,json,template,rbe,link in,link out,junction".split(","));

/** Reads the commands that come over HTTP, and answers where no flow does. */
export function commandsOverHttp(RED: NodeAPI, registry: Registry): void {
  const { httpNodeRoot, httpNodeMiddleware: middleware } = RED.settings as { httpNodeRoot?: string | false; httpNodeMiddleware?: unknown };
  // Off if Node-RED's settings turn HTTP nodes off.
  const httpNode = RED.httpNode as WebApp | undefined;
  const instead = (asked: Asked) => insteadOfFlow(RED, registry, asked);
  if (httpNode !== undefined) takeBodies(httpNode, { root: httpNodeRoot || "/", say: registry.say, middleware, instead });
}

/** The arrays of the loops that a start at this path reaches; null where no such address is there, or somebody else may answer. */
interface Behind {
  readonly arrays: readonly (string | undefined)[];
}

/**
 * Answers what would otherwise be answered by nobody, or by a page of HTML: a command at an address from which no way leads to a loop that is deployed,
 * nor to anything else that may answer, and the question for the list of runs, for which the flow has no node.
 * @returns null where Node-RED is to go on with it
 */
export async function insteadOfFlow(RED: Pick<NodeAPI, "nodes">, registry: Registry, asked: Asked): Promise<Answer | null> {
  const nodes = allNodes(RED);
  const doors = patternsOf(nodes).flatMap(({ id, pattern }) => (pattern.test(asked.path) ? [id] : []));
  const flow = new FlowGraph(around(nodes, doors));
  const list = asked.method === "GET" && LIST.test(asked.path);
  if (list && doorsAt(flow, asked).length > 0) return null;
  const behind = loopsBehind(flow, list ? { ...asked, method: "POST" } : asked);
  if (behind === null) return null;
  try {
    const deployed = registry.loops.size === 0 ? [] : behind.arrays;
    if (deployed.length === 0)
      throw new Refused("no-loop", 503, text("http.no-loop", { address: `${asked.method} ${asked.path.slice(0, 200)}` }));
    if (!list) return null;
    const [array] = deployed.map((id) => registry.arrays.get(id ?? "")?.arrayName);
    if (array === undefined) throw new Refused("no-array", 503, text("loop.no-array"));
    return { statusCode: 200, payload: { array, runs: await registry.runs.latest(array) } };
  } catch (error) {
    return refusal(error, registry.say);
  }
}

const LIST = /^\/rolling-update\/[^/]+\/runs\/?$/;

/** @returns no arrays where it is known that nobody answers */
function loopsBehind(flow: FlowGraph, asked: Asked): Behind | null {
  const doors = doorsAt(flow, asked);
  if (doors.length === 0) return null;
  const reached = [...flow.from(doors.map(({ id }) => id))].flatMap((id) => flow.node(id) ?? []);
  const loops = reached.filter(({ type }) => type === "rolling-update");
  const others = reached.some(({ type }) => type !== "rolling-update" && !SILENT.has(type) && !type.startsWith("subflow:"));
  return loops.length === 0 && others ? null : { arrays: loops.map((loop: FlowNode) => loop.array) };
}

const doorsAt = (flow: FlowGraph, { method, path }: Asked): readonly HttpIn[] =>
  (flow.ofType("http in") as readonly HttpIn[]).filter((door) => door.method?.toUpperCase() === method && fits(door.url ?? "", path));

/** As Express compares paths, with its defaults; null for what it takes for more than a name: nobody here knows where that leads. */
function patternOf(url: string): RegExp | null {
  if (!/^[\w/:.~%-]+$/.test(url)) return null;
  const pattern = url.replaceAll(/[.]/g, "\\.").replaceAll(/:\w+/g, "[^/]+").replace(/\/+$/, "");
  return new RegExp(`^${pattern.startsWith("/") ? "" : "/"}${pattern}/?$`, "i");
}

const fits = (url: string, path: string): boolean => patternOf(url)?.test(path) === true;

interface Pattern {
  readonly id: string;
  readonly pattern: RegExp;
}

/** Kept as long as the list of nodes itself: hundreds of flows have thousands of addresses, and each request looks at all. */
const patterns = new WeakMap<readonly FlowNode[], readonly Pattern[]>();

function patternsOf(nodes: readonly FlowNode[]): readonly Pattern[] {
  const known = patterns.get(nodes) ?? nodes.filter(({ type }) => type === "http in").flatMap(asPattern);
  patterns.set(nodes, known);
  return known;
}

function asPattern(door: HttpIn): readonly Pattern[] {
  const pattern = patternOf(door.url ?? "");
  return pattern === null ? [] : [{ id: door.id, pattern }];
}
