/**
 * What the members of the lab have in common: the NLB cluster, its clients, SCOM with its alerts, and the history of who served. It knows machine
 * and laws. Begin with `nlb-cluster.ts`.
 */
export type { Alert } from "./alerts";
export { Alerts } from "./alerts";
export type { Cut } from "./clients";
export { Clients } from "./clients";
export type { Host } from "./nlb-cluster";
export { Cluster } from "./nlb-cluster";
export { Scom } from "./scom";
export type { Serving } from "./serving-history";
export { ServingHistory } from "./serving-history";
