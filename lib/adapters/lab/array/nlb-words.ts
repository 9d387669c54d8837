/** The status codes of `MicrosoftNLB_Node`. */
export const NLB_CODES = { converged: 1007, converging: 1006, draining: 1009, stopped: 1005, suspended: 1013 } as const;

/** A state as people are told it: with the code. */
export const nlbText = (state: keyof typeof NLB_CODES, isDefault: boolean): string =>
  state === "converged" && isDefault ? "converged as default host (1008)" : `${state} (${NLB_CODES[state]})`;

/** What NLB writes at a boot where the last state has won over the default state. */
export const LAST_STATE = { id: 77, message: "The last known host state is used, whatever the initial host state is." } as const;
