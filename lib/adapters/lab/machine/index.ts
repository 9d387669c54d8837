/**
 * One member of the lab: a Windows server with its power, clock, logs, files, services and products. It knows the laws, and neither the array that
 * it belongs to nor the jobs that run on it. Begin with `machine.ts`.
 */
export { hook, maySwitch, switchTo } from "./forefront";
export { Machine } from "./machine";
export { mediaOf, onShare, packageIn, packages, patchOf } from "./packages";
export { comesUp, powerOn, restart } from "./power";
export { http, signOn, tcp } from "./probes";
export type { RoleName } from "./roles";
export { roleOf, servicesIn } from "./roles";
export { runScript } from "./scripts";
export type { Held } from "./services";
export { controlManager } from "./services";
export { SetupLog } from "./setup-log";
