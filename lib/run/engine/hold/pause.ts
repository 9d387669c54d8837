import { text } from "../../../texts";
import type { RunState } from "../../record";
import { Refused } from "../../refused";
import type { Recorder } from "../../store/recorder";

/** @throws Refused for a command to a run that goes no further */
export function isRunning(state: RunState): RunState {
  if (state.phase !== "running") throw new Refused("run-ended", 409, text("run.not-running", { run: state.id }));
  return state;
}

/** No further member is taken until it goes on. What is at work comes to its end. @throws Refused */
export async function pause(recorder: Recorder, by: string | null): Promise<void> {
  await recorder.record((state) => (isRunning(state).paused === null ? { type: "paused", by } : null));
}

/** The end of a pause. @throws Refused */
export async function endPause(recorder: Recorder, by: string | null): Promise<void> {
  await recorder.record((state) => (isRunning(state).paused === null ? null : { type: "went on", by }));
}
