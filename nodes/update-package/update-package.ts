import type { Node, NodeAPI, NodeDef } from "node-red";
import { UpdatePackage } from "../../lib/steps/update/update-package";
import { joined, text } from "../../lib/texts";
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
      const problems = joined(parsed.error.issues.map(({ path, message }) => text("api.problem", { path: path.join("."), message })));
      this.error(house.say(text("package.not-set-right", { name: config.name ?? "", problems })));
      return;
    }
    house.packages.set(this.id, parsed.data);
    this.on("close", () => {
      if (house.packages.get(this.id) === parsed.data) house.packages.delete(this.id);
    });
  }
  RED.nodes.registerType("update-package", UpdatePackageNode as unknown as (this: Node, config: Config) => void);
}
