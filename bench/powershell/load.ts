import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Spread } from "../figures";
import { spread } from "../figures";

export interface Level {
  /** Calls that are under way at any time. */
  readonly atOnce: number;
  readonly calls: number;
}

/** All times in ms. */
export interface Load {
  readonly atOnce: number;
  /** From asking to the answer, waiting for its turn included. */
  readonly call: Spread & { readonly longest: number };
  /** What the script said of itself; null where it says nothing. */
  readonly script: Spread | null;
  /** The call without the script's own time, call by call. */
  readonly above: Spread | null;
  readonly perSecond: number;
  /** How late this process's event loop was. */
  readonly loop: { readonly p99: number; readonly longest: number };
}

const RESOLUTION_MS = 1;
const NS_PER_MS = 1e6;

/**
 * Keeps a number of calls under way until all are done.
 * @param call gives the script's own time; it is told which of those at once it is
 */
export async function load(call: (lane: number) => Promise<number | null>, { atOnce, calls }: Level): Promise<Load> {
  const times: number[] = [];
  const own: number[] = [];
  const above: number[] = [];
  let left = calls;
  const run = async (lane: number): Promise<void> => {
    while (left > 0) {
      left--;
      const from = performance.now();
      const script = await call(lane);
      const time = performance.now() - from;
      times.push(time);
      if (script === null) continue;
      own.push(script);
      above.push(time - script);
    }
  };
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const from = performance.now();
  await Promise.all(Array.from({ length: atOnce }, (_, lane) => run(lane)));
  const seconds = (performance.now() - from) / 1000;
  delay.disable();
  // The time between two looks is part of what was measured.
  const late = (ns: number): number => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);
  return {
    atOnce,
    call: { ...spread(times), longest: Math.max(...times) },
    script: own.length === 0 ? null : spread(own),
    above: above.length === 0 ? null : spread(above),
    perSecond: times.length / seconds,
    loop: { p99: late(delay.percentile(99)), longest: late(delay.max) },
  };
}
