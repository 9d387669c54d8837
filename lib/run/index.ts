/**
 * The run: one rolling update of one array, from start to its report. It knows neither step nor product, only the waist (`lib/server`) and the
 * contract of a step (`step.ts`, for `lib/steps`). Others see only this file and that one. Inside, from the ground up:
 * `record` (what a run is, pure), `rules` (what to do next, pure), `store` (journal, lock and reports), `changes` (the layers through which a
 * run changes a server), `member` (one member at work), `engine` (it all put together), and `report` (the page for people).
 * Begin with `engine/run.ts`.
 */
export type { ArraySetup } from "./array-setup";
export { problemsOf } from "./array-setup";
export type { Carried, Listener, Run, RunView, StepAnswer, StepAsk } from "./engine";
export type { Deployed, TakeUp } from "./engine";
export { Runs } from "./engine";
export { AnswerName, byItsJournal, isOfNoStep, jobCutOff, openQuestion, takenBack } from "./record";
export type { DeployedNode, MemberPart, RunDocument, RunPart } from "./record";
export type { Host } from "./host";
export type { Problem } from "./refused";
export { Refused } from "./refused";
export { fieldsHashed } from "./rules";
export type { FlowProblem, Languages, RunSettings } from "./settings";
export { defaultSettings } from "./settings";
export type { Reading, Survey } from "./store/file";
export { FileStore, readingOf, surveyOf } from "./store/file";
export { MemoryStore } from "./store";
