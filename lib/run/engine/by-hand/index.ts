/**
 * Steps that a person starts without the loop, each a run of its own, what is seen to between two of them,
 * and the end of what a chain of such steps has left. It knows the runs only through
 * what it is handed. Begin with `by-hand.ts`.
 */
export type { AnswerByHand, ByHandAsk, Opening } from "./by-hand";
export { endLeftByHand } from "./left-by-hand";
export { leftHalfWay } from "./left-half-way";
export { Starts } from "./starts";
