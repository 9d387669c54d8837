import type { Node, NodeAPI, NodeDef } from "node-red";
import { UpdatePackage } from "../../lib/steps/update/update-package";
import { houseOf } from "../shared/runtime/registry";
import { words } from "../shared/runtime/fields";

interface Config extends NodeDef {
  readonly kind: string;
  readonly file: string;
  readonly copyFrom: string;
  readonly sha256: string;
  readonly expectedBuild: string;
  readonly fitsBuilds: string;
  readonly arguments: string | readonly string[];
  readonly kbs: string | readonly string[];
}

export default function updatePackage(RED: NodeAPI): void {
  const house = houseOf(RED);
  function UpdatePackageNode(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const parsed = UpdatePackage.safeParse({
      ...config,
      sha256: config.sha256 || null,
      expectedBuild: config.expectedBuild || null,
      arguments: words(config.arguments),
      kbs: words(config.kbs),
    });
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
      this.error(`The update-package ${config.name} is not set right and cannot be used: ${problems}.`);
      return;
    }
    house.packages.set(this.id, parsed.data);
    this.on("close", () => {
      if (house.packages.get(this.id) === parsed.data) house.packages.delete(this.id);
    });
  }
  RED.nodes.registerType("update-package", UpdatePackageNode as unknown as (this: Node, config: Config) => void);
}
