/**
 * One member at work: what a step is given, how it waits, which message may act, and how the member is left when the run ends. It knows record,
 * rules, store and changes, and nothing of the other members but through the guard. Begin with `visit.ts`.
 */
export { Work } from "./context";
export { finishMember } from "./finish";
export type { HalfDone } from "./half-done";
export { foundBefore, lastWorkOn, mayBeLeft } from "./half-done";
export { resumeMember } from "./resume";
export { cameIn, isInService, standing, stopIfServing } from "./keep-out";
export { endMember, leaveMember, unwritten } from "./leave";
export type { StepAnswer, StepAsk } from "./visit";
export { bearerOf, memberPartOf, runPartOf, visit } from "./visit";
