import { readFileSync } from "node:fs";
import type { Member } from "../../lib/server";
import { WrongUsage } from "./command-line";

/** A node in a flow file, with the properties that our programs use. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  /** Disabled. */
  readonly d?: boolean;

  /** Of an http in node. */
  readonly method?: string;
  readonly url?: string;

  /** Of a server-array. */
  readonly members?: readonly Member[];
  readonly minInService?: number | string;
  readonly connection?: string;
  readonly serving?: string;
  readonly otherMeans?: boolean;
  readonly scomServer?: string;

  /** Of a rolling-update. */
  readonly array?: string;
  readonly update?: string;

  /** Of an update-package, and the program of a backup-server. */
  readonly file?: string;
  readonly copyFrom?: string;
  readonly account?: string;
  readonly proofFile?: string;
  readonly sha256?: string;
  readonly expectedBuild?: string;
  readonly fitsBuilds?: string;
  readonly arguments?: readonly string[];

  /** Of a server-connection, and of an update-package. */
  readonly kind?: string;
  readonly speed?: number | string;
  readonly seed?: number | string;
  readonly faults?: readonly { readonly name: string; readonly member: string }[];
  readonly truthFile?: string;
  readonly role?: string;
}

/** @throws WrongUsage */
export function readFlow(file: string): readonly FlowNode[] {
  const nodes = parsed(file);
  if (!Array.isArray(nodes) || !nodes.every(isNode)) {
    throw new WrongUsage(`${file} is not a flow: it must be a list of nodes, as Node-RED exports it.`);
  }
  return nodes;
}

function isNode(node: unknown): node is FlowNode {
  if (typeof node !== "object" || node === null) return false;
  return "id" in node && typeof node.id === "string" && "type" in node && typeof node.type === "string";
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new WrongUsage(`The flow ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
