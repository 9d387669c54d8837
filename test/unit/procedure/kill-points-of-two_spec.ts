import "should";
import { leftOf } from "../../shared/faults";
import { saidReason } from "../../shared/english";
import { minutes } from "../../../lib/time";
import type { Instant, KilledSetting } from "./killed";
import { doneTo, isChange, KilledNight, Kills } from "./killed";
import { brokenBy } from "./play";

const MEMBERS = ["CAS1", "CAS2", "CAS3", "CAS4"];
const two: KilledSetting = { settings: { howMany: [{ count: 2 }] } };

/** At which instants a process dies, in words. */
const kinds: Readonly<Record<string, (instant: Instant) => boolean>> = {
  "as a message comes to a step": ({ when }) => when === "comes",
  "before it is written that a step begins": ({ when, what }) => when === "before entry" && what === "step started",
  "before a change is written": ({ when, what }) => when === "before entry" && what === "will change",
  "between a change that is written and its sending": ({ when, what }) => when === "after entry" && what === "will change",
  "when a change was made and its answer has not come": ({ when, what }) => when === "after operation" && isChange(what),
  "after the answer to a change": ({ when, what }) => when === "before entry" && what === "did change",
  "when it is written that a change was made": ({ when, what }) => when === "after entry" && what === "did change",
  "before it is written that a step has ended": ({ when, what }) => when === "before entry" && what === "step finished",
  "between two steps": ({ when, what }) => when === "after entry" && what === "step finished",
  "before and after it is written that a member was taken, is back or is through": ({ when, what }) =>
    when.endsWith("entry") && what.startsWith("member "),
};

/** How the two of a pair are at work beside each other. */
const paces: Readonly<Record<string, KilledSetting>> = {
  "at the same steps": two,
  "one of them some minutes behind": {
    ...two,
    keptBefore: (node, member) => (node === "cas-scom-on" && ["CAS2", "CAS3"].includes(member) ? minutes(4) : 0),
  },
};

/** Of the instants of the second pair every third: what is to be seen there is that of the first one once more. */
function everyThirdOfTheSecondPair(is: (instant: Instant) => boolean): (instant: Instant) => boolean {
  let come = 0;
  return (instant) => is(instant) && (!["CAS3", "CAS4"].includes(instant.member ?? "") || come++ % 3 === 0);
}

describe("The bundled flow with two members at work, whose process is killed", function () {
  this.timeout(240_000);
  let undisturbed: ReturnType<typeof doneTo>;

  before(async () => {
    const night = new KilledNight(() => false, two);
    await night.play();
    undisturbed = doneTo(night.lab.truth());
  });

  for (const [kind, is] of Object.entries(kinds))
    for (const [pace, setting] of Object.entries(paces))
      it(`${kind}, on either of the two, ${pace}, is gone on with: all are updated and serve, nothing is done twice, no promise is broken`, async () => {
        const kills = new Kills(everyThirdOfTheSecondPair(is));
        const night = new KilledNight(kills.at, setting);
        const run = await night.play();
        [run.state.outcome, saidReason(run.state.reason)].should.eql(["finished", ""], `killed last: ${kills.made.at(-1)}`);
        run.state.resumes.should.equal(kills.made.length);
        // The second of a pair is not done with what the first one is done with at the same moment.
        kills.atWork.filter((count) => count === 2).length.should.be.above(kills.made.length / 3);
        const truth = night.lab.truth();
        MEMBERS.map((name) => leftOf(truth, name)).should.eql(MEMBERS.map(() => "updated"));
        doneTo(truth).should.eql(undisturbed);
        (await brokenBy({ run, lab: night.lab, store: night.store })).should.eql([]);
      });
});
