/**
 * What the loop does with a run but commanding it: it says how it stands, hears of its messages and its end, and goes on with it when the flows have
 * started again. It knows the runtime half of all nodes, and neither commands nor HTTP. Begin with `listening.ts`.
 */
export { tellEditors } from "./at-work";
export { afterStart } from "./after-start";
export { listening } from "./listening";
export { untilReady } from "./ready";
