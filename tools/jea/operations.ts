/** Which operations a flow needs of its servers: what its steps and its way of telling who serves say that they use. */
import { usesOfServing } from "../../lib/gates/serving";
import type { OperationName } from "../../lib/server/catalogue";
import { nameOfRead, operationNames, operationOf } from "../../lib/server/catalogue";
import { steps } from "../../lib/steps";
import type { FlowNode } from "../program/flow-file";

/** The operations that one step asks, its undos included. Nothing for what is no step. */
export const operationsOfStep = (type: string): readonly OperationName[] => steps.get(type)?.uses ?? [];

/** @param serving how an array tells that a member serves */
const operationsOfServing = (serving: string): readonly OperationName[] =>
  Object.entries(usesOfServing).flatMap(([way, uses]) => (way === serving ? uses : []));

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
