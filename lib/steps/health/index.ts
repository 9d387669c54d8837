/**
 * The step that verifies a member after its update: services, events, probes, version and restart, each against the picture taken before it. One
 * file a thing that is looked at; none of them changes anything. Begin with `verify-health.ts`.
 */
export { verifyHealth } from "./verify-health";
