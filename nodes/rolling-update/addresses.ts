import type { Text } from "../../lib/texts";
import { text } from "../../lib/texts";
import type { FlowNode } from "./flow";
import { around, FlowGraph } from "./flow";

/** A node at which requests come in. */
export interface HttpIn extends FlowNode {
  readonly method?: string;
  readonly url?: string;
}

const PATH = /^\/rolling-update\/([^/]+)\/runs$/;

/** As Express compares paths, with its defaults: in any case, with or without a slash at the end. */
const addressOf = ({ method = "", url = "" }: HttpIn): string => `${method.toUpperCase()} ${url.toLowerCase().replace(/\/+$/, "")}`;

/**
 * What is wrong with the addresses that lead to a loop, as copies of a flow have it: another flow answers at the same one, or it names another array
 * than the one that a start there would update.
 * @param loop its id, or inside a subflow that of its template
 */
export function addressProblems(nodes: readonly FlowNode[], loop: string, array: string | undefined): Text[] {
  const flow = new FlowGraph(nodes);
  const doors = flow.ofType("http in") as readonly HttpIn[];
  const near = new FlowGraph(around(nodes, [loop]));
  const leadingHere = (near.ofType("http in") as readonly HttpIn[]).filter((door) => near.from([door.id]).has(loop));
  const shared = leadingHere.filter((door) => doors.some((other) => other !== door && addressOf(other) === addressOf(door)));
  const problems = shared.map(({ method = "", url = "" }) => text("loop.shared-address", { address: `${method.toUpperCase()} ${url}` }));
  const arrays = new Set(nodes.filter(({ type }) => type === "server-array").map(({ name }) => name));
  const misnamed = leadingHere.flatMap(({ method, url = "" }) => {
    const named = decoded(PATH.exec(url)?.[1] ?? "");
    return method === "post" && named !== array && arrays.has(named) ? [{ url, named }] : [];
  });
  return array === undefined ? problems : [...problems, ...misnamed.map((found) => text("loop.misnamed-address", { ...found, array }))];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
