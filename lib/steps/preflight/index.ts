/**
 * The step before everything else: is this member, and the array, fit to start? It changes nothing, and takes the picture with which later steps
 * compare. Checks are sorted by what they look at: the server, the update, the surroundings. Begin with `check.ts`, then `preflight-check.ts`.
 */
export { preflightCheck } from "./preflight-check";
