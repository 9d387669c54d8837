import type { Node, NodeAPI, NodeDef } from "node-red";
import type { ArraySetup } from "../../lib/run";
import { joined, text } from "../../lib/texts";
import { problemsOf, Refused } from "../../lib/run";
import type { Member } from "../../lib/server";
import { servingBy, takenOutBy } from "../../lib/gates";
import { connectionNode, problemsIn, registryOf, sayOf, schemaOf } from "../shared/runtime";
import type { ArrayNode } from "../shared/runtime";
import { fields } from "./fields";

interface Config extends NodeDef {
  readonly members: readonly { readonly name: string; readonly address: string }[];
  readonly minInService: number | string;
  readonly connection: string;
  readonly scomServer: string;
}

export default function serverArray(RED: NodeAPI): void {
  const registry = registryOf(RED);
  const schema = schemaOf("server-array", fields, sayOf(RED));
  function ServerArray(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const members = (config.members ?? []).map(memberOf);
    const memberNames = members.map((member) => member.name);
    const arrayName = config.name || "array";
    const scomServer = String(config.scomServer ?? "").trim() || null;
    const setup = (): ArraySetup => {
      const least = fields.minInService.read(config.minInService);
      const minInService = "value" in least ? least.value : Number.NaN;
      const problems = problemsOf({ name: arrayName, members, minInService });
      if (problems.length > 0)
        throw new Refused("array-not-usable", 409, text("run.array-not-usable", { array: arrayName, problems: joined(problems) }));
      const connection = connectionNode(RED, config.connection);
      if (connection === null) {
        throw new Refused("no-connection", 409, text("array.no-connection", { array: arrayName }));
      }
      const { data: settings, error } = schema.safeParse(config);
      if (error !== undefined)
        throw new Refused("array-not-usable", 409, text("array.settings-not-right", { array: arrayName, problems: problemsIn(error) }));
      return {
        name: arrayName,
        members,
        minInService,
        connection: connection.open({ registry, array: arrayName, members, scomServer }),
        serving: servingBy(settings),
        takenOut: takenOutBy(settings),
      };
    };
    const array: ArrayNode = { id: this.id, arrayName, memberNames, connection: config.connection, scomServer, setup };
    registry.arrays.set(this.id, array);
    this.on("close", () => {
      if (registry.arrays.get(this.id) === array) registry.arrays.delete(this.id);
    });
  }
  RED.nodes.registerType("server-array", ServerArray as unknown as (this: Node, config: Config) => void);
}

/** Takes whatever is in the flow file: what is wrong with it is reported when it is used. */
function memberOf(entry: Partial<Member> | null): Member {
  const [name, address] = [entry?.name, entry?.address].map((text) => (typeof text === "string" ? text.trim() : ""));
  return { name: name ?? "", address: address || (name ?? "") };
}
