import should from "should";
import { minutes } from "../../../../../lib/time/duration";
import { byHandOn } from "../../play";
import { SmallArray } from "../../small-array";
import { doing, installArgs, procedure } from "../../small-steps";

const { stop, install } = procedure;

const installing = doing("installing", async (c) => {
  await c.server.change("job.start", installArgs(c.workId(1)), { startsUpdate: true });
  await c.wait.pause(minutes(600));
});

/** A step by hand on CAS1 that was cut off while its installer was at work. */
async function cutOff() {
  const array = new SmallArray();
  array.jobsLastMs = minutes(90);
  const { carried } = await array.runs.byHand({ ...byHandOn(array, "CAS1"), step: stop });
  const ended = array.runs.byHand({ ...byHandOn(array, "CAS1"), step: installing, carried }).catch((error: unknown) => error);
  await array.clock.sleep(minutes(5));
  const run = array.runs.runningOn("CAS-ARRAY");
  await run?.interrupt("the flow was redeployed.");
  await ended;
  const started = () => array.sent.filter((sent) => sent === "CAS1 job.start").length;
  return { array, started, carried, run: run?.id };
}

describe("an installation by hand", () => {
  for (const [what, handsOn] of [
    ["whatever was handed on", true],
    ["where nothing was handed on", false],
  ] as const)
    it(`is not begun beside one that an earlier step has left at work, ${what}`, async () => {
      const { array, started, carried, run } = await cutOff();
      const again = { ...byHandOn(array, "CAS1"), step: install, ...(handsOn ? { carried } : {}) };
      const refused = await array.runs.byHand(again).catch((error: unknown) => error);
      should(refused).match({ code: "installer-busy", reason: { what: { values: { run } } } });
      started().should.equal(1);
      await array.runs.whenIdle("CAS-ARRAY");
      array.at("CAS1").nlb.should.equal("stopped");
    });

  it("is begun once that has ended", async () => {
    const { array, started, carried } = await cutOff();
    await array.clock.sleep(minutes(90));
    await array.runs.byHand({ ...byHandOn(array, "CAS1"), step: install, carried });
    started().should.equal(2);
  });
});
