/**
 * Members and their steps over time, as a drawing in the report. It knows the record of a run and how the report makes its pieces. Begin with
 * `timeline.ts`.
 */
export { ticksOf } from "./ticks";
export { timeline } from "./timeline";
