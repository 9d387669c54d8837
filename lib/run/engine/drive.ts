import type { RunState } from "../record";
import type { Duty } from "../rules";
import type { Recorder } from "../store/recorder";

interface Parts {
  readonly recorder: Recorder;
  /** What the state asks for now. */
  readonly duties: (state: RunState) => readonly Duty[];
  /** Does it. Whatever goes wrong ends in the state. */
  readonly act: (duty: Duty) => Promise<void>;
}

/** One thing at a time is done on a member, and one for the run as a whole; a soak holds up neither. */
const keyOf = (duty: Duty): string => ("member" in duty ? `member ${duty.member.name}` : duty.what === "soak" ? "soak" : "run");

/**
 * Does what the state asks for, on each member by itself: one that rests beside its installer for an hour holds up no other. Whenever something has
 * happened, the state is asked again.
 * @returns when the run has ended, or nothing more can be written, and all that was begun is over
 */
export async function drive({ recorder, duties, act }: Parts): Promise<void> {
  const doing = new Map<string, Promise<void>>();
  while (recorder.failure === null) {
    const happened = recorder.happened();
    if (recorder.state.phase === "ended") break;
    for (const duty of duties(recorder.state)) {
      const key = keyOf(duty);
      if (doing.has(key)) continue;
      const done = act(duty).finally(() => void doing.delete(key));
      doing.set(key, done);
    }
    await Promise.race([happened, ...doing.values()]);
  }
  await Promise.allSettled(doing.values());
}
