/** Which operations a flow needs: those that its steps, and its way to tell who serves, list in their `uses`. */
import { usesOfServing } from "../../lib/gates";
import type { OperationName } from "../../lib/server";
import { nameOfRead, operationNames, operationOf } from "../../lib/server";
import { steps } from "../../lib/steps";
import type { FlowNode } from "../program";

/** The operations that a step asks, including its undos; none for any other node. */
export const operationsOfStep = (type: string): readonly OperationName[] => steps.get(type)?.uses ?? [];

/**
 * Everything that a flow may ask or change: its steps, their undos, the reads in which changes are seen, the guard, and the picture of a member.
 * @returns in the order of the catalogue
 */
export function operationsOfFlow(nodes: readonly FlowNode[]): readonly OperationName[] {
  const enabled = nodes.filter(({ d }) => d !== true);
  const needed = new Set<OperationName>(["system.info"]);
  for (const node of enabled) for (const name of operationsOfStep(node.type)) needed.add(name);
  for (const { serving, otherMeans } of enabled.filter(({ type }) => type === "server-array"))
    for (const name of usesOfServing({ serving: serving ?? "nlb", otherMeans: otherMeans === true })) needed.add(name);
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
    // If a member serves although it must not, the run itself stops it.
    if (operation.kind === "change" && operation.takesOutAtOnce === true && groupsChanged.has(name.split(".")[0])) needed.add(name);
  }
  return operationNames.filter((name) => needed.has(name));
}
