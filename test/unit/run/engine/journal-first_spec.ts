import { isDeepStrictEqual } from "node:util";
import should from "should";
import { Runs } from "../../../../lib/run";
import type { Dated } from "../../../../lib/run/record";
import { replay } from "../../../../lib/run/record";
import type { RunState } from "../../../../lib/run/record";
import { defaultSettings } from "../../../../lib/run/settings";
import { english } from "../../../shared/english";
import { SmallArray } from "../small-array";
import { asked, play } from "../play";
import { procedure } from "../small-steps";

/** A disk that does not take the entry of that number, nor any later one. */
function failsAt(array: SmallArray, n: number): { taken: number } {
  const { journals } = array.store;
  const append = journals.append.bind(journals);
  const count = { taken: 0 };
  journals.append = async (run, entry) => {
    await array.clock.sleep(3);
    if (count.taken >= n) throw new Error("EIO");
    count.taken++;
    await append(run, entry);
  };
  return count;
}

const keptIn = (array: SmallArray): readonly Dated[] => [...array.store.journals.kept.values()][0] ?? [];

describe("the state of a run", () => {
  it("is at every moment what replaying its journal gives", async () => {
    const array = new SmallArray();
    failsAt(array, Number.POSITIVE_INFINITY);
    let looks = 0;
    const different: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const changed = ({ state }: { state: RunState }) => {
        looks++;
        if (!isDeepStrictEqual(state, replay(keptIn(array)))) different.push(`look ${looks}`);
      };
      array.runs
        .start(
          { ...asked, array: array.setup },
          {
            changed,
            ended: () => resolve(),
            member: ({ run: { token } }) => {
              void walk(array, token);
            },
          },
        )
        .catch(reject);
    });
    looks.should.be.above(30);
    different.should.eql([]);
  });

  it("is not gone on with once a report says that the run stopped, though its journal was left open", async () => {
    const array = new SmallArray();
    failsAt(array, 12);
    const { run } = await play(array);
    should(run.state.reason?.code).equal("journal-failed");
    should(replay(keptIn(array)).phase).equal("running");
    const next = new Runs(array.store, english);
    const listener = { changed: () => undefined, ended: () => undefined, member: () => undefined };
    const deployed = () => ({ nodes: {}, settings: defaultSettings });
    should(await next.takeUp({ array: array.setup, flow: asked.flow, deployed, listener })).be.null();
  });

  it("is told by its report to the next process, where its journal could not be written to its end", async () => {
    const array = new SmallArray();
    failsAt(array, 12);
    const { run } = await play(array);
    should(run.document().members[0]?.toMend).not.be.empty();
    const next = new Runs(array.store, english);
    should(await next.document(run.id)).eql(run.document());
    array.store.reports.json = () => Promise.resolve("{ half");
    should(await next.document(run.id)).match({ runId: run.id, state: "running" });
  });

  it("is no second truth where an entry cannot be written: for each entry, nothing is sent after it and the report names what is left", async () => {
    const whole = new SmallArray();
    const all = failsAt(whole, Number.POSITIVE_INFINITY);
    await play(whole);
    for (let n = 1; n < all.taken; n++) {
      const array = new SmallArray();
      failsAt(array, n);
      let sentBefore = -1;
      const append = array.store.journals.append.bind(array.store.journals);
      array.store.journals.append = (run, entry) =>
        append(run, entry).catch((error: unknown) => {
          if (sentBefore < 0) sentBefore = array.sent.length;
          throw error;
        });
      const { run } = await play(array);
      should(array.sent.length).equal(sentBefore, `after entry ${n}`);
      should(run.state.reason?.code).equal("journal-failed", `after entry ${n}`);
      const left = replay(keptIn(array));
      left.phase.should.equal("running", `after entry ${n}`);
    }
  });
});

async function walk(array: SmallArray, first: string): Promise<void> {
  const run = array.runs.runningOn("CAS-ARRAY");
  let token = first;
  for (const step of Object.values(procedure)) {
    const answer = await run?.step({ token, node: step.name, step, options: () => ({}), message: {} });
    token = answer?.run.token ?? "";
  }
  await run?.returned(token);
}
