/**
 * What is put around an adapter's `invoke`, one small layer a file: replies are checked, reads are tried again, calls have a time limit, and a dry
 * run answers as if its changes had been made. A layer knows the catalogue and neither adapter nor run; those of a run are in `lib/run/changes`.
 * Begin with `checked.ts`.
 */
export { checked } from "./checked";
export { dryRun } from "./dry-run";
export { retryReads } from "./retry-reads";
export { timeLimit, timeLimitBy } from "./time-limit";
