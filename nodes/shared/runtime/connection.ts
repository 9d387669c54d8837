import type { NodeAPI } from "node-red";
import type { ConnectionNode } from "./registry";

/** The connection node with an id; null if there is none, if it is disabled, or if the id belongs to something else. */
export function connectionNode(RED: NodeAPI, id: string | undefined): ConnectionNode | null {
  const node = RED.nodes.getNode(id ?? "") as Partial<ConnectionNode> | null;
  return typeof node?.open === "function" ? (node as ConnectionNode) : null;
}
