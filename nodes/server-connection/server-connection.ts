import { join } from "node:path";
import type { Node, NodeAPI, NodeDef } from "node-red";
import type { LabOptions } from "../../lib/adapters/lab";
import { Refused } from "../../lib/run";
import type { Connection, Member } from "../../lib/server/array";
import { credentialsOf, lookAt } from "../shared/fields";
import type { Destination } from "../shared/runtime/registry";
import { houseOf } from "../shared/runtime/registry";
import { sayOf, schemaOf } from "../shared/runtime/schema";
import { adapter } from "./adapter";
import { fields } from "./fields";
import { Labs } from "./labs";
import { REHEARSAL, rehearsalClock } from "./rehearsal";
import { Servers } from "./servers";
import type { ConnectionSettings, Secrets } from "./settings";
import { parsed, settingsOf } from "./settings";
import type { TriableConnection } from "./try-out";
import { serveTests } from "./try-out";

/** One for all connections of this process: two nodes may lead to the same world, and to the same servers. */
const labs = new Labs();
const servers = new Servers((way) => {
  const rehearsal = rehearsalClock();
  return adapter.connect(rehearsal === null ? way : { ...way, clock: rehearsal.clock });
});

export default function serverConnection(RED: NodeAPI): void {
  const house = houseOf(RED);
  const folder = house.folder === null ? {} : { folder: join(house.folder, "lab") };
  const schema = schemaOf("server-connection", fields, sayOf(RED));
  serveTests(RED);

  function ServerConnection(this: TriableConnection & { readonly credentials?: Secrets }, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const opened = new Set<string>();
    this.open = ({ array, members, scomServer }: Destination): Connection => {
      const busy = house.runs.runningOn(array) !== undefined;
      const { kind, ...settings } = parsed(schema, config);
      if (kind === "lab") {
        const lab = labs.open(this, { ...labOptions(settings, array, members), ...folder }, busy);
        opened.add(array);
        return lab;
      }
      const way = { settings: settingsOf({ ...settings, kind }, this.credentials ?? {}), members, scomServer };
      const connection = servers.open(this, array, way, busy);
      opened.add(array);
      return connection;
    };
    this.arrays = () => [...house.arrays.values()].filter(({ connection }) => connection === this.id);
    if (lookAt(fields, config).values.kind !== "lab") warnOfRehearsal(this);
    this.on("close", (done: () => void) => {
      // A run that is being interrupted still looks at what it leaves. Node-RED waits, so that the truth is whole when its process ends.
      const closed = [...opened].map(async (array) => {
        await house.runs.whenIdle(array).catch(() => undefined);
        await Promise.all([labs.leave(this, array), servers.leave(this, array)]);
      });
      void Promise.all(closed).then(() => done(), done);
    });
  }
  RED.nodes.registerType<TriableConnection, NodeDef, object, Secrets>(
    "server-connection",
    ServerConnection as unknown as (this: TriableConnection, config: NodeDef) => void,
    { credentials: credentialsOf(fields) as Record<keyof Secrets, { type: "text" | "password" }> },
  );
}

function warnOfRehearsal(node: Pick<Node, "warn">): void {
  try {
    const rehearsal = rehearsalClock();
    if (rehearsal === null) return;
    node.warn(
      `${REHEARSAL} is set: clocks run ${rehearsal.speed} times as fast in this process. That is for stand-ins only; never work on real servers like that.`,
    );
  } catch (error) {
    node.warn(error instanceof Error ? error.message : String(error));
  }
}

function labOptions(settings: Omit<ConnectionSettings, "kind">, array: string, members: readonly Member[]): LabOptions {
  const { role, seed, speed, faults, truthFile } = settings;
  return {
    array,
    members: members.map((member) => member.name),
    role,
    seed,
    speed,
    faults: faults.map(({ name, member }) => ({ name, member: nameIn(members, member, name) })),
    ...(truthFile === "" ? {} : { truthFile }),
  };
}

function nameIn(members: readonly Member[], wanted: string, fault: string): string {
  const whom = members.find((candidate) => candidate.name.toLowerCase() === wanted.toLowerCase());
  if (whom === undefined) throw new Refused("unknown-member", 409, `The fault ${fault} is meant for ${wanted}, which is not in the array.`);
  return whom.name;
}
