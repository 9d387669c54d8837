import { join } from "node:path";
import type { NodeAPI, NodeDef } from "node-red";
import type { FaultName, LabOptions } from "../../lib/adapters/lab";
import { faultNames } from "../../lib/adapters/lab";
import { Refused } from "../../lib/run";
import type { Say, Words } from "../../lib/texts";
import { listed, text } from "../../lib/texts";
import { sayThrown } from "../shared/runtime/input";
import type { Connection, Member } from "../../lib/server/array";
import type { Destination } from "../shared/runtime/registry";
import { houseOf } from "../shared/runtime/registry";
import { adapter } from "./adapter";
import { Labs } from "./labs";
import { REHEARSAL, rehearsalClock } from "./rehearsal";
import { Servers } from "./servers";
import type { RealServersConfig, Secrets } from "./settings";
import { settingsOf } from "./settings";
import type { TriableConnection } from "./try-out";
import { serveTests } from "./try-out";
import { migrated } from "./versions";

interface Config extends NodeDef, RealServersConfig {
  readonly version?: number;
  readonly role?: LabOptions["role"];
  readonly seed: number | string;
  /** Simulated seconds a second. */
  readonly speed: number | string;
  readonly faults: readonly { readonly name: string; readonly member: string }[];
  readonly truthFile: string;
}

/** One for all connections of this process: two nodes may lead to the same world, and to the same servers. */
const labs = new Labs();
const servers = new Servers((way) => {
  const rehearsal = rehearsalClock();
  return adapter.connect(rehearsal === null ? way : { ...way, clock: rehearsal.clock });
});

export default function serverConnection(RED: NodeAPI): void {
  const house = houseOf(RED);
  const folder = house.folder === null ? {} : { folder: join(house.folder, "lab") };
  serveTests(RED);

  function ServerConnection(this: TriableConnection & { readonly credentials?: Secrets }, saved: Config): void {
    RED.nodes.createNode(this, saved);
    const config = migrated(saved);
    const opened = new Set<string>();
    const user = { warn: (what: Words) => this.warn(house.say(what)) };
    this.open = ({ array, members, scomServer }: Destination): Connection => {
      const busy = house.runs.runningOn(array) !== undefined;
      if (config.kind === "lab") {
        const lab = labs.open(user, { ...labOptions(config, array, members), ...folder }, busy);
        opened.add(array);
        return lab;
      }
      const way = { settings: settingsOf(config, this.credentials ?? {}), members, scomServer };
      const connection = servers.open(user, array, way, busy);
      opened.add(array);
      return connection;
    };
    this.arrays = () => [...house.arrays.values()].filter(({ connection }) => connection === this.id);
    if (config.kind !== "lab") warnOfRehearsal(user, house.say);
    this.on("close", (done: () => void) => {
      // A run that is being interrupted still looks at what it leaves. Node-RED waits, so that the truth is whole when its process ends.
      const closed = [...opened].map(async (array) => {
        await house.runs.whenIdle(array).catch(() => undefined);
        await Promise.all([labs.leave(user, array), servers.leave(user, array)]);
      });
      void Promise.all(closed).then(() => done(), done);
    });
  }
  RED.nodes.registerType<TriableConnection, Config, object, Secrets>(
    "server-connection",
    ServerConnection as unknown as (this: TriableConnection, config: Config) => void,
    { credentials: { user: { type: "text" }, password: { type: "password" } } },
  );
}

function warnOfRehearsal(user: { warn(what: Words): void }, say: Say): void {
  try {
    const rehearsal = rehearsalClock();
    if (rehearsal === null) return;
    user.warn(text("rehearsal.is-on", { variable: REHEARSAL, speed: rehearsal.speed }));
  } catch (error) {
    user.warn(sayThrown(error, say));
  }
}

function labOptions(config: Config, array: string, members: readonly Member[]): LabOptions {
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
  if (known === undefined) throw new Refused("unknown-fault", 409, text("lab.unknown-fault", { fault: name, faults: listed(faultNames) }));
  const whom = members.find((candidate) => candidate.name.toLowerCase() === member.toLowerCase());
  if (whom === undefined) throw new Refused("unknown-member", 409, text("lab.fault-of-nobody", { fault: name, member }));
  return { name: known, member: whom.name };
}

const number = (value: number | string, otherwise: number): number => {
  const parsed = Number(value);
  return value === "" || !Number.isFinite(parsed) || parsed <= 0 ? otherwise : parsed;
};
