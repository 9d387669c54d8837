import type { Node, NodeAPI, NodeDef } from "node-red";
import type { UpdatePackage } from "../../lib/steps/update";
import { text } from "../../lib/texts";
import { problemsIn, registryOf, sayOf, schemaOf } from "../shared/runtime";
import { fields } from "./fields";

export default function updatePackage(RED: NodeAPI): void {
  const registry = registryOf(RED);
  const schema = schemaOf("update-package", fields, sayOf(RED));
  function UpdatePackageNode(this: Node, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const { data, error } = schema.safeParse(config);
    if (error !== undefined) {
      this.error(registry.say(text("package.not-set-right", { name: config.name ?? "", problems: problemsIn(error) })));
      return;
    }
    const { version: _, ...settings } = data;
    const update: UpdatePackage = { ...settings, sha256: settings.sha256?.toLowerCase() ?? null };
    registry.packages.set(this.id, update);
    this.on("close", () => {
      if (registry.packages.get(this.id) === update) registry.packages.delete(this.id);
    });
  }
  RED.nodes.registerType("update-package", UpdatePackageNode as unknown as (this: Node, config: NodeDef) => void);
}
