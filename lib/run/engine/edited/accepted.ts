import { isDeepStrictEqual } from "node:util";
import type { Words } from "../../../texts";
import { joined, text } from "../../../texts";
import { Refused } from "../../refused";
import { asksAboutEdits } from "../../rules";
import type { Recorder } from "../../store/recorder";
import type { Edits } from "./looked-at";

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
  const about = { differences: joined(refused) };
  if (fixed.length > 0) throw new Refused("plan-changed", 409, text("hold.not-as-planned", about));
  if (why === null) throw new Refused("no-reason", 400, text("hold.edited-no-reason", about));
  const said = text("hold.edited-accepted", { ...about, by: by ?? text("run.an-operator"), why });
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
