/**
 * What a dry run tells of a real one that would not get through: where it would end, because of whom, and which members it would come to. Pure, like
 * the rest of the record. Begin with `would-end.ts`.
 */
export { dryRunStopped } from "./stopped";
export type { WouldEnd } from "./would-end";
export { endInWords, notFitIn, wouldEnd, wouldGetTo } from "./would-end";
