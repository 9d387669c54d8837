import "should";
import { minutes } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, install, verify, start } = procedure;

/** A step during which the member is silent from the first minute on, for so long. */
const silentFor = (array: SmallArray, ms: number) =>
  doing("waiting", async (c) => {
    array.at("CAS1").reachable = false;
    void array.clock.sleep(ms).then(() => (array.at("CAS1").reachable = true));
    await c.wait.until(
      () => c.server.read("system.info", {}),
      () => true,
      { limitMs: minutes(300), unreachableIsNotYet: true },
    );
  });

const warningsAfter = async (ms: number) => {
  const array = new SmallArray();
  const began = array.clock.now();
  const { run } = await play(array, [silentFor(array, ms), stop, install, verify, start]);
  return run.state.warnings.map(({ at, code, member, text }) => ({
    after: Math.round((at - began) / 60_000),
    code,
    member,
    text: said(text),
  }));
};

describe("a member that does not answer", () => {
  it("is told of after ten minutes, once, and again when it answers", async () => {
    (await warningsAfter(minutes(45))).should.match([
      { after: 10, code: "not-answering", member: "CAS1", text: /^CAS1 has not answered for 10 min/ },
      { after: 45, code: "answers-again", member: "CAS1", text: /^CAS1 answers again, after 45 min/ },
    ]);
  });

  it("is not told of where it is back sooner, as after a restart", async () => {
    (await warningsAfter(minutes(9))).should.eql([]);
  });
});
