import { join } from "node:path";
import type { Node, NodeAPI, NodeDef } from "node-red";
import type { FaultName, LabOptions } from "../../lib/lab";
import { faultNames } from "../../lib/lab";
import { Refused } from "../../lib/run/refused";
import type { Member } from "../../lib/server/array";
import type { ConnectionNode } from "../shared/house";
import { houseOf } from "../shared/house";
import { Labs } from "./labs";

interface Config extends NodeDef {
  readonly kind: "lab";
  readonly role?: LabOptions["role"];
  readonly seed: number | string;
  /** Simulated seconds a second. */
  readonly speed: number | string;
  readonly faults: readonly { readonly name: string; readonly member: string }[];
  readonly truthFile: string;
}

/** One for all connections of this process: two nodes may lead to the same world. */
const labs = new Labs();

export default function serverConnection(RED: NodeAPI): void {
  const house = houseOf(RED);
  const folder = house.folder === null ? {} : { folder: join(house.folder, "lab") };
  function ServerConnection(this: ConnectionNode, config: Config): void {
    RED.nodes.createNode(this, config);
    const arrays = new Set<string>();
    this.open = ({ array, members }) => {
      const options = { ...labOptions(config, array, members), ...folder };
      arrays.add(array);
      return labs.open(this, options, house.runs.runningOn(array) !== undefined);
    };
    this.on("close", (done: () => void) => {
      // A run that is being interrupted still looks at what it leaves. Node-RED waits, so that the truth is whole when its process ends.
      const closed = [...arrays].map(async (array) => {
        await house.runs.whenIdle(array).catch(() => undefined);
        await labs.leave(this, array);
      });
      void Promise.all(closed).then(done, done);
    });
  }
  RED.nodes.registerType("server-connection", ServerConnection as unknown as (this: Node, config: Config) => void);
}

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
