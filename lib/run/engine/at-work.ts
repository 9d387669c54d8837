import { setMaxListeners } from "node:events";

/**
 * A look at a large array asks each member at once, and each question listens: Node.js takes more than ten for a leak. Those that are over are taken off.
 */
function controller(): AbortController {
  const made = new AbortController();
  setMaxListeners(0, made.signal);
  return made;
}

/**
 * What of the members at work lives in this process alone: their signals, and the steps on them that have not come to an end. All else is in the state
 * of the run. Each member has a signal of its own, a child of the run's.
 */
export class AtWork {
  private readonly stopping = controller();
  private readonly members = new Map<string, AbortController>();
  private readonly steps = new Set<Promise<unknown>>();
  /** Whoever goes on with a run still looks how the members are: no message is on its way. To look for the outcome of a restart takes an hour. */
  looksFirst = false;

  /** Aborted when the run goes no further. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Aborted with the run's, and when the work on the member is over. */
  signalOf(member: string): AbortSignal {
    const known = this.members.get(member);
    if (known !== undefined) return known.signal;
    const own = controller();
    this.members.set(member, own);
    if (this.signal.aborted) own.abort(this.signal.reason);
    return own.signal;
  }

  /** All that is at work ends. */
  stop(why?: Error): void {
    this.stopping.abort(why);
    for (const member of this.members.values()) member.abort(why);
  }

  /** What is still done for the member ends: its watch, and a step that nobody waits for. */
  over(member: string): void {
    this.members.get(member)?.abort();
  }

  begun(step: Promise<unknown>): void {
    this.steps.add(step);
    const ended = (): void => void this.steps.delete(step);
    step.then(ended, ended);
  }

  /** Resolves when no step is at work any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.steps);
  }
}
