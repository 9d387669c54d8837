import { Refused } from "../../../lib/run";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import type { House } from "./registry";

/** The update-package that a node's settings choose; null where they choose none. @throws Refused where the chosen one cannot be used */
export function packageOf(house: House, id: string | undefined): UpdatePackage | null {
  if (id === undefined || id === "") return null;
  const update = house.packages.get(id);
  if (update !== undefined) return update;
  throw new Refused(
    "package-not-usable",
    409,
    "The update-package that the node's settings choose cannot be used: it is missing, disabled or not set right. Look at its settings, or choose another one.",
  );
}

/** Says which names there are; a path is no name. */
export function unknownPackage(house: House, name: string): string {
  const names = [...house.packages.values()].map((update) => update.name);
  return `There is no update-package named ${name.slice(0, 80)}. ${names.length === 0 ? "There is none at all yet." : `There are: ${names.join(", ")}.`}`;
}
