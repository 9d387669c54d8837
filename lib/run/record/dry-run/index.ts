/**
 * What a dry run tells of a real one, where the real one would not get through. Pure, like the rest of the record. Begin with `would-end.ts`.
 */
export type { WouldEnd } from "./would-end";
export { dryRunStopped } from "./stopped";
export { endInWords, notFitIn, wouldEnd, wouldGetTo } from "./would-end";
