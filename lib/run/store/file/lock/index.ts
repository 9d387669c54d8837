/**
 * Who has an array: a socket that the operating system takes back from a dead process, the owner with its heartbeat written into the folder for those
 * who cannot see that socket, and the fencing number. It knows the port in `lib/run/store/store.ts`, and files. Begin with `file-locks.ts`.
 */
export type { Limits } from "./file-locks";
export { FileLocks } from "./file-locks";
