import { createHash } from "node:crypto";
import { join } from "node:path";
import { hostLabel } from "../../../lib/server";
import { isDeepStrictEqual } from "node:util";
import type { Node, NodeAPI } from "node-red";
import type { Say } from "../../../lib/texts";
import { text } from "../../../lib/texts";
import { Statuses } from "./statuses";
import { languagesOf } from "./language";
import type { ArraySetup, Languages } from "../../../lib/run";
import { FileStore, MemoryStore, Refused, Runs } from "../../../lib/run";
import type { Connection, Member } from "../../../lib/server";
import type { UpdatePackage } from "../../../lib/steps/update";

/** A node that knows an array. */
export interface ArrayNode {
  readonly id: string;
  /** @throws Refused when the array cannot be used, with the reason */
  setup(): ArraySetup;
  readonly arrayName: string;
  readonly memberNames: readonly string[];
  /** Id of the server-connection that its settings choose. */
  readonly connection: string;
  /** The SCOM management server that watches its members; null: none. */
  readonly scomServer: string | null;
}

/** A node that can open connections to servers. */
export interface ConnectionNode extends Node {
  /** The connection to the servers of an array. The same array always gets the same one. */
  open(to: Destination): Connection;
}

/** A node that does a step. */
export interface DeployedStep {
  readonly id: string;
  /** What it goes by in records. @see placeOf */
  readonly place: string;
  /** Inside a subflow: its node in the template. */
  readonly template: string | undefined;
  /** With variables of the environment read; an empty field has its default. */
  readonly settings: object;
  /** What is wrong with its settings for a message that names this update-package; null: nothing. */
  problem(update: string | null): Refused | null;
  /** Sends a message that it has sent before, as its record has it. @param port by name; null: the only one */
  sendAgain(message: Readonly<Record<string, unknown>>, port: string | null): void;
}

/** The array to connect to. */
export interface Destination {
  readonly registry: Registry;
  /** Its name. */
  readonly array: string;
  readonly members: readonly Member[];
  /** The SCOM management server that watches its members; null: none. */
  readonly scomServer: string | null;
}

/** What all nodes of one Node-RED share: its runs, and the config nodes by name. */
export class Registry {
  readonly runs: Runs;
  /** Makes text in the language of Node-RED. */
  readonly say: Say;
  /** By node id. */
  readonly arrays = new Map<string, ArrayNode>();
  readonly packages = new Map<string, UpdatePackage>();
  readonly stepNodes = new Map<string, DeployedStep>();
  /** Loops that go on with their own runs, by what they go by in records, and what each does when the flows have started. */
  readonly loops = new Map<string, () => void>();
  readonly statuses = new Statuses();

  /** @param folder where runs keep their files; null: in memory (a Node-RED without a user directory, as in tests of single nodes) */
  constructor(folder: string | null, languages: Languages) {
    this.runs = new Runs(folder === null ? new MemoryStore() : new FileStore(folder), languages);
    this.say = languages.documents;
  }

  /** @throws Refused if two packages of that name differ: nobody could tell which one is meant */
  packageNamed(name: string): UpdatePackage | undefined {
    const [found, ...others] = [...this.packages.values()].filter((update) => update.name === name);
    if (others.every((other) => isDeepStrictEqual(other, found))) return found;
    throw new Refused("package-ambiguous", 409, text("package.ambiguous", { name, packages: others.length + 1 }));
  }

  /** All arrays that list a server. */
  arraysOf(server: string): readonly ArrayNode[] {
    const wanted = hostLabel(server);
    return [...this.arrays.values()].filter((array) => array.memberNames.some((name) => hostLabel(name) === wanted));
  }
}

const registries = new Map<string, Registry>();

/** The registry of this Node-RED. Each node type gets a `RED` of its own, so the user directory tells which runtime it is. */
export function registryOf(RED: NodeAPI): Registry {
  const folder = folderOf(RED);
  const key = folder ?? "";
  let registry = registries.get(key);
  if (registry === undefined) {
    registry = new Registry(folder, languagesOf(RED));
    registries.set(key, registry);
    const { loops } = registry;
    // One listener for all: with more than ten loops Node.js would take theirs for a leak.
    RED.events.on("flows:started", () => {
      for (const started of loops.values()) started();
    });
  }
  return registry;
}

/** Where this package keeps its files; null: in memory (a Node-RED without a user directory, as in tests of single nodes). */
export function folderOf(RED: NodeAPI): string | null {
  const { userDir } = RED.settings as { userDir?: string };
  return userDir === undefined ? null : join(userDir, "rolling-update");
}

/** The connection node with an id; null if there is none, if it is disabled, or if the id belongs to something else. */
export function connectionNode(RED: NodeAPI, id: string | undefined): ConnectionNode | null {
  const node = RED.nodes.getNode(id ?? "") as Partial<ConnectionNode> | null;
  return typeof node?.open === "function" ? (node as ConnectionNode) : null;
}

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
