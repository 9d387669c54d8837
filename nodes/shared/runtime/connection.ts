import type { NodeAPI } from "node-red";
import type { ConnectionNode } from "./registry";

/** The connection node of an id; null where there is none, where it is disabled and where the id is of something else. */
export function connectionNode(RED: NodeAPI, id: string | undefined): ConnectionNode | null {
  const node = RED.nodes.getNode(id ?? "") as Partial<ConnectionNode> | null;
  return typeof node?.open === "function" ? (node as ConnectionNode) : null;
}
