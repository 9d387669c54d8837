/**
 * The simulation: a seed makes a night, which is played in a real Node-RED on virtual time and judged by the auditor. It knows the product, lib/ and
 * nodes/, and no tests and no tools. `plan` says what is to happen, `runtime` is Node-RED, `play` plays, `auditor` judges.
 * Begin with `simulate.ts`.
 */
export { simulate } from "./simulate";
export type { Verdict, Violation } from "./simulate";
export { openStage } from "./stage";
