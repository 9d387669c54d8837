/**
 * What the test button and check-windows ask of a server: every read, and whether it answers as the catalogue says. It changes nothing. It knows
 * the waist, and neither run nor adapter. Begin with `try-reads.ts`.
 */
export type { Outcome, Question, SaidTried, Tried } from "./try-reads";
export { plainReads, sayTried, tryReads, whyAskNoOther } from "./try-reads";
