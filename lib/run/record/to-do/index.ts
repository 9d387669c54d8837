/**
 * What a person has to do on a member after a run, as one list in its order: look first, mend, put back. Pure, like the rest of the record: it comes
 * from the entries alone, so that the page, the document and the demo say the same. Begin with `to-do.ts`.
 */
export type { ToDo } from "./item";
export { toDoOn } from "./to-do";
