import "should";
import type { Verdict } from "../../../../lib/server/array";
import { minutes, seconds } from "../../../../lib/time/duration";
import type { StepContext } from "../../../../lib/run/step";
import { play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const never = () => false;
const converging = (array: SmallArray) => () =>
  Promise.resolve(
    [...array.members.values()].map((member): Verdict => ({ ...member.verdict(), serves: false, converging: true, code: "converging" })),
  );

/** What a step may be waiting in when its run is stopped. */
const waits: Readonly<Record<string, (context: StepContext, array: SmallArray) => Promise<unknown>>> = {
  "a pause": (c) => c.wait.pause(minutes(30)),
  "a wait for an answer": (c) => c.wait.until(() => c.server.read("nlb.host", {}), never, { limitMs: minutes(30), everyMs: minutes(10) }),
  "a wait for a change to settle": (c) => c.wait.settled("nlb.stop", {}, { limitMs: minutes(30), everyMs: minutes(10) }),
  "a read of its member": (c, array) => {
    array.at("CAS1").answersAfterMs = minutes(30);
    return c.server.read("nlb.host", {});
  },
  "a look at who serves": (c, array) => {
    for (const member of array.members.values()) member.answersAfterMs = minutes(30);
    return c.array.serving();
  },
  "a wait for a quiet array before its change": (c, array) => {
    Object.assign(array.setup, { serving: converging(array) });
    return c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
  },
  "the pause before the guard looks again": (c, array) => {
    for (const name of ["CAS2", "CAS3"]) array.at(name).nlb = "stopped";
    return c.server.change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
  },
};

describe("the end of a run", () => {
  for (const [what, wait] of Object.entries(waits))
    it(`ends ${what} of its step at once`, async () => {
      const array = new SmallArray();
      let stoppedAt = 0;
      let endedAt = Number.POSITIVE_INFINITY;
      const waiting = doing("waiting", async (c) => {
        void array.clock.sleep(seconds(2)).then(() => {
          stoppedAt = array.clock.elapsed();
          return array.runs
            .runningOn("CAS-ARRAY")
            ?.stop("now", null)
            .catch(() => undefined);
        });
        try {
          await wait(c, array);
        } finally {
          endedAt = array.clock.elapsed();
          for (const member of array.members.values()) Object.assign(member, { answersAfterMs: 10, nlb: "converged" });
        }
      });
      await play(array, [waiting, procedure.stop], { members: ["CAS1"] });
      (endedAt - stoppedAt).should.be.belowOrEqual(seconds(1));
      array.sent.should.eql([]);
    });
});
