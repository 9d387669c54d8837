/**
 * What holds everywhere in the lab: its time, its chance, the faults that can be set, how a member is found at the beginning, and how a server says
 * no. It knows no machine. Begin with `timeline.ts`.
 */
export { Dice, share } from "./dice";
export type { EventName, OutsideEvent } from "./events";
export { begins, eventNames, minutesOf, outsideEvents, WHEN, workNames } from "./events";
export { summaryOfEvent, summaryOfFault } from "./fault-summary";
export type { Fault, FaultName } from "./faults";
export { faultNames, Faults, ofTheLabAlone } from "./faults";
export { Found } from "./found";
export type { CultureName, ProductName } from "./kinds";
export { cultureNames, productNames } from "./kinds";
export { labLimits } from "./limits";
export { Refusal } from "./refusal";
export type { Cancel } from "./timeline";
export { Timeline } from "./timeline";
