import type { Words } from "../../../texts";
import { text } from "../../../texts";
import type { RunState } from "../../record";
import { Refused } from "../../refused";
import type { Recorder } from "../../store/recorder";
import type { About, Said } from "./edits";
import { acceptedEdits, editsNow } from "./edits";

/** @throws Refused for a command to a run that goes no further */
export function isRunning(state: RunState): RunState {
  if (state.phase !== "running") throw new Refused("run-ended", 409, text("run.not-running", { run: state.id }));
  return state;
}

/** No further member is taken until it goes on. What is at work comes to its end. @throws Refused */
export async function pause(recorder: Recorder, by: string | null): Promise<void> {
  await recorder.record((state) => (isRunning(state).paused === null ? { type: "paused", by } : null));
}

/** The run waits by itself, where no member is at work about which it could ask, and some are still to come. Said again after each restart. */
export async function pauseItself(recorder: Recorder, why: Words): Promise<void> {
  await recorder.record(({ phase, paused, members }) => {
    const waits = phase === "running" && paused === null && members.some((member) => member.phase === "waiting");
    return waits ? { type: "paused", by: null, why } : null;
  });
  if (recorder.state.paused?.why == null) return;
  recorder.note({ type: "warning", member: null, code: "paused", text: text("hold.paused", { why }) });
}

interface Parts extends About {
  readonly recorder: Recorder;
}

/** The end of a pause. @throws Refused also where what is deployed is not as planned, and nobody says yes to it */
export async function endPause({ recorder, ...about }: Parts, said: Said): Promise<void> {
  if (isRunning(recorder.state).paused === null) return;
  await acceptedEdits(editsNow(about, recorder.state), said)(recorder);
  await recorder.record((state) => (isRunning(state).paused === null ? null : { type: "went on", by: said.by }));
}
