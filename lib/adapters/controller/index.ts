/**
 * What this process, the controller of the run, does itself: it probes members over the network and posts notices. It knows only the waist.
 * Begin with `controller.ts`.
 */
export { controllerOf } from "./controller";
