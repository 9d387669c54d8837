/**
 * A run that holds: what it asks people, what they answer, and what follows; and a run that is paused. What is asked, and when, the rules say
 * in the room of the rules. Begin with `answer.ts`.
 */
export type { AnswerAsk } from "./answer";
export { answer } from "./answer";
export { askPeople, answeredAtLimit } from "./ask";
export { bearerOfError, heldByEdits, holdLost, holdMessage } from "./message-held";
export { endPause, isRunning, pause, pauseItself } from "./pause";
export { canSend, sendAgain } from "./send-again";
