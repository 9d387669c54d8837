import { createHash } from "node:crypto";
import type { Node } from "node-red";

/** What Node-RED knows of a node beside its types: inside a subflow, its node in the template, and the way to it. */
interface Placed extends Node {
  readonly _alias?: string;
  readonly _path?: string;
}

/**
 * What a node goes by in records: its id. Inside a subflow its id changes with every start, and the way to it does not (Node-RED's `_path`: flow,
 * instances and template). Short, since the names of jobs on servers begin with it.
 */
export function placeOf(node: Node): string {
  const { id, _alias: alias, _path: path } = node as Placed;
  if (alias === undefined || path === undefined) return id;
  return createHash("sha256").update(path).digest("hex").slice(0, id.length);
}
