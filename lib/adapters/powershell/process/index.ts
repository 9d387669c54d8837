/**
 * The process of a PowerShell and its pipes: which file it is, its environment, lines, frames, time limits, and its end with all that it has started. It alone knows node-powershell
 * (`library.ts`), and nothing of what is asked. Begin with `process.ts`.
 */
export { Deferred } from "./deferred";
export { environmentOf } from "./environment";
export { findExecutable } from "./executable";
export type { Frame, FrameId } from "./frames";
export { asciiOf, hexOf } from "./frames";
export { NoPipes } from "./library";
export type { ShellLimits } from "./limits";
export { defaultLimits, timer, within } from "./limits";
export type { Exit } from "./process";
export { readable, Tail } from "./lines";
export { Process } from "./process";
export { killTree } from "./tree";
