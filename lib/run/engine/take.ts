import type { Work } from "../member";
import { foundBefore, memberPartOf, runPartOf } from "../member";
import type { MemberState } from "../record";
import type { Recorder } from "../store/recorder";
import type { Carried, Listener } from "./listener";

interface Parts {
  readonly recorder: Recorder;
  readonly work: Work;
  readonly listener: Pick<Listener, "member">;
  readonly newToken: () => string;
  readonly carried?: Carried;
  readonly signal: AbortSignal;
  /** Whether the member is still to be taken. */
  readonly isDue: () => boolean;
  readonly watchOver: () => void;
}

/** Work on the next member begins: it is looked at as it is found, reserved by the guard, and its message goes out. */
export async function takeMember(parts: Parts, member: MemberState): Promise<void> {
  const { recorder, work, listener, newToken, carried, signal, isDue, watchOver } = parts;
  await work.guard.quiet(signal); // the picture is one of an array at rest
  const { state } = recorder;
  const { byHand } = state.plan;
  const before = await foundBefore(work, { member: member.name, byHand, carried, signal });
  const token = newToken();
  const take = () =>
    recorder.record(() => {
      signal.throwIfAborted();
      // Since it was decided time has passed: the window may be over, or somebody wants to stop here.
      return isDue() ? { type: "member started", member: member.name, ...before, token } : null;
    });
  // By hand the guard is asked for each change; a member may be read, and put back, whoever serves.
  const begun = byHand ? await take() : await work.guard.reserve({ state, member: member.name, signal }, take);
  const message = { run: runPartOf(state, token), member: memberPartOf(state, member), update: state.plan.update };
  if (begun === null) return;
  watchOver();
  listener.member(message);
}
