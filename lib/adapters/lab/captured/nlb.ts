import type { Capture } from "./capture";

export const nlb: Capture<{
  /** States as people are told them, with the code of `MicrosoftNLB_Node`. */
  readonly states: Readonly<Record<"converged" | "default" | "converging" | "draining" | "stopped" | "suspended", string>>;
  readonly codes: Readonly<Record<"converged" | "converging" | "draining" | "stopped" | "suspended", number>>;
  readonly events: Readonly<Record<"reloaded" | "notSaved" | "lastState" | "converged" | "convergedAsDefault", string>>;
  /** Why clients were cut, where NLB did it. */
  readonly cut: string;
}> = {
  source:
    "Codes: learn.microsoft.com, MicrosoftNLB_Node.StatusCode; their words are those that the member's module gives with them. Events: learn.microsoft.com, NLB driver events 28, 29, 36, 74 and 77; the words between their values are not verified.",
  kind: "documented",
  product: "Windows Server 2008 R2, Network Load Balancing",
  culture: "en-US",
  texts: {
    states: {
      converged: "converged (1007)",
      default: "converged as default host (1008)",
      converging: "converging (1006)",
      draining: "draining (1009)",
      stopped: "stopped (1005)",
      suspended: "suspended (1013)",
    },
    codes: { converged: 1007, converging: 1006, draining: 1009, stopped: 1005, suspended: 1013 },
    events: {
      reloaded: "The NLB parameters have been reloaded.",
      notSaved: "The last known host state could not be saved.",
      lastState: "The last known host state is used, whatever the initial host state is.",
      converged: "NLB host {host} converged as a host with host(s) {hosts}.",
      convergedAsDefault: "NLB host {host} converged as default host with host(s) {hosts}.",
    },
    cut: "NLB was {mode}",
  },
};
