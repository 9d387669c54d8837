/**
 * What to do next, as functions of the record: the plan of a run, and whether another member may be taken. Pure, like the record, which is all
 * that it knows of the run's rooms. Begin with `decide.ts`.
 */
export type { Duty } from "./decide";
export { decide } from "./decide";
export type { PlanDifferences } from "./deployed";
export { fieldsHashed, planDifferences } from "./deployed";
export type { Ledger } from "./ledger";
export { ledgerOf, mustNotServe } from "./ledger";
export { refuseOutOfTime, shortOfTime, tooLate, tooLateToUpdate } from "./in-time";
export { refuseUnfinished } from "./member-rules";
export type { Asking } from "./question";
export { askingAbout, asksAboutEdits, endedByAnswer } from "./question";
export type { Health } from "./soak";
export { worseThan } from "./soak";
export type { StartAsk } from "./plan";
export { hashOf } from "./hash";
export { planOf } from "./plan";
