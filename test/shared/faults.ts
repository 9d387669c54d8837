import should from "should";
import type { FaultName, Truth } from "../../lib/adapters/lab";
import { packages } from "../../lib/adapters/lab";

/** A state in which a member may be left after a run was stopped (design, section 5). */
export type Left = "as found" | "resting" | "unreachable" | "converging";

export interface Expected {
  /** Null if the run recovers. */
  readonly code: string | null;
  readonly left: Left | "updated";
  /** Preflight sees it before the first member is touched. */
  readonly seenBefore?: true;
  /** A word that the report must have. */
  readonly says?: RegExp;
}

/** What each fault leads to, wherever the bundled flow runs. */
export const expected: Record<FaultName, Expected> = {
  "drain-never-ends": { code: "drain-limit", left: "as found", says: /3 clients/ },
  vanishes: { code: "unreachable", left: "unreachable", says: /CAS\d/ },
  "installer-fails": { code: "installer-failed", left: "resting", says: /1603/ },
  "installer-busy": { code: null, left: "updated" },
  "installer-restarts": { code: null, left: "updated" },
  "reboot-hangs": { code: "restart-limit", left: "unreachable", says: /has not come back/ },
  "service-stays-down": { code: "verify-failed", left: "resting", says: /MSExchangeServiceHost/ },
  "split-cluster": { code: "split-cluster", left: "as found", says: /default host/ },
  "execution-policy": { code: "not-fit", left: "as found", seenBefore: true, says: /Get-ExecutionPolicy -List/ },
  "scom-refuses": { code: "scom-refused", left: "as found", says: /SCOM/ },
  "never-converges": { code: "never-converged", left: "converging", says: /converging/ },
  "serves-too-early": { code: null, left: "updated", says: /was in service in NLB .* told to stop at once/ },
  "old-tls": { code: "verify-failed", left: "resting", says: /TLS/ },
  // Seen by a verify-health that signs on, which the bundled flow does not.
  "sign-on-fails": { code: null, left: "updated" },
  "update-unlisted": { code: null, left: "updated" },
  "restart-again": { code: "verify-failed", left: "resting", says: /restart/ },
  "scom-parts-stay": { code: null, left: "updated" },
  "answer-lost": { code: null, left: "updated", says: /answer to .* was lost/ },
};

/** In which state CAS1 is left, which comes before the member with the fault. */
export const firstIsLeft = ({ left, seenBefore }: Expected): Left | "updated" =>
  // An array that does not converge has all of its members converging, those that were updated too.
  left === "converging" ? "converging" : seenBefore === true ? "as found" : "updated";

/** The state in which a member is really left, according to the lab. */
export const leftOf = (truth: Truth, name: string): Left | "updated" => {
  const member = truth.members[name];
  if (member === undefined) throw new Error(`The lab has no ${name}.`);
  if (!member.reachable) return "unreachable";
  const asFound = member.defaultState === "started" && member.forefront === "enabled" && !member.scom.on;
  if (member.nlb === "converged" && asFound) return member.version === packages.rollup6.build ? "updated" : "as found";
  if (member.nlb === "converging") return "converging";
  should(member).match({ nlb: "stopped", defaultState: "stopped", scom: { on: true } });
  return "resting";
};
