/**
 * A night, played: the servers of the lab, a disk, and a process with Node-RED in it that comes and goes, all on one clock. What goes wrong follows
 * from the plan. It judges nothing. Begin with `play.ts`.
 */
export type { Kept } from "./kept-store";
export type { Away } from "./computer";
export type { Played } from "./play";
export { play } from "./play";
export type { Stage } from "./stage";
