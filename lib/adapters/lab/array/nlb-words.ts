import { nlb } from "../captured";

/** The status codes of `MicrosoftNLB_Node`. */
export const NLB_CODES = nlb.texts.codes;

/** A state as people are told it: with the code. */
export const nlbText = (state: Exclude<keyof typeof nlb.texts.states, "default">, isDefault: boolean): string =>
  nlb.texts.states[state === "converged" && isDefault ? "default" : state];

/** What NLB writes at a boot where the last state has won over the default state. */
export const LAST_STATE = { id: 77, message: nlb.texts.events.lastState } as const;
