/**
 * A real Node-RED runtime in this process, with our nodes from their sources: it has no editor and no disk, and takes one flow after the other.
 * It knows the nodes, and nothing of nights. Begin with `node-red.ts`.
 */
export type { Deploy, FlowNodes, Register, Said } from "./node-red";
export { NodeRed } from "./node-red";
