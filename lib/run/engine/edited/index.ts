/**
 * What is deployed while a run is at work: how it differs from the plan, and whether somebody has said that the run goes on so. How it is compared,
 * the rules say in the room of the rules. It knows nothing of questions. Begin with `looked-at.ts`.
 */
export type { Said } from "./accepted";
export { acceptedEdits, noteDifferences } from "./accepted";
export type { Deployed, DeployedNow, Edits } from "./looked-at";
export { lookedAt, planDiffers } from "./looked-at";
