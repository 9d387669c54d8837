/**
 * The journals of runs as lines for people: which runs there are, what one did, and whether its journal holds. It reads files and changes none.
 * Begin with `run-journal.ts`.
 */
export { runJournal } from "./run-journal";
