// @ts-check
/** The functions that an endpoint shows, each with its parameters. */
import { WHOLE_NUMBER, constraintsOf } from "./parameters.mjs";

/** @typedef {import("./operations.mjs").Waist} Waist */
/** @typedef {import("./parameters.mjs").Constraint} Constraint */
/** @typedef {{ readonly name: string, readonly summary: string, readonly parameters: ReadonlyMap<string, Constraint> }} VisibleFunction */

const FENCE = /** @type {const} */ ({ pattern: WHOLE_NUMBER });
const HOST = /** @type {const} */ ({ pattern: "^[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?\\z" });

/** What sending a package through the session needs besides the function that puts it in its place. */
const ADD_PART = {
  name: "Add-RUFilePart",
  summary: "A part of a package that is sent through the session",
  parameters: new Map(
    /** @type {[string, Constraint][]} */ ([
      ["Path", { pattern: '^[^"<>|?*\\x00-\\x1f]{1,400}\\.part\\z', free: true }],
      ["Offset", { pattern: WHOLE_NUMBER }],
      ["Part", null],
      ["Fence", FENCE],
    ]),
  ),
};

/**
 * @param {Waist} waist
 * @param {readonly import("../../lib/server/catalogue.js").OperationName[]} operations
 * @param {"member" | "monitoring"} place
 * @param {readonly string[]} members names, where the flow tells them
 * @returns {readonly VisibleFunction[]}
 */
export function visibleFunctions({ operationOf, functionOf, keepsFence }, operations, place, members) {
  return operations.flatMap((name) => {
    const operation = operationOf(name);
    const { on, args, summary } = operation;
    const binding = functionOf(name);
    if (on !== place || binding === undefined) return [];
    /** @type {Map<string, Constraint>} */
    const parameters = new Map([
      .../** @type {[string, Constraint][]} */ (place === "monitoring" ? [["Computer", members.length > 0 ? { set: members } : HOST]] : []),
      ...constraintsOf(args, binding.parameters),
      .../** @type {[string, Constraint][]} */ (keepsFence(operation) ? [["Fence", FENCE]] : []),
    ]);
    // Asked at the beginning of each session: it must open where WMI does not answer.
    if (name === "system.info") parameters.set("NameOnly", null);
    if (name !== "files.copy") return [{ name: binding.name, summary, parameters }];
    parameters.set("Move", null);
    return [{ name: binding.name, summary, parameters }, ADD_PART];
  });
}
