/**
 * What a run asks people while it holds, and what they have answered: as entries leave it in the state, and in words. Pure, like the rest of the
 * record. Begin with `question.ts`.
 */
export { applyQuestion } from "./apply";
export type { Given, Question } from "./question";
export { AnswerName, isOfNoStep } from "./question";
export { answerInWords, givenInWords, questionInWords } from "./words";
