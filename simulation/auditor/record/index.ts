/**
 * The promises about what a run does and says: how members are left, what is written down first, what is done once, what stops after a failure, and
 * what nobody may read. They hold the run's own records against the lab's truth. Begin with `as-found.ts`; one file for each promise.
 */
export { afterFailure } from "./after-failure";
export { asFound } from "./as-found";
export { batches } from "./batches";
export { held } from "./held";
export { once } from "./once";
export { oneRun } from "./one-run";
export { noSecrets } from "./secrets";
export { inWindows } from "./windows";
export { writtenFirst } from "./written-first";
