/**
 * What several steps have in common: the picture taken before the update, jobs to their end, build numbers, set-up's log, and what to say when a
 * server refuses or is silent. It knows no step, and no other folder of `lib/steps`. Begin with `job-to-its-end.ts`.
 */
export { endOfLog } from "./end-of-log";
export { Before, beforeOf, mustBeKnown, servicesBefore, takeBefore, usesOfBefore } from "./before";
export { canUpgrade, compareBuilds, madeFor } from "./build-lines";
export { fitsBuild, hasBuild, hasVersion, sameBuild } from "./build-number";
export { howItEnded } from "./how-it-ended";
export type { JobState, Slow } from "./job-to-its-end";
export { jobNow, jobToItsEnd, usesOfJobs } from "./job-to-its-end";
export { sayingWhenSilent } from "./not-answering";
export { afterRefusal } from "./refusal";
export { runOfJob, setupLogSince, setupVerdict, usesOfSetupLog, whyNotDone } from "./setup-log";
export { setupLogPath } from "./setup-log-path";
