export { anonymous } from "./anonymous";
export type { Document, Row } from "./document";
export { answers, answerWords, containsNames, isGood } from "./document";
export { pageOf } from "./page";
