/**
 * A run that holds: what it asks people, what they answer, and what follows; and a run that is paused. What is asked, and when, the rules say
 * in the room of the rules. What is deployed is compared with the plan here, since people are asked about that too. Begin with `answer.ts`.
 */
export type { AnswerAsk } from "./answer";
export { answer } from "./answer";
export { askPeople, answeredAtLimit } from "./ask";
export { lookedAt, noteDifferences, planDiffers } from "./edits";
export type { Bearer } from "./message-held";
export { heldByEdits, holdErring, holdLost } from "./message-held";
export { endPause, isRunning, pause, pauseItself } from "./pause";
export { canSend, sendAgain } from "./send-again";
