// @ts-check
/** Which operations a flow needs of its servers: read from the sources of its steps, so that no list has to be kept. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** @typedef {import("../../lib/server/catalogue.js").OperationName} OperationName */
/** @typedef {import("../demo/flow.mjs").FlowNode} FlowNode */

/**
 * The catalogue, from the sources in tests and as it is built in the script.
 * @typedef {object} Waist
 * @property {readonly OperationName[]} operationNames
 * @property {typeof import("../../lib/server/catalogue.js").operationOf} operationOf
 * @property {typeof import("../../lib/server/catalogue.js").nameOfRead} nameOfRead
 * @property {typeof import("../../lib/server/operation.js").keepsFence} keepsFence
 * @property {typeof import("../../lib/adapters/powershell/functions.js").functionOf} functionOf
 */

const lib = join(import.meta.dirname, "..", "..", "lib");

/** A file and all that it imports within its room. @param {string} file @param {Set<string>} [found] @returns {ReadonlySet<string>} */
function withImports(file, found = new Set()) {
  if (found.has(file) || !existsSync(file)) return found;
  found.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/ from "(\.[^"]*)"/g)) {
    const imported = join(dirname(file), path);
    // The other rooms bring in operations by what the steps ask of them only.
    if (dirname(imported).startsWith(dirname(file))) withImports(`${imported}.ts`, found);
    else if (imported.startsWith(join(lib, "steps"))) withImports(`${imported}.ts`, found);
  }
  return found;
}

/** The file of a step or of a kind of gate, wherever it lies in its room. @param {string} room @param {string} name */
const fileOf = (room, name) => {
  const path = readdirSync(join(lib, room), { recursive: true, encoding: "utf8" }).find((file) => basename(file) === `${name}.ts`);
  return join(lib, room, path ?? `${name}.ts`);
};

/** The operations that a file names, itself or in what it imports. @param {Waist} waist @param {string} file */
const namedIn = ({ operationNames }, file) => {
  const texts = [...withImports(file)].map((path) => readFileSync(path, "utf8")).join("\n");
  return operationNames.filter((name) => texts.includes(`"${name}"`));
};

/**
 * The operations that one step names, its undos included. Nothing for what is no step.
 * @param {Waist} waist
 * @param {string} type
 */
export const operationsOfStep = (waist, type) => (/^[a-z-]+$/.test(type) ? namedIn(waist, fileOf("steps", type)) : []);

/** @param {Waist} waist @param {string} serving how an array tells that a member serves */
const operationsOfServing = (waist, serving) =>
  /^[a-z]+$/.test(serving) ? namedIn(waist, serving === "nlb" ? join(lib, "gates", "nlb", "serving.ts") : fileOf("gates", serving)) : [];

/**
 * All that a flow may ask or change: by its steps, their undos, the reads in which changes are seen, the guard, and the picture of a member.
 * @param {Waist} waist
 * @param {readonly FlowNode[]} nodes
 * @returns {readonly OperationName[]} in the order of the catalogue
 */
export function operationsOfFlow(waist, nodes) {
  const enabled = nodes.filter((node) => /** @type {{ d?: boolean }} */ (node).d !== true);
  const needed = new Set(/** @type {OperationName[]} */ (["system.info"]));
  for (const node of enabled) for (const name of operationsOfStep(waist, node.type)) needed.add(name);
  for (const node of enabled.filter(({ type }) => type === "server-array")) {
    const { serving } = /** @type {{ serving?: string }} */ (node);
    for (const name of operationsOfServing(waist, serving ?? "nlb")) needed.add(name);
  }
  return withWhatGoesWithThem(waist, needed);
}

/** @param {Waist} waist @param {Set<OperationName>} needed */
function withWhatGoesWithThem({ operationNames, operationOf, nameOfRead }, needed) {
  const groupsChanged = new Set();
  for (const name of needed) {
    const operation = operationOf(name);
    if (operation.kind !== "change") continue;
    groupsChanged.add(name.split(".")[0]);
    for (const { read } of operation.seen) needed.add(nameOfRead(read));
  }
  for (const name of operationNames) {
    const operation = operationOf(name);
    if (operation.kind === "read" && operation.facts !== undefined) needed.add(name);
    // A member that serves although it must not is stopped by the run itself.
    if (operation.kind === "change" && operation.takesOutAtOnce === true && groupsChanged.has(name.split(".")[0])) needed.add(name);
  }
  return operationNames.filter((name) => needed.has(name));
}
