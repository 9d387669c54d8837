import should from "should";
import type { ChangeData } from "../../../../lib/server/catalogue";
import { Guard } from "../../../../lib/run/changes";
import { resumeMember, Work } from "../../../../lib/run/member";
import { memberOf } from "../../../../lib/run/record";
import { defaultSettings } from "../../../../lib/run/settings";
import { Recorder } from "../../../../lib/run/store/recorder";
import { minutes } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import { SmallArray } from "../small-array";
import { installArgs } from "../small-steps";

const finished = { type: "step finished" as const, member: "CAS1", step: "stop", node: "stop", visit: 1, port: null, verifies: false };

/** A run that another process has begun, taken up on this array. */
async function takenUp(journal: SmallJournal, array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1)) {
  const state = journal.add({ type: "resumed", fence: 9 }).state();
  const recorder = new Recorder(state, array.store.journals, array.clock, () => undefined);
  const work = new Work(array.setup, recorder, new Guard(array.setup), defaultSettings, () => undefined);
  const { signal } = new AbortController();
  const member = memberOf(state, "CAS1");
  const why = await resumeMember({ work, recorder, clock: array.clock, signal }, member);
  return { array, work, member, why };
}

describe("a member that is gone on with by another process", () => {
  it("has kept up again what was kept up, at once, since nobody did so meanwhile, until that is ended", async () => {
    const keep: ChangeData = ["scom.extend", { minutes: 60 }];
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    array.at("CAS1").scomEndsAt = new Date(array.clock.now() + minutes(30)).toISOString();
    const journal = new SmallJournal().take("CAS1").add({ type: "upkeep", member: "CAS1", keep, everyMs: minutes(5), ifEnded: null });
    const { work } = await takenUp(journal, array);
    const kept = () => array.sent.filter((line) => line === "CAS1 scom.extend").length;
    await array.clock.sleep(minutes(1));
    kept().should.equal(1);
    await array.clock.sleep(minutes(10));
    kept().should.be.within(2, 3);
    await work.endUpkeepOf("CAS1");
    const sent = array.sent.length;
    await array.clock.sleep(minutes(60));
    array.sent.should.have.length(sent);
  });

  const established = (nlb: string | null) =>
    new SmallJournal()
      .take("CAS1")
      .begin("stop")
      .add({ ...finished, result: { changed: true, text: "x" }, output: {}, token: "t", establishes: { nlb } });

  it("must be as its finished steps have left it: what differs is named, and the run goes on no further", async () => {
    should((await takenUp(established("converged"))).why).be.null();
    const { why } = await takenUp(established("stopped"));
    should(why).match({ code: "interrupted", member: "CAS1" });
    saidReason(why).should.match(/CAS1.*nlb.*stopped.*converged|CAS1.*nlb.*converged.*stopped/);
  });

  it("is stopped at once if it serves unverified: nobody has looked while there was no process", async () => {
    const journal = new SmallJournal()
      .take("CAS1")
      .begin("install")
      .change({ op: "job.start", args: installArgs("run_CAS1_install_1_1") });
    const { array, why } = await takenUp(journal);
    should(why).match({ code: "serves-unverified", member: "CAS1" });
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("is stopped too if it came in after the first look, and not left as one that differs", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    array.at("CAS1").nlb = "stopped";
    const journal = established("stopped")
      .begin("install")
      .change({ op: "job.start", args: installArgs("run_CAS1_install_1_1") })
      .change({ op: "scom.end" }, null);
    array.at("CAS1").scomEndsAt = new Date(array.clock.now() + minutes(60)).toISOString();
    void array.clock.sleep(minutes(1)).then(() => (array.at("CAS1").nlb = "converged"));
    const { why } = await takenUp(journal, array);
    should(why).match({ code: "serves-unverified", member: "CAS1" });
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("is kept quiet at once, also while it is looked for what became of a change of something else", async () => {
    const keep: ChangeData = ["scom.extend", { minutes: 60 }];
    const extended = async (op: string, args: object) => {
      const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
      array.at("CAS1").scomEndsAt = new Date(array.clock.now() + minutes(30)).toISOString();
      const upkeep = { type: "upkeep", member: "CAS1", keep, everyMs: minutes(5), ifEnded: null } as const;
      const began = array.clock.elapsed();
      let afterMs = Number.NaN;
      array.beforeChange = (_, sent) => void (sent === "scom.extend" && Number.isNaN(afterMs) && (afterMs = array.clock.elapsed() - began));
      const { work } = await takenUp(new SmallJournal().take("CAS1").add(upkeep).begin("usual").change({ op, args }, null), array);
      await array.clock.sleep(minutes(1));
      await work.endUpkeepOf("CAS1");
      return afterMs;
    };
    (await extended("nlb.setDefaultState", { state: "stopped" })).should.be.below(minutes(0.5));
    // Of a change of the window itself it must be known first.
    (await extended("scom.extend", { minutes: 90 })).should.be.above(minutes(2));
  });

  it("does not wait with that for what became of a restart, which may be looked for an hour: the window would run out", async () => {
    const keep: ChangeData = ["scom.extend", { minutes: 60 }];
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    array.at("CAS1").scomEndsAt = new Date(array.clock.now() + minutes(30)).toISOString();
    const journal = new SmallJournal()
      .take("CAS1")
      .add({ type: "upkeep", member: "CAS1", keep, everyMs: minutes(5), ifEnded: null })
      .begin("restart")
      .change({ op: "system.restart", args: { bootedAt: array.at("CAS1").bootedAt } }, null)
      .change({ op: "scom.extend", args: { minutes: 90 } }, null);
    const resuming = takenUp(journal, array);
    await array.clock.sleep(minutes(10));
    array.sent.should.containEql("CAS1 scom.extend");
    await (await resuming).work.endUpkeepOf("CAS1");
  });

  it("has nothing begun again that the run itself has ended when it brought the member back", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    const undo: ChangeData = ["scom.end", {}];
    const begin: ChangeData = ["scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" }];
    const ifEnded = { begin, undo, begun: "begun again", ranOut: "ran out", lastsMs: null, keptForMs: minutes(60) };
    for (const outcome of ["done", null] as const) {
      const journal = new SmallJournal()
        .take("CAS1")
        .add({ type: "upkeep", member: "CAS1", keep: ["scom.extend", { minutes: 60 }], everyMs: minutes(5), ifEnded })
        .change({ op: "scom.end", cause: "undo" }, outcome);
      const { work } = await takenUp(journal, array);
      await array.clock.sleep(minutes(30));
      await work.endUpkeepOf("CAS1");
      array.sent.should.eql([], `outcome ${outcome}`);
    }
  });

  it("may differ in what the interrupted step was changing, which looks by itself, and in nothing else", async () => {
    const changing = (op: string) =>
      established("stopped")
        .begin("next")
        .change({ op, args: { state: "started" } });
    should((await takenUp(changing("nlb.setDefaultState"))).why).be.null();
    const scom = established("stopped").begin("next").change({ op: "scom.end" });
    should((await takenUp(scom)).why).have.property("code", "interrupted");
    const before = new SmallJournal()
      .take("CAS1")
      .begin("first")
      .change({ op: "nlb.setDefaultState", args: { state: "started" } })
      .pass(1);
    before.add({
      ...finished,
      step: "first",
      node: "first",
      result: { changed: true, text: "x" },
      output: {},
      token: "t",
      establishes: { nlb: "stopped" },
    });
    should((await takenUp(before.pass(1).begin("next"))).why).have.property("code", "interrupted");
  });

  it("has the outcome of a change that nobody has written down looked for: made where it is seen, and unknown where it is not", async () => {
    const announced = (state: string) =>
      new SmallJournal().take("CAS1").begin("usual").change({ op: "nlb.setDefaultState", args: { state } }, null);
    const made = await takenUp(announced("started"));
    should(made.member.changes[0]).have.property("outcome", "done");
    const perhaps = await takenUp(announced("stopped"));
    should(perhaps.member.changes[0]).have.property("outcome", "unknown");
    perhaps.array.sent.should.eql([]);
  });

  it("has outcomes that are known left as they are", async () => {
    for (const outcome of ["done", "failed", "unknown"] as const) {
      const { member } = await takenUp(
        new SmallJournal()
          .take("CAS1")
          .begin("usual")
          .change({ op: "nlb.setDefaultState", args: { state: "stopped" } }, outcome, "as told"),
      );
      should(member.changes[0]).match({ outcome, text: "as told" });
    }
  });
});

describe("what finished steps have established on a member that is gone on with", () => {
  const establishing = (establishes: Record<string, string>) =>
    new SmallJournal()
      .take("CAS1")
      .begin("stop")
      .add({ ...finished, result: { changed: true, text: "x" }, output: {}, token: "t", establishes });
  const silent = () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    array.at("CAS1").reachable = false;
    return array;
  };

  it("is for the interrupted step to find out where the member is silent: it may be booting in it", async () => {
    should((await takenUp(establishing({ nlb: "stopped" }).begin("restart"), silent())).why).be.null();
  });

  it("has to be known where the member is silent between two steps", async () => {
    const { why } = await takenUp(establishing({ nlb: "stopped" }), silent());
    should(why).match({ code: "interrupted", member: "CAS1" });
    saidReason(why).should.match(/nlb/);
  });

  it("is not missed where the member has nothing of the kind any more", async () => {
    should((await takenUp(establishing({ nlb: "converged", forefrontHooks: "disabled" }))).why).be.null();
  });
});
