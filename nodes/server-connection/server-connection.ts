import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Node, NodeAPI, NodeDef } from "node-red";
import type { FaultName, LabOptions } from "../../lib/lab";
import { Lab, faultNames } from "../../lib/lab";
import { Refused } from "../../lib/run/refused";
import type { Member } from "../../lib/server/array";
import type { ConnectionNode } from "../shared/house";
import { houseOf } from "../shared/house";

interface Config extends NodeDef {
  readonly kind: "lab";
  readonly role?: LabOptions["role"];
  readonly seed: number | string;
  /** Simulated seconds a second. */
  readonly speed: number | string;
  readonly faults: readonly { readonly name: string; readonly member: string }[];
  readonly truthFile: string;
}

/** Labs that are open, by what they were opened with: a node that is deployed anew finds its array as it was. */
const labs = new Map<string, Lab>();

export default function serverConnection(RED: NodeAPI): void {
  const house = houseOf(RED);
  function ServerConnection(this: ConnectionNode, config: Config): void {
    RED.nodes.createNode(this, config);
    const opened = new Set<{ key: string; array: string }>();
    this.open = ({ array, members }) => {
      const options = labOptions(config, array, members);
      const key = `${house.folder ?? ""}\n${this.id}\n${JSON.stringify(options)}`;
      let lab = labs.get(key);
      if (lab === undefined) {
        lab = new Lab({ ...options, ...(house.folder === null ? {} : { folder: labFolder(house.folder, key, array) }) });
        labs.set(key, lab);
        opened.add({ key, array });
      }
      return lab;
    };
    this.on("close", () => {
      for (const { key, array } of opened) {
        // A run that is being interrupted still looks at what it leaves.
        void house.runs.whenIdle(array).then(() => close(key));
      }
    });
  }
  RED.nodes.registerType("server-connection", ServerConnection as unknown as (this: Node, config: Config) => void);
}

async function close(key: string): Promise<void> {
  const lab = labs.get(key);
  labs.delete(key);
  await lab?.close();
}

const labFolder = (folder: string, key: string, array: string): string =>
  join(folder, "lab", `${array.replace(/[^\w-]/g, "_").slice(0, 40)}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`);

function labOptions(config: Config, array: string, members: readonly Member[]): LabOptions {
  if (config.kind !== "lab")
    throw new Refused(
      "connection-not-usable",
      409,
      `The connection ${config.name} is of a kind that this version does not know: ${String(config.kind)}.`,
    );
  return {
    array,
    members: members.map((member) => member.name),
    seed: number(config.seed, 1),
    speed: number(config.speed, 300),
    faults: (config.faults ?? []).map(({ name, member }) => fault(name, member, members)),
    ...(config.role === undefined ? {} : { role: config.role }),
    ...(config.truthFile ? { truthFile: config.truthFile } : {}),
  };
}

function fault(name: string, member: string, members: readonly Member[]): { name: FaultName; member: string } {
  const known = faultNames.find((candidate) => candidate === name);
  if (known === undefined) throw new Refused("unknown-fault", 409, `The lab knows no fault ${name}. It knows ${faultNames.join(", ")}.`);
  const whom = members.find((candidate) => candidate.name.toLowerCase() === member.toLowerCase());
  if (whom === undefined) throw new Refused("unknown-member", 409, `The fault ${name} is meant for ${member}, which is not in the array.`);
  return { name: known, member: whom.name };
}

const number = (value: number | string, otherwise: number): number => {
  const parsed = Number(value);
  return value === "" || !Number.isFinite(parsed) || parsed <= 0 ? otherwise : parsed;
};
