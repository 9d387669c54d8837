/**
 * What our programs have in common: their command lines, what they write to, how they end, flow files, and the root of this repository. Programs
 * in the package use it too, so it needs no package that is only for development; `typescript.ts` does, so it is not exported here.
 * Begin with `main.ts`.
 */
export { CommandLine, helpOf, WrongUsage } from "./command-line";
export { filesToTry } from "./files-to-try";
export type { FlowNode } from "./flow-file";
export { readFlow } from "./flow-file";
export type { Out, Streams } from "./main";
export { main, tellFailure } from "./main";
export { manifestIn, root } from "./root";
export { untilSignal } from "./signals";
export { columns, wrap } from "./text";
