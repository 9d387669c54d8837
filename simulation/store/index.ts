/**
 * A store of runs that can crash: what is on the disk outlives the processes that wrote it, and each process sees the disk by a store of its own. A
 * crash loses what was not synced, appends and syncs fail on demand, a process can be halted for so long that another takes over. It keeps all that
 * the ports of `lib/run/store/store.ts` promise, and is held to it by the same tests as the store in files. It knows those ports and the record.
 * Begin with `disk.ts`, then `process-store.ts`.
 */
export { Disk } from "./disk";
export type { Life, Operation, Trouble } from "./life";
export type { Crash, ProcessStore } from "./process-store";
