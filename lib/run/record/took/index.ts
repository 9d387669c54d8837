/**
 * How long members take: what journals tell of it, and what is reckoned from that, as a rule and in the slow case. Pure, like the rest of the
 * record. Begin with `took.ts`.
 */
export type { Took } from "./took";
export type { Expected, Takes, Timed } from "./reckoned";
export { expected, takes, updateTakes } from "./reckoned";
export type { TimesDocument } from "./times";
export { reckonedAtStart, timesOf } from "./times";
export { tookIn } from "./took";
