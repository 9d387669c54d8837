import { z } from "zod";
import { Refused } from "../../lib/run";
import { text as said } from "../../lib/texts";
import type { Clock } from "../../lib/time";
import { scaledClock } from "../../lib/time";

/**
 * The variable that makes clocks run fast, for the demo and the tests on stand-ins for Windows, where a night must pass in a minute:
 * `{"speed":300,"startsAt":1768082400000,"wallStart":1764000000000}`, the arguments of `scaledClock`.
 *
 * It is an environment variable because whoever can set one owns the process anyway. Waits and limits would be far too short on real servers,
 * so no setting, flow, message or HTTP request may ever turn this on.
 */
export const REHEARSAL = "ROLLING_UPDATE_REHEARSAL";

const Rehearsal = z.object({ speed: z.number().min(1).max(100_000), startsAt: z.number(), wallStart: z.number() });

/** The clock of a rehearsal; null if this is not one. @throws Refused if the variable is malformed */
export function rehearsalClock(environment: NodeJS.ProcessEnv = process.env): { readonly clock: Clock; readonly speed: number } | null {
  const text = environment[REHEARSAL];
  if (text === undefined || text === "") return null;
  const { data } = Rehearsal.safeParse(parsed(text));
  if (data === undefined) {
    throw new Refused("rehearsal-not-understood", 409, said("rehearsal.not-understood", { variable: REHEARSAL }));
  }
  return { clock: scaledClock(data.speed, data.startsAt, data.wallStart), speed: data.speed };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
