import { setTimeout as delay } from "node:timers/promises";
import { Refused } from "../../../lib/run";
import { text } from "../../../lib/texts";

/** How long a start may wait for the runs of before. */
const READY_WITHIN_MS = 2_000;

/**
 * The record of a run that died is being ended, with a look at members that may not answer for minutes: a caller does not wait for that.
 * @throws Refused with `not-ready`
 */
export async function untilReady(ready: Promise<void>, array: string | undefined): Promise<void> {
  const over = new AbortController();
  const late = delay(READY_WITHIN_MS, true, { signal: over.signal }).catch(() => false);
  const isLate = await Promise.race([ready.then(() => false), late]);
  over.abort();
  if (isLate) throw new Refused("not-ready", 503, text("loop.not-ready", { array: array ?? text("loop.this-loop") }));
}
