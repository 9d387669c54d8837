/**
 * What this process does itself, the controller of the run: it probes members over the network, and tells others something. It knows the waist alone.
 * Begin with `controller.ts`.
 */
export { controllerOf } from "./controller";
