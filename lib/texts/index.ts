/**
 * All that is said to people by lib/ and by the runtime halves of the nodes: the catalogue (`en-US/`), sentences as data (`text.ts`), reasons of
 * failures (`reason.ts`) and the one renderer (`say.ts`), which this page does not export: only those at the edge make text, the nodes and the tools, and
 * hand the way of saying things to the report and the API. It knows
 * durations and moments, and nothing of servers, steps and runs. Begin with `text.ts`.
 */
export type { Reason } from "./reason";
export { codeInWords, Failure, reason, sayReason, whatOf, wordsOf } from "./reason";
export type { List, Say, Text, Value, Words } from "./text";
export { duration, enumerated, instant, isText, joined, key, listed, quoted, shortened, text, textBeside, wordsOfSchema } from "./text";
