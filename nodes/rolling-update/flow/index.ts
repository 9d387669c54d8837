/**
 * The look at the flow before a run: what in it would lose a member, let it serve unverified, or fail when a member gets there. It knows the flow as it
 * is deployed and the step nodes in it, and no server. Begin with `check.ts`.
 */
export { around } from "./around";
export { checkedFlow, flowProblems, isOurs, stepsLeftOut } from "./check";
export { deployedNodes } from "./deployed";
export type { FlowNode } from "./graph";
export { allNodes, FlowGraph } from "./graph";
