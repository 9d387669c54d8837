export { PowerShellConnection } from "./connection";
export type { Flat, Parameters } from "./functions";
export { functionOf, functions } from "./functions";
export type { Credential, PowerShellSettings, SshSettings, WinRmSettings } from "./settings";
export { defaultExecutable } from "./settings";
