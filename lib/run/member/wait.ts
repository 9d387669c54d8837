import { changeOf, seen, ServerError, Unreachable } from "../../server";
import type { ReadableServer } from "../../server";
import type { Clock } from "../../time";
import { followed, seconds, timerOn } from "../../time";
import type { Wait, Waited, WaitOptions } from "../step";

interface Parts {
  readonly server: ReadableServer;
  readonly clock: Clock;
  /** How long its servers take to answer is measured on this one. Default: the same. */
  readonly answersOn?: Clock | undefined;
  readonly signal: AbortSignal;
  /** Looks once and goes on. */
  readonly dryRun: boolean;
}

/** Waiting for one member on the run's clock. */
export function waiting({ server, clock, answersOn = clock, signal, dryRun }: Parts): Wait {
  const until = async <T>(look: () => Promise<T>, enough: (answer: T) => boolean, options: WaitOptions<T>): Promise<Waited<T>> => {
    if (dryRun) return { met: true, answer: await look(), foreseen: true };
    const { limitMs, everyMs = seconds(5), inARow = 1 } = options;
    let last: T | undefined;
    let row = 0;
    for (const limit = clock.elapsed() + limitMs; ; ) {
      signal.throwIfAborted();
      const looked = await attempt(look, options.unreachableIsNotYet === true);
      if (looked !== null) {
        last = looked.answer;
        row = enough(looked.answer) ? row + 1 : 0;
        if (row >= inARow) return { met: true, answer: looked.answer };
        if (row === 0) await quietly(options.meanwhile, looked.answer);
      } else row = 0;
      const left = limit - clock.elapsed();
      if (left <= 0) return { met: false, answer: last };
      await clock.sleep(Math.min(everyMs, left), signal);
    }
  };

  return {
    until,
    settled: async (op, args, options = {}) => {
      const limitMs = changeOf(op).settlesWithinMs;
      return (
        await until(
          () => seen(server, op, args),
          (how) => how === "settled",
          { limitMs, ...options },
        )
      ).met;
    },
    pause: async (ms) => {
      if (!dryRun) await clock.sleep(ms, signal);
    },
    within: (limitMs, look) => within(answersOn, { limitMs, signal, look }),
  };
}

async function within<T>(
  clock: Clock,
  { limitMs, signal, look }: { readonly limitMs: number; readonly signal: AbortSignal; readonly look: (signal: AbortSignal) => Promise<T> },
): Promise<T> {
  const over = new AbortController();
  const timer = timerOn(clock)(limitMs, () => over.abort());
  const givenUp = followed(signal, over);
  try {
    return await look(over.signal);
  } finally {
    timer.stop();
    givenUp.unfollow();
    over.abort();
  }
}

async function attempt<T>(look: () => Promise<T>, unreachableIsNotYet: boolean): Promise<{ answer: T } | null> {
  try {
    return { answer: await look() };
  } catch (error) {
    if (unreachableIsNotYet && error instanceof Unreachable) return null;
    throw error;
  }
}

async function quietly<T>(meanwhile: ((answer: T) => void | Promise<void>) | undefined, answer: T): Promise<void> {
  try {
    await meanwhile?.(answer);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
  }
}
