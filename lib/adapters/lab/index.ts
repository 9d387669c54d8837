/**
 * The lab: a simulated array that goes on by itself, as an adapter. Its world follows from a seed, from the changes that it has accepted, and from
 * the time. It knows the waist, and nothing of runs and steps; its truth is for tests. Inside: `laws` (time, chance, faults), `machine` (one
 * server), `jobs` (what runs long on it), `array` (what the servers have in common).
 * Begin with `behaviours.ts`: each operation in a line or two; then `world.ts`.
 */
export type { Alert, Cut, Serving } from "./array";
export type { Fault, FaultName } from "./laws";
export { faultNames, Found, summaryOfFault } from "./laws";
export type { CultureName, ProductName } from "./captured";
export { cultureNames, productNames } from "./captured";
export { Lab } from "./lab";
export type { LabOptions } from "./options";
export { worldName } from "./options";
export { mediaOf, packages } from "./machine";
export type { RoleName } from "./machine";
export type { Done, Truth } from "./truth";
