import { saidReason } from "../../../shared/english";
import should from "should";
import { defaultSettings } from "../../../../lib/run/settings";
import { StepFailed } from "../../../../lib/run/step";
import { minutes, seconds } from "../../../../lib/time/duration";
import { byHandOn, outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";
import { quoted } from "../../../../lib/texts";

const { stop, stay, install, verify, start } = procedure;
const failing = doing("failing", () => Promise.reject(new StepFailed("x", quoted("It failed."))));
describe("a member whose update is not verified", () => {
  it("is stopped again when it has come into service by itself, as after a boot", async () => {
    const array = new SmallArray();
    const booting = doing("booting", () => {
      array.at("CAS1").nlb = "converged";
      return Promise.reject(new StepFailed("x", quoted("It failed.")));
    });
    const played = await play(array, [stop, install, booting]);
    array.at("CAS1").nlb.should.equal("stopped");
    saidReason(played.run.state.members[0]?.reason).should.match(/come into service unverified and was stopped again/);
  });

  it("is waited for when it does not answer, and stopped when it then serves", async () => {
    const array = new SmallArray();
    const booting = doing("booting", () => {
      array.at("CAS1").reachable = false;
      void array.clock.sleep(minutes(4)).then(() => Object.assign(array.at("CAS1"), { reachable: true, nlb: "converged" }));
      return Promise.reject(new StepFailed("x", quoted("It failed.")));
    });
    await play(array, [stop, install, booting]);
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("is not said to be out when it cannot be told", async () => {
    const array = new SmallArray();
    const gone = doing("gone", () => {
      array.at("CAS1").reachable = false;
      return Promise.reject(new StepFailed("x", quoted("It failed.")));
    });
    const played = await play(array, [stop, install, gone]);
    saidReason(played.run.state.members[0]?.reason).should.match(/not known whether it serves/);
  });

  it("is never started by a step, in a plan neither", async () => {
    for (const dryRun of [true, false]) {
      const array = new SmallArray();
      const played = await play(array, [stop, stay, install, start, verify], { dryRun });
      should(played.run.state.reason?.code).equal("not-verified");
      array.sent.filter((line) => line.endsWith("nlb.start")).should.eql([]);
    }
  });
});

describe("an update that did not begin", () => {
  it("since its start was refused, leaves a member that is put back", async () => {
    const array = new SmallArray();
    array.trouble.set("job.start", "refused");
    const played = await play(array, [stop, install]);
    array.at("CAS1").nlb.should.equal("converged");
    saidReason(played.run.state.members[0]?.reason).should.match(/put back as it was found/);
  });

  it("is not called one that was made, however the member stands", async () => {
    const array = new SmallArray();
    outcomes(await play(array, [stop, verify, failing]))[0]?.should.equal("failed");
    outcomes(await play(new SmallArray(), [stop, install, verify, failing], { dryRun: true }))[0]?.should.equal("failed");
  });
});

describe("upkeep", () => {
  it("is not kept from its work by a guard that is broken, and ends nothing but itself", async () => {
    const array = new SmallArray(["CAS1", "CAS2"], 1);
    const quiet = doing("quiet", async (c) => {
      await c.server.change("scom.begin", { minutes: 10, reason: "PlannedOther", comment: "" });
      c.keepUp(["scom.extend", { minutes: 30 }], minutes(5));
    });
    const disturbed = doing("disturbed", async (c) => {
      await array.clock.sleep(minutes(5) - seconds(6));
      array.at("CAS2").reachable = false;
      await c.wait.pause(minutes(20));
    });
    const played = await play(array, [quiet, disturbed], { settings: { ...defaultSettings, guardEveryMs: seconds(17) } });
    should(played.run.state.reason?.code).equal("guard-broken");
  });
});

describe("a journal that cannot be written any more", () => {
  it("ends the run only when the change on its way has arrived, and says what would mend the member", async () => {
    const array = new SmallArray();
    const { store } = array;
    const append = store.journals.append.bind(store.journals);
    let full = false;
    store.journals.append = (run, entry) => (full ? Promise.reject(new Error("no space left on device")) : append(run, entry));
    let locked: unknown = null;
    array.beforeChange = (_, op) => {
      if (op !== "nlb.setDefaultState") return;
      full = true;
      locked = array.runs.runningOn("CAS-ARRAY");
    };
    const quiet = doing("quiet", (c) => {
      c.keepUp(["scom.extend", { minutes: 30 }], minutes(5));
      return Promise.resolve();
    });
    const played = await play(array, [quiet, stop, stay, install]);
    should(locked).not.be.undefined();
    should(played.run.state).match({ phase: "ended", outcome: "stopped", reason: { code: "journal-failed" } });
    played.run.state.members[0]?.toMend.map(({ command }) => command).should.containEql("Start-NlbClusterNode -HostName CAS1");
    full = false;
    const sent = array.sent.length;
    await array.clock.sleep(minutes(60));
    array.sent.length.should.equal(sent);
    should((await array.runs.document(played.run.id))?.state).equal("ended");
  });
});

describe("by hand", () => {
  it("a member is put back although no other serves: that is when it is needed most", async () => {
    const array = new SmallArray(["CAS1", "CAS2"], 1);
    array.at("CAS1").nlb = "stopped";
    array.at("CAS2").reachable = false;
    await array.runs.byHand({ ...byHandOn(array, "CAS1"), step: start });
    array.at("CAS1").nlb.should.equal("converged");
    await array.runs.byHand({ ...byHandOn(array, "CAS1"), step: stop }).should.be.rejectedWith({ code: "guard-broken" });
  });
});
