/**
 * One member at work: what a step is given, how it waits, which token may act next, and how the member is left when the run ends. It knows record,
 * rules, store and changes, and nothing of the other members but through the guard. Begin with `context.ts`.
 */
export { Work } from "./context";
export { endMember, giveUp, leaveMember } from "./leave";
export { Token } from "./token";
