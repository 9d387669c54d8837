/**
 * The layers through which a run changes a server: the guard asks whether enough others serve, the journal announces and records each change, a
 * dry run leaves it out; and undo takes changes back. They know record, rules and store, and no engine. Begin with `layers.ts`.
 */
export { noticeBoot } from "./boots";
export { Guard } from "./guard";
export { showFence } from "./fence";
export { fenced, guarded, journaled, planned } from "./layers";
export { told } from "./told";
export { toMend, undosOf, unwind } from "./undo";
