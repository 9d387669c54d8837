/**
 * The steps that take a member out of NLB and put it back, and what other steps need to know about that: is it out, has the array converged, does
 * it stay out after a boot. They know the parts and NLB as a gate. Begin with `nlb-drainstop.ts`.
 */
export { booted, keepOut, usesAfterBoot } from "./after-boot";
export { lookAtArray } from "./convergence";
export { isOut, mustBeOut, nlbHostIfAny, usesOutOfService } from "./out-of-service";
