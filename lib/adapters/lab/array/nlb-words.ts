import { fill, nlb } from "../captured";

/** The status codes of `MicrosoftNLB_Node`. */
export const NLB_CODES = nlb.texts.codes;

/** A state as people are told it: with the code. */
export const nlbText = (state: Exclude<keyof typeof nlb.texts.states, "default">, isDefault: boolean): string =>
  nlb.texts.states[state === "converged" && isDefault ? "default" : state];

/** What NLB writes at a boot where the last state has won over the default state. */
export const LAST_STATE = { id: 77, message: nlb.texts.events.lastState } as const;

interface Converged {
  readonly priority: number;
  readonly isDefault: boolean;
}

/** What a host writes when it has converged with these, itself among them. */
export const convergedEvent = ({ priority, isDefault }: Converged, together: readonly Converged[]) => ({
  id: isDefault ? 29 : 28,
  message: fill(isDefault ? nlb.texts.events.convergedAsDefault : nlb.texts.events.converged, {
    host: priority,
    hosts: together.map((one) => one.priority).join(","),
  }),
});
