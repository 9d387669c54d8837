import { join } from "node:path";
import type { Node, NodeAPI } from "node-red";
import type { ArraySetup } from "../../lib/run/array-setup";
import { FileStore } from "../../lib/run/file-store";
import { MemoryStore } from "../../lib/run/memory-store";
import { Runs } from "../../lib/run/runs";
import type { Connection, Member } from "../../lib/server/array";
import type { UpdatePackage } from "../../lib/steps/update-package";

/** A node that knows an array. */
export interface ArrayNode {
  readonly id: string;
  /** @throws Refused when the array cannot be used, with the reason */
  setup(): ArraySetup;
  readonly arrayName: string;
  readonly memberNames: readonly string[];
}

/** A node that knows the way to servers. */
export interface ConnectionNode extends Node {
  /** The way to the servers of an array. The same array always gets the same connection. */
  open(to: { readonly house: House; readonly array: string; readonly members: readonly Member[] }): Connection;
}

/** What all nodes of one Node-RED share: its runs, and the config nodes by name. */
export class House {
  readonly runs: Runs;
  /** By node id. */
  readonly arrays = new Map<string, ArrayNode>();
  readonly packages = new Map<string, UpdatePackage>();

  /** @param folder where runs and the lab keep their files; null: in memory (a Node-RED without a user directory, as in tests of single nodes) */
  constructor(readonly folder: string | null) {
    this.runs = new Runs(folder === null ? new MemoryStore() : new FileStore(folder));
  }

  packageNamed(name: string): UpdatePackage | undefined {
    return [...this.packages.values()].find((update) => update.name === name);
  }

  arrayOf(member: string): ArrayNode | undefined {
    const wanted = member.toLowerCase();
    return [...this.arrays.values()].find((array) => array.memberNames.some((name) => name.toLowerCase() === wanted));
  }
}

const houses = new Map<string, House>();

/** The house of this Node-RED. Each node type gets a `RED` of its own, so the user directory tells which runtime it is. */
export function houseOf(RED: NodeAPI): House {
  const { userDir } = RED.settings as { userDir?: string };
  const key = userDir ?? "";
  let house = houses.get(key);
  if (house === undefined) {
    house = new House(userDir === undefined ? null : join(userDir, "rolling-update"));
    houses.set(key, house);
  }
  return house;
}
