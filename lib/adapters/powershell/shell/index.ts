/**
 * One warm PowerShell that takes one request after the other: how it is found, started, asked and given up, and why it failed. A request is data
 * and never script. It knows `process`, and nothing of operations and servers. Begin with `shell.ts`.
 */
export { findExecutable } from "./executable";
export type { Answered } from "./shell";
export { Shell, ShellFailure } from "./shell";
