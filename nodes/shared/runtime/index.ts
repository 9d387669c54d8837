/**
 * What the runtime halves of all nodes have in common: they take a message, find the run or the array that it belongs to, hand the work over to it,
 * and show how it goes. It knows Node-RED, lib/ by its faces, and no node. Begin with `step-node.ts`, which makes a node of a step.
 */
export type { Message, Send } from "./input";
export { onInput, sayThrown } from "./input";
export { memberPart, runPart } from "./message";
export { packageOf, unknownPackage } from "./packages";
export type { ArrayNode, ConnectionNode, DeployedStep, Destination } from "./registry";
export { connectionNode, folderOf, placeOf, Registry, registryOf } from "./registry";
export { problemsIn, sayOf, schemaOf } from "./schema";
export { Status } from "./status";
export { registerStepNode } from "./step-node";
