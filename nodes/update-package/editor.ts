import type { Problem } from "../shared/fields";
import { textOf } from "../shared/fields";
import { currentText } from "../shared/editor";
import type { Own } from "../shared/editor";

export const own: Own = { checks: { name: problemOfName, expectedBuild: problemOfBuild } };

/** Packages are chosen by name, so no two may have the same one. */
function problemOfName(value: unknown, { id }: EditorNode): Problem | null {
  const wanted = textOf(value)?.toLowerCase();
  let taken = false;
  RED.nodes.eachConfig((other) => {
    if (other.type === "update-package" && other.id !== id && textOf(other["name"])?.toLowerCase() === wanted) taken = true;
  });
  return taken ? { reason: "nameTaken" } : null;
}

/**
 * Rollups and security updates stay within a version, which the first two numbers of a build name; setup may lead to the next.
 * Preflight would refuse the members of the other version one by one.
 */
function problemOfBuild(value: unknown, node: EditorNode): Problem | null {
  const fits = firstTwo(currentText(node, "fitsBuilds"));
  const after = firstTwo(textOf(value) ?? "");
  const staysWithin = ["rollup", "security-update"].includes(currentText(node, "kind"));
  const differs = after.length > 0 && fits.some((number, index) => number !== after[index]);
  return staysWithin && differs ? { reason: "otherVersion" } : null;
}

const firstTwo = (build: string): readonly string[] =>
  build
    .split(".")
    .filter((part) => part !== "")
    .slice(0, 2);
