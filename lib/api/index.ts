/**
 * The commands of the HTTP API and their answers, without Node-RED: what a start or a stop may say, what is answered, and how an error is. It knows
 * the face of the run, and no node. Begin with `commands.ts`.
 */
export type { Answer, ErrorBody } from "./answer";
export { errorBody, refusal } from "./answer";
export { hasBody, jsonIn, noBody, refuseUnlessJson } from "./body";
export type { StartBody } from "./commands";
export {
  AnswerBody,
  AnswerMessage,
  bodyOf,
  keyOf,
  refuseOtherArray,
  requestOf,
  started,
  startOf,
  GoOnBody,
  GoOnMessage,
  PauseBody,
  PauseMessage,
  StopBody,
  StopMessage,
} from "./commands";
