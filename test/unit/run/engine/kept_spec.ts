import "should";
import { isCollected } from "../../../shared/collected";
import { play } from "../play";
import { SmallArray } from "../small-array";

describe("Of a run that has ended", () => {
  it("nothing is kept in memory, neither the run nor its state", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
    const [run, state] = await ended(array);
    (await isCollected(run)).should.be.true();
    (await isCollected(state)).should.be.true();
    // The runs are still there, and are asked for it by its journal.
    (await array.runs.latest(array.setup.name)).length.should.equal(1);
  });
});

/** Of its own, so that what it had in hand is not held by the one who looks. */
async function ended(array: SmallArray): Promise<readonly [WeakRef<object>, WeakRef<object>]> {
  const { run } = await play(array);
  run.state.outcome?.should.equal("finished");
  return [new WeakRef(run), new WeakRef(run.state)];
}
