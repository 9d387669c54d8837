/**
 * A night as the auditor sees it: the lab's truth as facts with their spans and by whose hand, and the runs as their journals and documents tell
 * them, read with schemas of its own. It knows the truth of the lab, and nothing of the run. Begin with `night.ts`.
 */
export type { Doer } from "./facts";
export type { Announced, Document, Run, RunRecords } from "./journal";
export { isNamed, mayBe, saidOf } from "./named";
export type { Limits } from "./limits";
export { closedMs, freshMs, noticedMs, usualLimits } from "./limits";
export type { Records } from "./night";
export { Night, secondsOf, timeOf } from "./night";
export type { Out } from "./out";
export { outBecauseOfUs } from "./out";
export type { Span } from "./span";
export { common, lengthOf, spansWhere } from "./span";
