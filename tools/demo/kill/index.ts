/**
 * Real kills: at which instants the Node-RED of a demo is killed, and what its night came to, by the lab's truth. The lab goes on meanwhile, since its
 * world is on the disk. Begin with `killing.ts`.
 */
export { killedDocument, killedLines, survived } from "./killed";
export type { Killed } from "./killing";
export { Killing } from "./killing";
export { recordsIn } from "./records";
