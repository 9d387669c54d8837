import { isDeepStrictEqual } from "node:util";
import type { Reason, Text, Words } from "../../../texts";
import { joined, reason, text, whatOf } from "../../../texts";
import type { ArraySetup } from "../../array-setup";
import type { RunState } from "../../record";
import { Refused } from "../../refused";
import type { PlanDifferences } from "../../rules";
import { asksAboutEdits, planDifferences } from "../../rules";
import { defaultSettings } from "../../settings";
import type { Recorder } from "../../store/recorder";
import type { Deployed, DeployedNow, Listener } from "../listener";

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

/** Who says what is deployed. */
export interface About {
  readonly listener: Listener;
  readonly array: ArraySetup;
}

/** By what the loop says now. */
export const editsNow = ({ listener, array }: About, state: RunState): Edits =>
  lookedAt({ array, deployed: listener.deployed ?? (() => null) }, state);

/** What differs, and what has to be done before the run goes on. */
const toGoOn = ({ refused, fixed }: PlanDifferences): Text =>
  text(fixed.length > 0 ? "resume.must-be-planned" : "resume.may-be-edited", { differences: joined(refused) });

/** Where nobody is asked: the members are as they were, so the one at work can be put back, or rests, as after any failure. */
export function planDiffers(differences: PlanDifferences, how: "ends" | "asks"): Reason {
  if (how === "asks") return reason("plan-changed", toGoOn(differences));
  const what = text("resume.plan-differs", { differences: joined(differences.refused) });
  return reason("plan-changed", what, text("resume.plan-differs.hint"));
}

/** Who lets a run go on, and why. */
export interface Said {
  readonly by: string | null;
  readonly why: string | null;
}

/**
 * Before a run that was asked goes on: what is deployed is as planned, or somebody says with a reason that it goes on with what is deployed now. That is
 * its plan from then on.
 * @returns records that, where it has to be
 * @throws Refused with 409 for what nobody can say yes to, with 400 without a reason
 */
export function acceptedEdits({ differences, nodes, settings }: Edits, { by, why }: Said): (recorder: Recorder) => Promise<void> {
  const { refused, fixed } = differences;
  if (refused.length === 0 || !asksAboutEdits(settings)) return () => Promise.resolve();
  if (fixed.length > 0) throw new Refused("plan-changed", 409, toGoOn(differences));
  if (why === null) throw new Refused("no-reason", 400, toGoOn(differences));
  const said = text("hold.edited-accepted", { differences: joined(refused), by: by ?? text("run.an-operator"), why });
  return async (recorder) => {
    await recorder.record(({ phase }) => (phase === "running" ? { type: "plan edited", by, why, nodes } : null));
    recorder.note({ type: "warning", member: null, text: said });
  };
}

/** What was planned otherwise and holds from now on is said, once. */
export function noteDifferences(recorder: Recorder, differences: readonly Words[]): void {
  if (differences.length === 0) return;
  const what = text("resume.edited", { differences: joined(differences) });
  if (recorder.state.warnings.some((warning) => isDeepStrictEqual(warning.text, what))) return;
  recorder.note({ type: "warning", member: null, text: what });
}
