import type { Node, NodeAPI, NodeDef } from "node-red";
import type { UpdatePackage } from "../../lib/steps/update/update-package";
import { text } from "../../lib/texts";
import { houseOf } from "../shared/runtime/registry";
import { problemsIn, sayOf, schemaOf } from "../shared/runtime/schema";
import { fields } from "./fields";

export default function updatePackage(RED: NodeAPI): void {
  const house = houseOf(RED);
  const schema = schemaOf("update-package", fields, sayOf(RED));
  function UpdatePackageNode(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const { data, error } = schema.safeParse(config);
    if (error !== undefined) {
      this.error(house.say(text("package.not-set-right", { name: config.name ?? "", problems: problemsIn(error) })));
      return;
    }
    const { version: _, ...settings } = data;
    const update: UpdatePackage = { ...settings, sha256: settings.sha256?.toLowerCase() ?? null };
    house.packages.set(this.id, update);
    this.on("close", () => {
      if (house.packages.get(this.id) === update) house.packages.delete(this.id);
    });
  }
  RED.nodes.registerType("update-package", UpdatePackageNode as unknown as (this: Node, config: NodeDef) => void);
}
