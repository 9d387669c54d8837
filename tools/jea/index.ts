/**
 * `npm run jea`: the files of JEA endpoints that allow what a flow needs and nothing else, from the steps' `uses` and the catalogue of operations.
 * It knows lib/, and asks no server. Begin with `run-jea.ts`.
 */
export { runJea } from "./run-jea";
