/**
 * What runs long on a member of the lab: installers, their logs and exit codes, Windows updates and commands. A job is planned when it starts and
 * happens by the timeline. It knows machine and laws. Begin with `jobs.ts`.
 */
export { lookAtAccount, mayRunAs } from "./accounts";
export { Jobs } from "./jobs";
