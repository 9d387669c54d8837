import { availableParallelism } from "node:os";
import "should";
import { openStage, simulate } from "../../simulation";
import { planOf } from "../../simulation/plan";
import type { Stage } from "../../simulation/play";
import { play } from "../../simulation/play";
import { judged } from "../../simulation/simulate";
import { playAll } from "../../tools/simulate/run-simulate";

/** One night of each kind, by what its plan has. */
const seedWith = (has: (plan: ReturnType<typeof planOf>) => boolean): number => {
  for (let seed = 1; ; seed++) if (has(planOf(seed))) return seed;
};

describe("A night of the simulation", function () {
  this.timeout(240_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });

  const kinds: Readonly<Record<string, number>> = {
    "with trouble on the line": seedWith(({ operations }) => operations.change > 0.05),
    "whose process is killed": seedWith(({ kills }) => kills.points.length > 1 && kills.afterRestart === "resume"),
    "in which the flow is deployed again": seedWith(({ deploys }) => deploys.length > 1),
    "of the web farm, in a subflow": seedWith(({ example, kills }) => example === "web-farm" && kills.points.length > 0),
  };
  for (const [kind, seed] of Object.entries(kinds))
    it(`${kind} is the same each time, to the letter`, async () => {
      const [first, second] = [await simulate(stage, seed, true), await simulate(stage, seed, true)];
      first.history().length.should.be.above(50);
      second.history().join("\n").should.equal(first.history().join("\n"));
    });

  it("is judged: a promise that was broken comes with its instant, and the command that plays the night again", async () => {
    const plan = planOf(seedWith(({ operations, store }) => operations.change === 0 && store.length === 0));
    const played = await play(stage, plan, { traced: false });
    // As if nothing had been written down before it was done.
    for (const [run, kept] of played.store.journals)
      played.store.journals.set(
        run,
        kept.filter(({ entry }) => entry.type !== "will change"),
      );
    const [violation] = judged(plan, played);
    violation?.should.match({ seed: plan.seed, promise: 7, replay: `npm run simulate -- --seed ${plan.seed} --trace` });
    violation?.at.should.match(/^2026-01-1\dT[\d:.]+Z$/);
  });
});

describe("The simulation", function () {
  this.timeout(300_000);

  it("finds no promise broken in 300 nights", async () => {
    const { seeds, violations } = await playAll({ from: 1, seeds: 300, workers: availableParallelism(), firstOnly: false });
    violations.should.eql([]);
    seeds.should.equal(300);
  });
});
