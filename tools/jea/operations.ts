/** Which operations a flow needs of its servers: read from the sources of its steps, so that no list has to be kept. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { OperationName } from "../../lib/server/catalogue";
import { nameOfRead, operationNames, operationOf } from "../../lib/server/catalogue";
import { root } from "../program/root";
import type { FlowNode } from "../program/flow-file";

const lib = join(root, "lib");

/** A file and all that it imports within its room. */
function withImports(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
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

/** The file of a step or of a kind of gate, wherever it lies in its room. */
const fileOf = (room: string, name: string): string => {
  const path = readdirSync(join(lib, room), { recursive: true, encoding: "utf8" }).find((file) => basename(file) === `${name}.ts`);
  return join(lib, room, path ?? `${name}.ts`);
};

/** The operations that a file names, itself or in what it imports. */
const namedIn = (file: string): readonly OperationName[] => {
  const texts = [...withImports(file)].map((path) => readFileSync(path, "utf8")).join("\n");
  return operationNames.filter((name) => texts.includes(`"${name}"`));
};

/** The operations that one step names, its undos included. Nothing for what is no step. */
export const operationsOfStep = (type: string): readonly OperationName[] => (/^[a-z-]+$/.test(type) ? namedIn(fileOf("steps", type)) : []);

/** @param serving how an array tells that a member serves */
const operationsOfServing = (serving: string): readonly OperationName[] =>
  /^[a-z]+$/.test(serving) ? namedIn(serving === "nlb" ? join(lib, "gates", "nlb", "serving.ts") : fileOf("gates", serving)) : [];

/**
 * All that a flow may ask or change: by its steps, their undos, the reads in which changes are seen, the guard, and the picture of a member.
 * @returns in the order of the catalogue
 */
export function operationsOfFlow(nodes: readonly FlowNode[]): readonly OperationName[] {
  const enabled = nodes.filter(({ d }) => d !== true);
  const needed = new Set<OperationName>(["system.info"]);
  for (const node of enabled) for (const name of operationsOfStep(node.type)) needed.add(name);
  for (const { serving } of enabled.filter(({ type }) => type === "server-array"))
    for (const name of operationsOfServing(serving ?? "nlb")) needed.add(name);
  return withWhatGoesWithThem(needed);
}

function withWhatGoesWithThem(needed: Set<OperationName>): readonly OperationName[] {
  const groupsChanged = new Set<string | undefined>();
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
