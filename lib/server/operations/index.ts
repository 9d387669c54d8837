/**
 * The entries of the catalogue, one file a group, each with the shapes and words of its group that others need. An entry says what it asks, what
 * comes back, where it runs, in which read a change is seen, and how a person does it by hand. It knows the builders in `operation.ts` and no other
 * group. `catalogue.ts` puts them together. Begin with `nlb.ts`.
 */
export { EventCursor, events, LoggedEvent } from "./events";
export { files } from "./files";
export { forefront } from "./forefront";
export { job, Work } from "./job";
export { DefaultState, nlb, NO_NLB_NODE } from "./nlb";
export { notice } from "./notice";
export { probe } from "./probe";
export { MaintenanceReason, scom } from "./scom";
export { script } from "./script";
export { sameService, Service, services } from "./services";
export { sameBoot, system } from "./system";
export { update } from "./update";
