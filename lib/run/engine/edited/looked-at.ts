import type { Reason } from "../../../texts";
import { joined, reason, text, whatOf } from "../../../texts";
import type { ArraySetup } from "../../array-setup";
import type { RunState } from "../../record";
import { Refused } from "../../refused";
import type { PlanDifferences, StartAsk } from "../../rules";
import { planDifferences } from "../../rules";
import { defaultSettings } from "../../settings";

/** What is deployed for a run: the nodes on a member's way, and how it is watched over. */
export interface Deployed extends Pick<StartAsk, "settings"> {
  readonly nodes: NonNullable<StartAsk["nodes"]>;
}

/** What is deployed now for a run that installs this update; null where nobody says. @throws Refused where no run could be started so */
export type DeployedNow = (update: string | null) => Deployed | null;

/** How what is deployed now differs from a run's plan. */
export interface Edits extends Deployed {
  readonly differences: PlanDifferences;
}

/** A flow with which nothing could be started is a difference too, to which nobody can say yes; the run is watched over as planned then. */
export function lookedAt({ deployed, array }: { readonly deployed: DeployedNow; readonly array: ArraySetup }, state: RunState): Edits {
  const { plan } = state;
  const planned = { nodes: {}, settings: { ...defaultSettings, ...plan.deployed?.settings } };
  try {
    const now = deployed(plan.update);
    if (now === null) return { ...planned, differences: { refused: [], fixed: [], allowed: [] } };
    return { ...now, differences: planDifferences(state, array, now) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const fixed = [whatOf(error.reason)];
    return { ...planned, differences: { refused: fixed, fixed, allowed: [] } };
  }
}

/** Where nobody is asked: the members are as they were, so the one at work can be put back, or rests, as after any failure. */
export function planDiffers({ refused, fixed }: PlanDifferences, how: "ends" | "asks"): Reason {
  const differences = joined(refused);
  if (how === "ends") return reason("plan-changed", text("resume.plan-differs", { differences }), text("resume.plan-differs.hint"));
  return reason("plan-changed", text(fixed.length > 0 ? "resume.must-be-planned" : "resume.may-be-edited", { differences }));
}
