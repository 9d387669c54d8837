import { Dice } from "../../../lib/adapters/lab/laws";
import type { RunDocument } from "../../../lib/run/record";

/** The longest wait after a step was seen to end, in ms: about as long as a step takes on the lab of the bundled flow. */
const LONGEST_WAIT_MS = 1500;
/** How many of the kills follow right on a start, when a run is still being taken up. */
const SOON = 0.2;
const SOON_MS = 300;

interface Of {
  readonly count: number;
  readonly seed: number;
  readonly members: number;
  /** Of each member. */
  readonly steps: number;
}

/** One is due when so many steps have ended in all, and then after a wait. */
interface Instant {
  readonly ended: number;
  readonly waitMs: number;
}

/**
 * Random instants of a night, by the work that is done and not by the clock: how long a night takes is not known before, and however busy the
 * computer is, none of them falls behind its end.
 */
export class Instants {
  private readonly left: Instant[];
  private readonly steps: number;

  constructor({ count, seed, members, steps }: Of) {
    const dice = new Dice(seed, "kills");
    const ended = Array.from({ length: count }, () => dice.between(0, members * steps - 1)).sort((a, b) => a - b);
    this.left = ended.map((one, index) => {
      // The one before it has just been seen to: it does not wait for any work.
      if (index > 0 && dice.chance(SOON)) return { ended: 0, waitMs: dice.roll() * SOON_MS };
      return { ended: one, waitMs: dice.roll() * LONGEST_WAIT_MS };
    });
    this.steps = steps;
  }

  /** @returns how long to wait for the next one, in ms, which is then over; null while none is due */
  next({ members }: Pick<RunDocument, "members">): number | null {
    const [first] = this.left;
    if (first === undefined) return null;
    const ended = members.map(({ state, steps }) =>
      state === "ended" ? this.steps : steps.filter(({ outcome }) => outcome !== "at work").length,
    );
    if (ended.reduce((sum, one) => sum + one, 0) < first.ended) return null;
    this.left.shift();
    return first.waitMs;
  }
}
