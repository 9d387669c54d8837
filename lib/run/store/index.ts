/**
 * Where runs are kept: the ports for journals, locks and reports, a store in memory and one in files (`file`), and the recorder, which writes the
 * journal and keeps the state that it gives. It knows the record alone. Begin with `store.ts`.
 */
export { MemoryStore } from "./memory-store";
export { Recorder } from "./recorder";
export type { Lock, RunStore } from "./store";
export { Held, Taken } from "./store";
export { tookBefore } from "./took-before";
