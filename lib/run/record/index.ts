/**
 * What a run is: its entries, and the state that replaying them gives; from it come documents, summaries and messages. Pure: no clock, no promise,
 * no input or output. It knows nothing else of the run but the top of `lib/run`; all other rooms of the run know it.
 * Begin with `entry.ts`, then `state.ts`.
 */
export type { Soak } from "./batches";
export { batchesOf, batchToCome, openSoak, seenBefore } from "./batches";
export { endInWords, wouldEnd, wouldGetTo } from "./dry-run";
export { differencesFrom } from "./differences";
export type { MemberDocument, RunDocument } from "./document";
export { documentOf } from "./document";
export type { Dated, DeployedNode, WatchedBy } from "./entry";
export { BETWEEN_STEPS, Cause, Entry, MemberOutcome, Plan } from "./entry";
export type { Job } from "./jobs";
export { jobCutOff, jobsOf } from "./jobs";
export type { MemberPart, RunPart } from "./message";
export { keptOf, toJson } from "./message";
export { JournalFailed, messageLost, onReserve, reasonOf, Stopped } from "./reason";
export type { ChangeState, MemberState, Repeated, StepState, ToMend, Upkeep, WouldChange } from "./member-state";
export { folded, hasFailed, openQuestion, stepAtWork } from "./member-state";
export type { Given, Question } from "./question";
export { AnswerName, answerInWords, givenInWords, isOfNoStep, questionInWords } from "./question";
export type { RunState } from "./state";
export { alarmed, apply, begin, memberOf, membersAtWork, nextChange, replay } from "./state";
export {
  byItsJournal,
  inOneSentence,
  leftToDo,
  LONGEST_REASON,
  nameInWords,
  outcomeInWords,
  resting,
  standing,
  stoppedAt,
  takenBack,
} from "./summary";
export type { ToDo } from "./to-do";
export { toDoOn } from "./to-do";
export type { Expected, Takes, Took } from "./took";
export { expected, reckonedAtStart, takes, tookIn, updateTakes } from "./took";
export { asKept, entryOf, versioned } from "./version";
