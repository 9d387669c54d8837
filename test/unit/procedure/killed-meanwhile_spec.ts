import should from "should";
import { saidReason } from "../../shared/english";
import { leftOf } from "../../shared/faults";
import { openQuestion, openSoak } from "../../../lib/run/record";
import { minutes } from "../../../lib/time";
import type { Instant, KilledSetting } from "./killed";
import { doneTo, isChange, KilledNight, Kills } from "./killed";
import { brokenBy } from "./play";

const MEMBERS = ["CAS1", "CAS2", "CAS3", "CAS4"];
const howMany = [{ count: 2 }];

/** Says more than what happens: nothing is done for it. */
const remarks: ReadonlySet<string> = new Set(["progress", "warning", "upkeep", "upkeep ended"]);

/** At which instants a process dies, in words. */
const kinds: Readonly<Record<string, (instant: Instant) => boolean>> = {
  "before anything is written": ({ when, what }) => when === "before entry" && !remarks.has(what),
  // Nobody goes on with a run of which it is written that it has ended.
  "when anything is written": ({ when, what }) => when === "after entry" && !remarks.has(what) && what !== "run finished",
  "when a change was made and its answer has not come": ({ when, what }) => when === "after operation" && isChange(what),
};

async function played(kills: Kills | null, setting: KilledSetting) {
  const night = new KilledNight(kills?.at ?? (() => false), setting);
  const run = await night.play();
  const truth = night.lab.truth();
  const broken = await brokenBy({ run, lab: night.lab, store: night.store });
  // One that died before it had written that it goes on has not begun to.
  if (kills !== null) run.state.resumes.should.equal(kills.made.filter((name) => !name.includes("before entry resumed")).length);
  return { run, truth, broken, left: MEMBERS.map((name) => leftOf(truth, name)), done: doneTo(truth) };
}

/** CAS2 cannot be drained: somebody is asked, and says that it is to be put back when CAS1, which is an hour behind, has been updated. */
const held: KilledSetting = {
  settings: { howMany, whenStepFails: "hold" },
  faults: [{ name: "drain-never-ends", member: "CAS2" }],
  keptBefore: (node, member) =>
    member === "CAS1" && ["cas-scom-on", "cas-drain", "cas-stay-out", "cas-forefront-off"].includes(node) ? minutes(14) : 0,
  people: (run) => {
    const question = run.state.members.map(openQuestion).find((one) => one !== undefined);
    if (question === undefined || run.state.members[0]?.phase !== "ended") return;
    run.answer({ question: question.id, answer: "put-back", by: "alice", why: null }).catch(() => undefined);
  },
};

/** CAS1's installer fails while CAS2, some minutes behind, is on its way to its own. */
const failed: KilledSetting = {
  settings: { howMany },
  faults: [{ name: "installer-fails", member: "CAS1" }],
  keptBefore: (node, member) => (member === "CAS2" && ["cas-services-off", "cas-backup", "cas-install"].includes(node) ? minutes(14) : 0),
};

const soaked: KilledSetting = { settings: { howMany, soakMs: minutes(30) } };

describe("The bundled flow with two members at work, whose process is killed", function () {
  this.timeout(240_000);

  for (const [kind, is] of Object.entries(kinds)) {
    it(`${kind} while one of them waits for an answer, is gone on with: that is asked once, and the other one is updated`, async () => {
      const undisturbed = await played(null, held);
      const asks = ({ state }: KilledNight): boolean => state.members.some((member) => openQuestion(member) !== undefined);
      const kills = new Kills(
        (instant, night) => is(instant) && night.journal.length > 0 && (instant.what.startsWith("question") || asks(night)),
      );
      const { run, left, done, broken } = await played(kills, held);
      // CAS1 is at work all the while.
      kills.made.filter((name) => name.startsWith("CAS1")).length.should.be.above(5);
      should(run.state.reason).match({ code: "drain-limit", member: "CAS2" });
      run.state.members
        .flatMap(({ name, questions }) => questions.map(({ given }) => [name, given?.answer]))
        .should.eql([["CAS2", "put-back"]]);
      left.should.eql(["updated", "as found", "as found", "as found"]);
      done.should.eql(undisturbed.done);
      broken.should.eql([]);
    });

    it(`${kind} while one of them is put back because the other one has failed, is gone on with: it is as it was found, the other one rests`, async () => {
      const undisturbed = await played(null, failed);
      const kills = new Kills(
        (instant, night) => is(instant) && night.journal.length > 0 && (instant.what === "stopping" || night.state.phase !== "running"),
      );
      const { run, left, done, broken } = await played(kills, failed);
      should(run.state.reason).match({ code: "installer-failed", member: "CAS1" });
      left.should.eql(["resting", "as found", "as found", "as found"]);
      done.should.eql(undisturbed.done);
      broken.should.eql([]);
    });
  }

  it("while the first two are looked at beside the others, is gone on with: that lasts as long as it was to, and tells the same", async () => {
    let looks = 0;
    const kills = new Kills(({ what, when }, night) => {
      if (what.startsWith("soak") || what === "events.since") return true;
      return when === "before operation" && what === "nlb.host" && looks++ % 100 === 99 && openSoak(night.state) !== undefined;
    });
    const { run, left, broken } = await played(kills, soaked);
    kills.made.length.should.be.above(15);
    const [first, ...more] = run.state.soaks;
    more.should.eql([]);
    should((first?.until ?? 0) - (first?.startedAt ?? 0)).equal(minutes(30));
    should((first?.endedAt ?? 0) - (first?.until ?? 0)).be.within(0, minutes(1));
    should(run.state.members[2]?.startedAt).be.aboveOrEqual(first?.endedAt ?? Infinity);
    saidReason(run.state.reason).should.equal("");
    left.should.eql(MEMBERS.map(() => "updated"));
    broken.should.eql([]);
  });
});
