/**
 * The lab: a simulated array that goes on by itself, as an adapter. Its world follows from a seed, from the changes that it has accepted, and from
 * the time. It knows the waist, and nothing of runs and steps; its truth is for tests. Inside: `laws` (time, chance, faults), `machine` (one
 * server), `jobs` (what runs long on it), `array` (what the servers have in common).
 * Begin with `behaviours.ts`: each operation in a line or two; then `world.ts`.
 */
export type { Alert, Cut, Serving } from "./array";
export type { CultureName, EventName, Fault, FaultName, OutsideEvent, ProductName } from "./laws";
export { cultureNames, Dice, eventNames, faultNames, Found, outsideEvents, productNames, summaryOfEvent, summaryOfFault } from "./laws";
export { Lab } from "./lab";
export type { LabOptions } from "./options";
export { worldName } from "./options";
export { mediaOf, packages, patchOf } from "./machine";
export type { RoleName } from "./machine";
export type { Happened } from "./happenings";
export type { Fact, Hand, StandingFacts } from "./history";
export type { Done, NotDone, Truth } from "./truth";
