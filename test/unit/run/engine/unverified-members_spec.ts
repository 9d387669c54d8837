import { saidReason } from "../../../shared/english";
import should from "should";
import { reportOf } from "../../../../lib/run/report";
import { english } from "../../../shared/english";
import { defaultSettings } from "../../../../lib/run/settings";
import { StepFailed } from "../../../../lib/run/step";
import { minutes, seconds } from "../../../../lib/time/duration";
import { byHandOn, outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";
import { quoted } from "../../../../lib/texts";

const { stop, stay, install, verify, start } = procedure;
const failing = doing("failing", () => Promise.reject(new StepFailed("x", quoted("It failed."))));
/** As where the default host does not answer: all others are converged, and the array cannot tell whether they serve. */
const noDefaultHost = (array: SmallArray) => async () =>
  [...array.members.values()].map((member) => {
    const verdict = member.verdict();
    return member.name === "CAS1" ? { ...verdict, serves: false, code: "out" as const, why: "no default host" } : verdict;
  });

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
    saidReason(played.run.state.members[0]?.reason).should.match(/not known whether CAS1 serves unverified/);
  });

  it("is asked itself, and stopped, though the array says that no member serves for certain", async () => {
    const array = new SmallArray();
    const setup = { ...array.setup, serving: noDefaultHost(array) };
    const booting = doing("booting", () => {
      array.at("CAS1").nlb = "converged";
      return Promise.reject(new StepFailed("x", quoted("It failed.")));
    });
    const played = await play(array, [stop, install, booting], { array: setup });
    array.at("CAS1").nlb.should.equal("stopped");
    saidReason(played.run.state.members[0]?.reason).should.not.match(/is left out of service/);
  });

  it("is named first wherever the run is told of, where it serves and cannot be stopped", async () => {
    const array = new SmallArray();
    const booting = doing("booting", () => {
      array.at("CAS1").nlb = "converged";
      array.trouble.set("nlb.stop", "always-refused");
      return Promise.reject(new StepFailed("x", quoted("It failed.")));
    });
    const { run } = await play(array, [stop, install, booting]);
    const first =
      /^CAS1 SERVES UNVERIFIED and could not be stopped \(.*\)\. By hand, now: Stop-NlbClusterNode -HostName CAS1\. .*It failed\./;
    const document = run.document();
    for (const said of [document.reason, document.members[0]?.reason]) should(said).match(first);
    document.summary.should.match(/^Stopped at CAS1: CAS1 SERVES UNVERIFIED/);
    should(document.reasonCode).equal("x");
    const { html } = reportOf(run.state, array.clock.now(), english);
    html.indexOf("SERVES UNVERIFIED").should.be.within(0, html.indexOf("<table"));
  });

  it("is looked at by an interrupted run too, which stops nothing", async () => {
    const array = new SmallArray();
    const cut = doing("cut", () => {
      array.at("CAS1").nlb = "converged";
      void array.runs.runningOn("CAS-ARRAY")?.interrupt("a deploy");
      return new Promise<void>((resolve) => void array.clock.sleep(minutes(1)).then(resolve));
    });
    const { run } = await play(array, [stop, install, cut]);
    array.at("CAS1").nlb.should.equal("converged");
    should(run.document().reason).match(/^CAS1 SERVES UNVERIFIED/);
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
    const quiet = doing("quiet", async (c) => {
      await c.server.change("scom.begin", { minutes: 10, reason: "PlannedOther", comment: "" });
      c.keepUp(["scom.extend", { minutes: 30 }], minutes(5));
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
