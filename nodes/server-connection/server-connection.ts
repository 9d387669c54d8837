import { join } from "node:path";
import type { NodeAPI, NodeDef } from "node-red";
import type { LabOptions } from "../../lib/adapters/lab";
import { Refused } from "../../lib/run";
import type { Say, Words } from "../../lib/texts";
import { text } from "../../lib/texts";
import { folderOf, registryOf, sayOf, sayThrown, schemaOf } from "../shared/runtime";
import type { Connection, Member } from "../../lib/server";
import { credentialsOf, lookAt } from "../shared/fields";
import type { Destination } from "../shared/runtime";
import { adapter } from "./adapter";
import { fields } from "./fields";
import { Labs } from "./labs";
import { REHEARSAL, rehearsalClock } from "./rehearsal";
import { Servers } from "./servers";
import type { ConnectionSettings, Secrets } from "./settings";
import { parsed, settingsOf } from "./settings";
import type { TriableConnection } from "./try-out";
import { serveTests } from "./try-out";

/** Shared by all connections of this process: two nodes may lead to the same world, or to the same servers. */
const labs = new Labs();
const servers = new Servers((way) => {
  const rehearsal = rehearsalClock();
  return adapter.connect(rehearsal === null ? way : { ...way, clock: rehearsal.clock });
});

export default function serverConnection(RED: NodeAPI): void {
  const registry = registryOf(RED);
  const files = folderOf(RED);
  const folder = files === null ? {} : { folder: join(files, "lab") };
  const schema = schemaOf("server-connection", fields, sayOf(RED));
  serveTests(RED);

  function ServerConnection(this: TriableConnection & { readonly credentials?: Secrets }, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const opened = new Set<string>();
    const user = { warn: (what: Words) => this.warn(registry.say(what)) };
    this.open = ({ array, members, scomServer }: Destination): Connection => {
      const busy = registry.runs.runningOn(array) !== undefined;
      const { kind, ...settings } = parsed(schema, config);
      if (kind === "lab") {
        const lab = labs.open(user, { ...labOptions(settings, array, members), ...folder, scomServer }, busy);
        opened.add(array);
        return lab;
      }
      const way = { settings: settingsOf({ ...settings, kind }, this.credentials ?? {}), members, scomServer };
      const connection = servers.open(user, { array, way, busy });
      opened.add(array);
      return connection;
    };
    this.arrays = () => [...registry.arrays.values()].filter(({ connection }) => connection === this.id);
    if (lookAt(fields, config).values.kind !== "lab") warnOfRehearsal(user, registry.say);
    this.on("close", (done: () => void) => {
      // A run that is being interrupted still reads the state it leaves. Node-RED waits, so that the truth is complete when its process ends.
      const closed = [...opened].map(async (array) => {
        await registry.runs.whenIdle(array).catch(() => undefined);
        await Promise.all([labs.leave(user, array), servers.leave(user, array)]);
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

function warnOfRehearsal(user: { warn(what: Words): void }, say: Say): void {
  try {
    const rehearsal = rehearsalClock();
    if (rehearsal === null) return;
    user.warn(text("rehearsal.is-on", { variable: REHEARSAL, speed: rehearsal.speed }));
  } catch (error) {
    user.warn(sayThrown(error, say));
  }
}

function labOptions(settings: Omit<ConnectionSettings, "kind">, array: string, members: readonly Member[]): LabOptions {
  const { role, product, culture, seed, speed, faults, events, truthFile } = settings;
  return {
    array,
    members: members.map((member) => member.name),
    role,
    seed,
    speed,
    product,
    culture,
    events: events.map(({ event, member, when }) => ({ name: event, member: nameIn(members, member, event), when })),
    faults: faults.map(({ name, member }) => ({ name, member: nameIn(members, member, name) })),
    ...(truthFile === "" ? { unwatched: true as const } : { truthFile }),
  };
}

function nameIn(members: readonly Member[], wanted: string, fault: string): string {
  const whom = members.find((candidate) => candidate.name.toLowerCase() === wanted.toLowerCase());
  if (whom === undefined) throw new Refused("unknown-member", 409, text("lab.fault-of-nobody", { fault, member: wanted }));
  return whom.name;
}
