/**
 * A real Node-RED in this process, with our nodes from their sources. It knows the nodes, and nothing of nights. Begin with `node-red.ts`.
 */
export type { Deploy, FlowNodes, Register, Said } from "./node-red";
export { NodeRed } from "./node-red";
