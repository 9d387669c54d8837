/**
 * The steps that stop and start Windows services: Forefront's hooks, and the services that a user names; and what other steps need to know about
 * services: their order, and which are kept stopped on purpose. They know the parts, and from `traffic` whether the member is out of service.
 * Begin with `service-control.ts`.
 */
export { keptStopped } from "./held-services";
export { includesService, serviceNamed } from "./services-order";
