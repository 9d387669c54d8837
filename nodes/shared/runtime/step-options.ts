import type { z } from "zod";
import { Refused } from "../../../lib/run";
import type { UpdatePackage } from "../../../lib/steps/update";
import { text } from "../../../lib/texts";
import { packageOf, unknownPackage } from "./packages";
import type { Registry } from "./registry";
import type { missingIn } from "./schema";
import { problemsIn } from "./schema";

/** Whether a step installs a package, and cannot do without. */
export type NeededPackage = "always" | "if there is one";

/** What the options of a step come from: the settings of its node, what Node-RED keeps apart from them, and the update that a message names. */
interface OptionsFrom {
  readonly registry: Registry;
  /** As it was saved. */
  readonly config: object;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<object>;
  readonly missing: ReturnType<typeof missingIn>;
  readonly kind: { readonly needsPackage?: NeededPackage | undefined };
  /** `msg.update` */
  readonly update: unknown;
}

/** What is wrong with the settings of a node before a message of a run has come; null: nothing. */
export function problemOf(from: OptionsFrom): Refused | null {
  try {
    optionsOf(from);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** @throws Refused if the node is not set up right, or it is not clear which package is meant */
export function optionsOf({ registry, config, credentials, schema, missing, kind, update: named }: OptionsFrom): object {
  const { data, error } = schema.safeParse(config);
  const problems = error === undefined ? missing({ config, credentials }) : problemsIn(error);
  if (problems !== "") throw new Refused("bad-options", 409, text("run.bad-options", { problems }));
  const { update: own, ...options } = data as { readonly update?: string };
  if (kind.needsPackage === undefined) return options;
  return { ...options, package: packageFor({ registry, kind, update: named }, own) };
}

/** The package that the node's settings choose, or else the one that the message names. @throws Refused if neither names a known one */
function packageFor(
  { registry, kind, update: name }: Pick<OptionsFrom, "registry" | "kind" | "update">,
  chosen: string | undefined,
): UpdatePackage | null {
  const own = packageOf(registry, chosen);
  if (own !== null) return own;
  if (name === undefined || name === null || name === "") {
    if (kind.needsPackage === "if there is one") return null;
    throw new Refused("no-package", 400, text("package.none-named"));
  }
  const update = typeof name === "string" ? registry.packageNamed(name) : undefined;
  if (update === undefined) throw new Refused("unknown-package", 400, unknownPackage(registry, JSON.stringify(name)));
  return update;
}
