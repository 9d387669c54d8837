/**
 * Time: clocks to wait on, durations with their unit, moments as people read them, and maintenance windows. It knows nothing else of this
 * package, and all rooms may know it. The virtual clock is for tests alone and is not exported here. Begin with `clock.ts`: whatever waits is given
 * a `Clock`.
 */
export type { Clock } from "./clock";
export { idleClock, realClock, scaledClock, timerOn } from "./clock";
export { followed, whenAborted } from "./followed";
export { hours, instant, inWords, minutes, seconds } from "./duration";
export { dateAndTime, hostZone, offsetOf, timeSince } from "./moment";
export type { Window } from "./window";
export type { StartTimer, Timer } from "./timer";
export { realTimer } from "./timer";
export { fitsBefore, windowAt } from "./window";
export { isWritten, momentIn } from "./written";
