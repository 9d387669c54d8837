import "should";
import type { Listener } from "../../../../lib/run/engine/listener";
import type { RunState } from "../../../../lib/run/record/state";
import { defaultSettings } from "../../../../lib/run/settings";
import { minutes, seconds } from "../../../../lib/time/duration";
import { asked } from "../play";
import { SmallJournal } from "../report/small-journal";
import { SmallArray } from "../small-array";
import { installArgs } from "../small-steps";

const deployed = () => ({ nodes: {}, settings: { ...defaultSettings, guardEveryMs: seconds(15) } });
const RUN = "20260110-220410-cas-array";

/** Takes up a run that another process has begun. @returns its end, and how long after that it had stopped */
async function takenUp(array: SmallArray, journal: SmallJournal): Promise<{ readonly state: RunState; readonly afterMs: number }> {
  const { clock, store, runs, setup } = array;
  for (const entry of journal.all) await store.journals.append(RUN, entry);
  const began = clock.elapsed();
  let afterMs = Number.NaN;
  const state = await new Promise<RunState>((resolve, reject) => {
    const listener: Listener = {
      changed: (run) => {
        if (run.state.phase === "stopping" && Number.isNaN(afterMs)) afterMs = clock.elapsed() - began;
      },
      ended: (run) => resolve(run.state),
      member: () => undefined,
      again: () => true,
    };
    runs.takeUp({ array: setup, flow: asked.flow, deployed, listener }).catch(reject);
  });
  return { state, afterMs };
}

/** Its process died when a change had been announced: whether it was made is looked for over minutes, and it was not. */
const announced = () =>
  new SmallJournal({ flow: asked.flow, minInService: 2, members: ["CAS1", "CAS2", "CAS3"].map((name) => ({ name, address: name })) })
    .take("CAS1")
    .begin("next")
    .change({ op: "nlb.setDefaultState", args: { state: "stopped" } }, null);

const arrayOf = (minInService: number) => new SmallArray(["CAS1", "CAS2", "CAS3"], minInService);

describe("a run that is gone on with, while it is looked for what became of a change", () => {
  it("looks at once whether the others serve, and stops if too few do", async () => {
    const array = arrayOf(2);
    array.at("CAS3").nlb = "suspended";
    const { state, afterMs } = await takenUp(array, announced());
    state.reason!.code.should.equal("guard-broken");
    afterMs.should.be.below(seconds(10));
  });

  it("goes on looking at every interval", async () => {
    const array = arrayOf(2);
    void array.clock.sleep(seconds(40)).then(() => (array.at("CAS3").nlb = "suspended"));
    const { state, afterMs } = await takenUp(array, announced());
    state.reason!.code.should.equal("guard-broken");
    afterMs.should.be.within(seconds(40), seconds(40 + 15 + 10));
  });

  it("stops a member that comes into service unverified meanwhile", async () => {
    const array = arrayOf(1);
    array.at("CAS1").nlb = "stopped";
    array.at("CAS1").bootedAt = new Date(array.clock.now() - minutes(60)).toISOString();
    void array.clock.sleep(seconds(40)).then(() => (array.at("CAS1").nlb = "converged"));
    const journal = announced().change({ op: "job.start", args: installArgs("run_CAS1_install_1_1") });
    const { state, afterMs } = await takenUp(array, journal);
    state.reason!.code.should.equal("serves-unverified");
    afterMs.should.be.within(seconds(40), seconds(40 + 15 + 10));
    array.sent.should.containEql("CAS1 nlb.stop");
  });
});
