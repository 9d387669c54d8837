/**
 * Warm PowerShells: a process (`host.ts`) carries several servers, each in a lane of its own; a shell is a server's place in one, and takes one
 * request after the other. How they are found, started, asked and given up, and why they failed. A request is data and never script. It knows
 * `process`, and nothing of operations and servers. Begin with `shell.ts`.
 */
export type { Answered, CallOptions, HostOptions } from "./call";
export type { ShellFailureCode } from "./failure";
export { ShellFailure } from "./failure";
export { Hosts } from "./hosts";
export { Shell } from "./shell";
