/** Plays nights in a process of its own: is told a seed, tells what was wrong with its night, and ends when nobody tells it any more. */
import type { Violation } from "../../simulation";
import { openStage, simulate } from "../../simulation";

export interface Judged {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

const stage = openStage();

process.on("message", (seed) => {
  void stage
    .then((open) => simulate(open, seed as number))
    .then(({ violations }) => process.send?.({ seed, violations } satisfies { seed: unknown; violations: unknown }))
    .catch((error: unknown) => {
      console.error(`Seed ${String(seed)}:`, error);
      process.exit(1);
    });
});
// Timers of Node-RED may still be set.
process.on("disconnect", () => process.exit());
