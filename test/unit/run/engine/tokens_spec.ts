import fc from "fast-check";
import should from "should";
import type { Run } from "../../../../lib/run";
import type { Listener } from "../../../../lib/run/engine/listener";
import { reasonOf } from "../../../../lib/run/record";
import { minutes, seconds } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { asked, atOnce } from "../play";
import { SmallArray } from "../small-array";
import { doing } from "../small-steps";

/** A message that comes once more: a clone, a late one, one that somebody has kept. */
const stray = fc.record({
  afterMs: fc.integer({ min: 0, max: minutes(9) }),
  /** Which of the tokens that have been seen until then, and how often it is sent at once. */
  which: fc.nat(),
  times: fc.integer({ min: 1, max: 3 }),
  back: fc.boolean(),
});

/** The steps on each member, of that length; the last one is followed by the way back to the loop. */
const lengths = fc.array(fc.integer({ min: 1, max: 120 }).map(seconds), { minLength: 1, maxLength: 4 });

interface Told {
  readonly run: Run;
  /** How often each token has been accepted, by whomever. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly refused: ReadonlySet<string>;
}

/** Plays a run of already updated members, each message of which may come again at any time. */
function playWithStrays(size: number, many: number, { steps, strays }: Pick<Flow, "steps" | "strays">): Promise<Told> {
  const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"].slice(0, size), 0);
  const seen: string[] = [];
  const accepted = new Map<string, number>();
  const refused = new Set<string>();
  const the = (): Run | undefined => array.runs.runningOn("CAS-ARRAY");
  const parts = steps.map((ms, index) =>
    doing(`step ${index}`, async ({ wait }) => {
      await wait.pause(ms);
      return { alreadyUpdated: true };
    }),
  );
  const count = <T>(token: string, trying: Promise<T> | undefined): Promise<T> => {
    if (trying === undefined) throw new Error("There is no run.");
    return trying.then((answer) => {
      accepted.set(token, 1 + (accepted.get(token) ?? 0));
      return answer;
    });
  };
  /** Whoever has the message goes on with it, a clone as well as the first. */
  const walk = async (token: string, from: number): Promise<void> => {
    seen.push(token);
    // On its way between two nodes, where another one may be quicker.
    await array.clock.sleep(seconds(20));
    const step = parts[from];
    if (step === undefined) return await count(token, the()?.returned(token));
    const ask = { token, node: step.name, step, options: () => ({}), message: {} };
    const { run } = await count(token, the()?.step(ask));
    await walk(run.token, from + 1);
  };
  const quietly = (going: Promise<void>): Promise<void> =>
    going.catch((error: unknown) => {
      refused.add(reasonOf(error).code);
    });
  for (const { afterMs, which, times, back } of strays)
    void array.clock.sleep(afterMs).then(() => {
      const token = seen[which % Math.max(1, seen.length)];
      if (token === undefined || the() === undefined) return;
      for (let time = 0; time < times; time++) void quietly(walk(token, back ? parts.length : 0));
    });
  return new Promise((resolve, reject) => {
    const listener: Listener = {
      member: ({ run: { token } }) => void quietly(walk(token, 0)),
      changed: () => undefined,
      ended: (run) => resolve({ run: run as Run, accepted, refused }),
    };
    array.runs.start({ ...asked, array: array.setup, ...atOnce(many) }, listener).catch(reject);
  });
}

interface Flow {
  readonly steps: readonly number[];
  readonly strays: readonly { readonly afterMs: number; readonly which: number; readonly times: number; readonly back: boolean }[];
}

describe("Messages that come in any order and any number of times", () => {
  it("move a member at most once for each token, and no token moves another member", async function () {
    this.timeout(60_000);
    let refusals = 0;
    let finished = 0;
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.record({ steps: lengths, strays: fc.array(stray, { maxLength: 12 }) }),
      async (size, many, flow) => {
        const { run, accepted, refused } = await playWithStrays(size, many, flow);
        [...accepted.values()].every((times) => times === 1).should.be.true();
        refused.forEach((code) => ["token-spent", "run-ended", "nothing-installed"].should.containEql(code));
        refusals += refused.size;
        for (const { steps, phase } of run.state.members) {
          // A clone that was quicker goes through the flow from its place; none goes beside another one.
          const spans = steps.map(({ startedAt, finishedAt }) => [startedAt, finishedAt ?? Infinity] as const);
          spans.slice(1).forEach(([begins], index) => begins.should.be.aboveOrEqual(spans[index]?.[1] ?? Infinity));
          phase.should.equal("ended");
        }
        // One that is back before any step has been done ends the run.
        should(run.state.reason?.code ?? "nothing-installed").equal("nothing-installed", saidReason(run.state.reason));
        if (run.state.outcome === "finished") finished++;
      },
    );
    await fc.assert(property, { numRuns: 60 });
    refusals.should.be.above(10);
    finished.should.be.above(10);
  });
});
