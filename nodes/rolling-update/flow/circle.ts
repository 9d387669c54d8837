import type { Text } from "../../../lib/texts";
import { text } from "../../../lib/texts";
import type { FlowGraph, FlowNode } from "./graph";
import { nameOf } from "./graph";

interface Ways {
  /** The nodes from which no way leads to the loop. */
  readonly lost: ReadonlySet<string>;
  /** All nodes that a member's message can reach. */
  readonly reached: ReadonlySet<string>;
}

/**
 * The wire by which members would go round for ever: it leads back to a node that they have been through already.
 * @param start the nodes that a member reaches first
 * @returns null where they form no circle
 */
export function circleIn(flow: FlowGraph, start: readonly string[], { lost, reached }: Ways): Text | null {
  const [done, path] = [new Set<string>(), new Set<string>()];
  const backFrom = (id: string): Text | null => {
    path.add(id);
    for (const next of flow.next(id, reached)) {
      if (!lost.has(next) || done.has(next)) continue;
      if (path.has(next)) {
        const [from, to] = [id, next].map((end) => nameOf(flow.node(end) as FlowNode)) as [string, string];
        return text("flow.circle", { from, to });
      }
      const found = backFrom(next);
      if (found !== null) return found;
    }
    path.delete(id);
    done.add(id);
    return null;
  };
  for (const id of [...start, ...reached]) {
    const found = lost.has(id) && !done.has(id) ? backFrom(id) : null;
    if (found !== null) return found;
  }
  return null;
}
