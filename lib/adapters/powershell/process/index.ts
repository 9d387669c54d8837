/**
 * The process of a PowerShell and its pipes: lines, frames, time limits, and its end with all that it has started. It alone knows node-powershell
 * (`library.ts`), and nothing of what is asked. Begin with `process.ts`.
 */
export type { Frame, FrameId } from "./frames";
export { lineOf, secretLineOf } from "./frames";
export { NoPipes } from "./library";
export type { ShellLimits } from "./limits";
export { defaultLimits, timer, within } from "./limits";
export type { Exit } from "./process";
export { Process } from "./process";
