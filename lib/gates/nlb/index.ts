/**
 * NLB as a gate: who serves by what the hosts of the cluster say, and whether they have lost sight of each other. Each host is asked about itself
 * alone. It knows the waist, and verdicts. Begin with `serving.ts`.
 */
export { servingByNlb, servingInNlb, usesOfNlb } from "./serving";
export { splitOf } from "./split";
