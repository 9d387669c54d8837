/**
 * The store in files under one folder: a journal of JSON lines for each run, the reports beside it, and a lock that the operating system takes
 * back from a dead process. It knows the ports in `store.ts` and the record. Begin with `file-store.ts`.
 */
export { FileStore } from "./file-store";
export type { Survey } from "./journal-index";
export type { Reading } from "./line";
export { readingOf } from "./line";
export { surveyOf } from "./survey";
