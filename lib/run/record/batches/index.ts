/**
 * The members of a run in their batches, in which order they are taken, and how those that are updated did before more were: as entries leave it in
 * the state. Pure, like the rest of the record. Begin with `batches.ts`.
 */
export type { Batched } from "./batches";
export { batchesOf, batchToCome, seenBefore } from "./batches";
export type { Soak } from "./soak";
export { applyBetween, openSoak } from "./soak";
