import { createHash } from "node:crypto";
import { join } from "node:path";
import { hostLabel } from "../../../lib/server";
import { isDeepStrictEqual } from "node:util";
import type { Node, NodeAPI } from "node-red";
import type { Say, Text } from "../../../lib/texts";
import { text } from "../../../lib/texts";
import { sayThrown } from "./input";
import { Statuses } from "./statuses";
import { languagesOf } from "./language";
import type { ArraySetup, Languages } from "../../../lib/run";
import { byItsJournal, FileStore, MemoryStore, Refused, Runs } from "../../../lib/run";
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

/** A loop that is deployed. */
export interface DeployedLoop {
  /** To be called when the flows have started. */
  started(): void;
  /** Of its array; undefined where that is missing. */
  array(): string | undefined;
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
  /** Loops, which go on with their own runs, by what they go by in records. */
  readonly loops = new Map<string, DeployedLoop>();
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
    const nobodys = leftToNobody(RED, registry);
    // One listener for all: with more than ten loops Node.js would take theirs for a leak.
    RED.events.on("flows:started", () => {
      for (const loop of loops.values()) loop.started();
      nobodys();
    });
    RED.events.on("runtime-event", ({ id, payload }: RuntimeEvent) => {
      if (id !== "runtime-state") return;
      if (payload?.error !== undefined) nobodys();
      else if (payload?.state === "stop") nobodys("at first");
    });
  }
  return registry;
}

/**
 * What Node-RED emits where it starts no flow: with an error where node types are missing, and in safe mode. Flows that somebody has stopped are told as
 * each deploy tells that it stops some, before it starts them again.
 */
interface RuntimeEvent {
  readonly id?: string;
  readonly payload?: { readonly state?: string; readonly error?: string } | null;
}

/** Says once of each run that was left open, and that no loop goes on with or ends: it would be forgotten otherwise, with its members out. */
function leftToNobody(RED: NodeAPI, registry: Registry): (when?: "at first") => void {
  const { loops, runs, say } = registry;
  const told = new Set<string>();
  const warn = (what: Text) => RED.log.warn(say(what));
  let seen: string | undefined;
  return (when) => {
    if (when === "at first" && seen !== undefined) return;
    const arrays = [...loops.values()].map((loop) => loop.array());
    const now = JSON.stringify([[...loops.keys()], arrays]);
    // A deploy that touches no loop goes by without a look at the records.
    if (now === seen) return;
    if (seen === undefined) sayLeftHalfWay(registry, warn);
    seen = now;
    const minded = (flow: string, array: string): boolean => loops.has(flow) || arrays.includes(array);
    runs
      .leftOpen(({ flow, array }) => minded(flow, array))
      .then((open) => {
        for (const { id, state } of open.filter((run) => !told.has(run.id))) {
          const { array, byHand } = state.plan;
          told.add(id);
          if (!byHand) runs.waits(id, text("loop.nobodys", { array }));
          const about = { run: id, array, members: byItsJournal(state), file: join(folderOf(RED) ?? "", "runs", `${id}.jsonl`) };
          warn(byHand ? text("by-hand.left-open", about) : text("loop.left-open", about));
        }
      })
      .catch((error: unknown) => warn(text("loop.open-not-known", { error: sayThrown(error, say) })));
  };
}

/** Once a process: from then on it looks after what is done by hand. */
function sayLeftHalfWay({ runs, arrays, say }: Registry, warn: (what: Text) => void): void {
  const setupOf = (name: string) => {
    try {
      return [...arrays.values()].find(({ arrayName }) => arrayName === name)?.setup() ?? null;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  };
  runs
    .leftHalfWay(setupOf)
    .then((left) => left.forEach(warn))
    .catch((error: unknown) => warn(text("loop.open-not-known", { error: sayThrown(error, say) })));
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
