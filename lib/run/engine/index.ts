/**
 * The run, all put together: it takes messages, plays steps on members, and ends with a report; and the runs of this process, with those that an
 * earlier process left open. It knows every other room of the run, and none of them knows it. Begin with `run.ts`.
 */
export type { Carried, Deployed, Listener, RunView } from "./listener";
export type { StepAnswer, StepAsk } from "../member";
export { Run } from "./run";
export type { TakeUp } from "./go-on";
export { Runs } from "./runs";
