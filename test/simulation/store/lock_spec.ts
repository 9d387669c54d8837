import fc from "fast-check";
import "should";
import type { Lock } from "../../../lib/run/store/store";
import type { ProcessStore } from "../../../simulation/store";
import { Disk } from "../../../simulation/store";

type Step = { readonly what: "take" | "release" | "die" | "halt" | "wake"; readonly who: number };

const steps = fc.array(
  fc.record<Step>({ what: fc.constantFrom("take", "take", "release", "die", "halt", "wake"), who: fc.nat({ max: 3 }) }),
  { maxLength: 40 },
);

/** Processes that come and go on one disk, and what each holds, as it knows. */
class Crowd {
  readonly fences: number[] = [];
  private readonly disk = new Disk();
  private readonly processes: { store: ProcessStore; lock: Lock | null; halted: boolean }[] = [];

  /** Processes that live, are not halted, and think that they have the array. */
  get holders(): number {
    return this.processes.filter(({ lock, halted }) => lock !== null && !halted && !lock.lost.aborted).length;
  }

  async does({ what, who }: Step): Promise<void> {
    const one = (this.processes[who] ??= { store: this.disk.open(), lock: null, halted: false });
    if (what === "die") {
      one.store.crash();
      this.processes[who] = { store: this.disk.open(), lock: null, halted: false };
    } else if (what === "halt") {
      one.store.halt();
      one.halted = true;
    } else if (what === "wake") {
      one.store.wake();
      one.halted = false;
    } else if (!one.halted && what === "take") {
      const lock = await one.store.locks.take("CAS-ARRAY", `r${who}`).catch(() => null);
      if (lock === null) return;
      this.fences.push(lock.fence);
      one.lock = lock;
    } else if (!one.halted) {
      await one.lock?.release();
      one.lock = null;
    }
  }
}

describe("the lock on an array, in whatever order processes take it, give it back, die, and are halted", () => {
  it("has one holder at most, and its numbers rise", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const crowd = new Crowd();
        for (const step of all) {
          await crowd.does(step);
          crowd.holders.should.be.belowOrEqual(1);
        }
        crowd.fences.every((fence, index) => index === 0 || fence > (crowd.fences[index - 1] as number)).should.be.true();
      }),
      { numRuns: 300 },
    );
  });
});
