import type { Node, NodeAPI, NodeDef } from "node-red";
import type { ArraySetup } from "../../lib/run";
import { joined, text } from "../../lib/texts";
import { Refused, problemsOf } from "../../lib/run";
import type { Member } from "../../lib/server/array";
import { ServingSettings } from "../../lib/gates/serving";
import { servingBy } from "../../lib/gates/serving";
import { connectionNode } from "../shared/runtime/connection";
import type { ArrayNode } from "../shared/runtime/registry";
import { houseOf } from "../shared/runtime/registry";

interface Config extends NodeDef {
  readonly members: readonly { readonly name: string; readonly address: string }[];
  readonly minInService: number | string;
  readonly connection: string;
  readonly scomServer: string;
}

export default function serverArray(RED: NodeAPI): void {
  const house = houseOf(RED);
  function ServerArray(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const members = (config.members ?? []).map(memberOf);
    const memberNames = members.map((member) => member.name);
    const arrayName = config.name || "array";
    const scomServer = String(config.scomServer ?? "").trim() || null;
    const setup = (): ArraySetup => {
      // An empty field is no zero: without a number nobody would have to serve.
      const minInService = String(config.minInService ?? "").trim() === "" ? Number.NaN : Number(config.minInService);
      const problems = problemsOf({ name: arrayName, members, minInService });
      if (problems.length > 0)
        throw new Refused("array-not-usable", 409, text("run.array-not-usable", { array: arrayName, problems: joined(problems) }));
      const connection = connectionNode(RED, config.connection);
      if (connection === null) {
        throw new Refused("no-connection", 409, text("array.no-connection", { array: arrayName }));
      }
      return {
        name: arrayName,
        members,
        minInService,
        connection: connection.open({ house, array: arrayName, members, scomServer }),
        serving: servingBy(servingSettings(config)),
      };
    };
    const array: ArrayNode = { id: this.id, arrayName, memberNames, connection: config.connection, scomServer, setup };
    house.arrays.set(this.id, array);
    this.on("close", () => {
      if (house.arrays.get(this.id) === array) house.arrays.delete(this.id);
    });
  }
  RED.nodes.registerType("server-array", ServerArray as unknown as (this: Node, config: Config) => void);
}

/** Whatever is in the flow file: what is wrong with it is said when it is used. */
function memberOf(entry: Partial<Member> | null): Member {
  const [name, address] = [entry?.name, entry?.address].map((text) => (typeof text === "string" ? text.trim() : ""));
  return { name: name ?? "", address: address || (name ?? "") };
}

function servingSettings(config: Config): ServingSettings {
  const parsed = ServingSettings.safeParse(config);
  if (parsed.success) return parsed.data;
  const problems = joined(parsed.error.issues.map(({ path, message }) => text("api.problem", { path: path.join("."), message })));
  throw new Refused("array-not-usable", 409, text("array.serving-not-set-right", { array: config.name ?? "", problems }));
}
