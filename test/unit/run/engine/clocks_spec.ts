import should from "should";
import { hours, minutes } from "../../../../lib/time/duration";
import type { RunView } from "../../../../lib/run";
import type { RunState } from "../../../../lib/run/record";
import { asked, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

/** Somebody sets the clock one minute after now. */
const jumps = { forward: hours(2), back: -hours(1) };

for (const [direction, ms] of Object.entries(jumps)) {
  describe(`a clock that is set ${direction} while a run is at work`, () => {
    it("makes no wait longer or shorter", async () => {
      const array = new SmallArray();
      let waited = 0;
      const drain = doing("drain", async (c) => {
        const begun = array.clock.elapsed();
        void array.clock.sleep(minutes(1)).then(() => array.clock.jump(ms));
        await c.wait.until(
          () => Promise.resolve(false),
          (enough) => enough,
          { limitMs: minutes(20) },
        );
        waited = array.clock.elapsed() - begun;
      });
      await play(array, [drain]);
      waited.should.be.within(minutes(20), minutes(20) + 1000);
    });

    it("lets a lost message be found neither earlier nor later", async () => {
      const array = new SmallArray();
      const begun = array.clock.elapsed();
      void array.clock.sleep(minutes(5)).then(() => array.clock.jump(ms));
      const state = await new Promise<RunState>((resolve, reject) => {
        const listener = { changed: () => undefined, member: () => undefined, ended: (run: RunView) => resolve(run.state) };
        array.runs.start({ ...asked, array: array.setup }, listener).catch(reject);
      });
      should(state.reason?.code).equal("message-lost");
      (array.clock.elapsed() - begun).should.be.within(minutes(15), minutes(18));
    });

    it("lets an array converge for two minutes, and no longer", async () => {
      const array = new SmallArray(["CAS1", "CAS2"], 1);
      const { stop, ...others } = procedure;
      const unrest = doing("unrest", async (c) => {
        array.at("CAS2").nlb = "converging";
        await array.clock.sleep(minutes(1));
        array.clock.jump(ms);
        await c.wait.pause(minutes(10));
      });
      const begun = array.clock.elapsed();
      const { run } = await play(array, [stop, unrest, ...Object.values(others)]);
      should(run.state.reason?.code).equal("never-converged");
      const ended = run.state.reason === null ? 0 : array.clock.elapsed() - begun;
      ended.should.be.below(minutes(8));
    });
  });
}
