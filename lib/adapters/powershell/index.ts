/**
 * Real servers, by PowerShell: each operation is a function of the module RollingUpdate, called over a session from a shell beside this process.
 * It knows the waist, and nothing of runs and steps. Inside: `shell` (one PowerShell that takes requests) and `process` (the process below it).
 * Begin with `functions.ts`, then `connection.ts`.
 */
export type { Question } from "./connection";
export { PowerShellConnection } from "./connection";
export type { Flat, Parameters } from "./functions";
export { functionOf, functions } from "./functions";
export { OwnPowerShell } from "./own-powershell";
export { findExecutable } from "./process";
export type { Credential, PowerShellSettings, SshSettings, WinRmSettings } from "./settings";
export { defaultExecutable } from "./settings";
