/**
 * The entries of the catalogue, one file a group, each with the shapes and words of its group that others need. An entry says what it asks, what
 * comes back, where it runs, in which read a change is seen, and how a person does it by hand. It knows the builders in `operation.ts` and no other
 * group. `catalogue.ts` puts the entries together; here is what else other rooms take. Begin with `nlb.ts`.
 */
export { EventCursor, eventsAfter, LoggedEvent } from "./events";
export { Work } from "./job";
export { DefaultState, nlb, NO_NLB_NODE } from "./nlb";
export type { probe, ProbeError } from "./probe";
export { signOnOutcomes } from "./probe";
export { MaintenanceReason } from "./scom";
export { sameService, Service } from "./services";
export { setupLogPath } from "./setup-log-path";
export { sameBoot, SetExecutionPolicy, system } from "./system";
