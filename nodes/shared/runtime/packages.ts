import { Refused } from "../../../lib/run";
import type { Text } from "../../../lib/texts";
import { listed, text } from "../../../lib/texts";
import type { UpdatePackage } from "../../../lib/steps/update";
import type { Registry } from "./registry";

/** The update-package that a node's settings choose; null if they choose none. @throws Refused if the chosen one cannot be used */
export function packageOf(registry: Registry, id: string | undefined): UpdatePackage | null {
  if (id === undefined || id === "") return null;
  const update = registry.packages.get(id);
  if (update !== undefined) return update;
  throw new Refused("package-not-usable", 409, text("package.not-usable"));
}

/** Says which names there are; a path is not a name. */
export function unknownPackage(registry: Registry, asked: string): Text {
  const [name, names] = [asked.slice(0, 80), [...registry.packages.values()].map((update) => update.name)];
  return names.length === 0 ? text("package.none-yet", { name }) : text("package.unknown", { name, names: listed(names) });
}
