/**
 * The steps that stop and start Windows services: Forefront's hooks, and the services that a user names; and what other steps need to know about
 * services: their order, which are kept stopped on purpose, and which are missed when they do not run. They know the parts, and from `traffic`
 * whether the member is out of service. Begin with `service-control.ts`; for what counts as damage with `service-rules.ts`.
 */
export { keptStopped } from "./held-services";
export { changedSince, downNow, Missed } from "./missed-services";
export { leftDisabled, newlyDisabled } from "./newly-disabled";
export { includesService, serviceNamed } from "./services-order";
