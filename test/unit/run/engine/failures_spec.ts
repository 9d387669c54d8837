import { toDoOn } from "../../../../lib/run/record/to-do";
import { said, saidIfAny, saidReason } from "../../../shared/english";
import should from "should";
import { StepFailed } from "../../../../lib/run/step";
import { minutes } from "../../../../lib/time/duration";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";
import { quoted } from "../../../../lib/texts";

const { stop, stay, install, verify, start, usual } = procedure;
const failing = (code: string) => doing("failing", () => Promise.reject(new StepFailed(code, quoted("It failed."), quoted("Look at it."))));

describe("after the first failure", () => {
  it("no further member is touched, and the member is put back as it was found", async () => {
    const array = new SmallArray();
    const played = await play(array, [stop, stay, failing("backup-failed")]);
    should(played.run.state.outcome).equal("stopped");
    should(played.run.state.reason?.code).equal("backup-failed");
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.setDefaultState", "CAS1 nlb.setDefaultState", "CAS1 nlb.start"]);
    array.at("CAS1").should.match({ nlb: "converged", defaultState: "started" });
    outcomes(played).should.eql(["failed", "untouched", "untouched"]);
    saidReason(played.run.state.members[0]?.reason).should.match(/put back as it was found/);
  });

  it("a member whose update has started rests, and the report names what is left with its commands", async () => {
    const array = new SmallArray();
    const played = await play(array, [stop, stay, install, failing("verify-failed")]);
    array.at("CAS1").should.match({ nlb: "stopped", defaultState: "stopped" });
    const [member] = played.run.state.members;
    member?.toMend
      .map(({ command }) => command)
      .should.eql([
        "Get-NlbClusterNode -HostName CAS1 -NodeName CAS1 | Set-NlbClusterNode -InitialHostState Started -Force",
        "Start-NlbClusterNode -HostName CAS1",
      ]);
    should(member?.left?.facts).have.property("nlb", "stopped");
  });

  it("a member that rests is asked whether Windows waits for a restart, and the list of what is left says so", async () => {
    const array = new SmallArray();
    array.at("CAS1").waitsForRestart = true;
    const { run } = await play(array, [stop, stay, install, failing("verify-failed")]);
    const [member] = run.state.members;
    saidReason(member?.reason).should.match(/Windows on CAS1 waits for a restart\./);
    toDoOn(member!)
      .map(({ what }) => said(what))
      .should.matchAny(/^Restart CAS1: Windows was waiting for that when the run left it\.$/);
  });

  it("a member that was verified already is put back", async () => {
    const array = new SmallArray();
    const played = await play(array, [stop, stay, install, verify, failing("x")]);
    array.at("CAS1").should.match({ nlb: "converged", defaultState: "started" });
    outcomes(played).should.eql(["updated", "untouched", "untouched"]);
  });

  it("a member that was verified and is back already is not disturbed once more", async () => {
    const array = new SmallArray();
    const off = doing("off", (c) => c.server.change("forefront.disable", {}, { undo: ["forefront.enable", {}] }));
    const on = doing("on", (c) => c.server.change("forefront.enable", {}, { undo: ["forefront.disable", {}] }));
    const played = await play(array, [stop, off, install, verify, on, start, failing("x")]);
    array.sent.slice(-2).should.eql(["CAS1 forefront.enable", "CAS1 nlb.start"]);
    outcomes(played)[0]?.should.equal("updated");
  });

  it("an installer that runs is watched to its end, and the maintenance window is not extended meanwhile", async () => {
    const array = new SmallArray();
    array.jobsLastMs = minutes(50);
    const quiet = doing("quiet", async (c) => {
      await c.server.change("scom.begin", { minutes: 10, reason: "PlannedOther", comment: "" });
      c.keepUp(["scom.extend", { minutes: 30 }], minutes(5));
    });
    const begun = array.clock.now();
    const played = await play(array, [quiet, stop, install, failing("lost")]);
    (array.clock.now() - begun).should.be.within(minutes(50), minutes(52));
    array.sent.should.eql(["CAS1 scom.begin", "CAS1 nlb.stop", "CAS1 job.start"]);
    outcomes(played)[0]?.should.equal("failed");
    saidReason(played.run.state.members[0]?.reason).should.match(/Its job update\.exe has ended since, with exit code 0\./);
  });

  it("a window of monitoring that somebody has ended, and upkeep has begun again, is ended when all else has been taken back", async () => {
    const array = new SmallArray();
    const again = { begun: quoted("again"), ranOut: quoted("ran out"), lastsMs: minutes(60), keptForMs: minutes(30) };
    const begin = ["scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" }] as const;
    const quiet = doing("quiet", async (c) => {
      await c.server.change(...begin, { undo: ["scom.end", {}] });
      c.keepUp(["scom.extend", { minutes: 30 }], minutes(5), { begin, undo: ["scom.end", {}], ...again });
    });
    const ended = doing("ended", async (c) => {
      array.at("CAS1").scomEndsAt = null;
      await c.wait.pause(minutes(12));
      throw new StepFailed("x", quoted("It failed."));
    });
    await play(array, [quiet, stop, ended]);
    array.sent.filter((line) => line === "CAS1 scom.begin").length.should.equal(2);
    array.sent.slice(-2).should.eql(["CAS1 nlb.start", "CAS1 scom.end"]);
  });

  it("an undo that does not work ends the undoing and is told", async () => {
    const array = new SmallArray();
    const spoiling = doing("spoiling", () => {
      array.trouble.set("nlb.setDefaultState", "always-refused");
      return Promise.reject(new StepFailed("x", quoted("It failed.")));
    });
    const played = await play(array, [stop, stay, spoiling]);
    saidReason(played.run.state.members[0]?.reason).should.match(/could not be put back/);
    played.run.state.members[0]?.toMend.length.should.equal(2);
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("a member that could not be reached for the undo is named, with what would mend it", async () => {
    const array = new SmallArray();
    const vanishing = doing("vanishing", () => {
      array.at("CAS1").reachable = false;
      return Promise.reject(new StepFailed("unreachable", quoted("Gone.")));
    });
    const played = await play(array, [stop, vanishing]);
    const [member] = played.run.state.members;
    should(member?.left?.facts).have.property("nlb", null);
    saidIfAny(member?.toMend[0]?.what).should.match(/could not be asked/);
  });
});

describe("an operator's stop", () => {
  const waiting = doing("waiting", (c) => c.wait.pause(minutes(30)));

  it("now, ends the step at work and puts the member back", async () => {
    const array = new SmallArray();
    const playing = play(array, [stop, waiting, install]);
    await array.clock.sleep(minutes(5));
    await array.runs.runningOn("CAS-ARRAY")?.stop("now", "anna");
    const played = await playing;
    should(played.run.state.reason?.code).equal("stopped-by-operator");
    saidReason(played.run.state.reason).should.match(/anna/);
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.start"]);
  });

  it("now, is in the state of the run once it is accepted, on a slow disk too", async () => {
    const array = new SmallArray();
    const { store } = array;
    const append = store.journals.append.bind(store.journals);
    store.journals.append = async (run, entry) => {
      await array.clock.sleep(10);
      await append(run, entry);
    };
    const playing = play(array, [stop, waiting, install]);
    await array.clock.sleep(minutes(5));
    const run = array.runs.runningOn("CAS-ARRAY");
    await run?.stop("now", "anna");
    should(run?.state.phase).equal("stopping");
    await playing;
  });

  it("after the member, lets it be finished and takes no other", async () => {
    const array = new SmallArray();
    const playing = play(array, [stop, waiting, stay, install, verify, start, usual]);
    await array.clock.sleep(minutes(5));
    await array.runs.runningOn("CAS-ARRAY")?.stop("after-member", null);
    const played = await playing;
    outcomes(played).should.eql(["updated", "untouched", "untouched"]);
    should(played.run.state.outcome).equal("stopped");
  });

  it("now, lets a change that was not sent yet not be sent", async () => {
    const array = new SmallArray();
    const late = doing("late", async (c) => {
      await array.runs.runningOn("CAS-ARRAY")?.stop("now", null);
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
    });
    await play(array, [late]);
    array.sent.should.eql([]);
  });

  it("now, while a change is being written down, records that it was not sent", async () => {
    const array = new SmallArray();
    const { store } = array;
    const append = store.journals.append.bind(store.journals);
    store.journals.append = async (run, entry) => {
      await append(run, entry);
      if (entry.type !== "will change") return;
      void array.runs.runningOn("CAS-ARRAY")?.stop("now", null);
      await array.clock.sleep(1);
    };
    const played = await play(array, [stop]);
    array.sent.should.eql([]);
    played.run.state.members[0]?.changes
      .map(({ outcome, text }) => `${outcome}: ${saidIfAny(text)}`)
      .should.eql(["failed: not sent: the run was stopped"]);
  });

  it("now, waits for the step at work to end before it puts the member back", async () => {
    const array = new SmallArray();
    let ended = 0;
    let back = 0;
    const deaf = doing("deaf", async () => {
      await array.clock.sleep(minutes(10));
      ended = array.clock.now();
    });
    array.beforeChange = (_, op) => {
      if (op === "nlb.start") back = array.clock.now();
    };
    const playing = play(array, [stop, deaf]);
    await array.clock.sleep(minutes(2));
    await array.runs.runningOn("CAS-ARRAY")?.stop("now", null);
    await playing;
    ended.should.be.above(0);
    back.should.be.aboveOrEqual(ended);
  });

  it("is refused once the run has ended", async () => {
    const array = new SmallArray();
    const { run } = await play(array);
    await run.stop("now", null).should.be.rejectedWith({ code: "run-ended", status: 409 });
  });
});

describe("an answer that was lost", () => {
  it("is made up for by reading back: the run goes on and says so", async () => {
    const array = new SmallArray();
    array.trouble.set("nlb.setDefaultState", "answer-lost");
    const played = await play(array);
    should(played.run.state.outcome).equal("finished");
    played.run.state.warnings
      .map(({ text }) => said(text))
      .should.matchAny(/answer to “Set the default state that NLB takes after a boot” was lost/);
    array.sent.filter((line) => line === "CAS1 nlb.setDefaultState").length.should.equal(2);
  });

  it("stops the run when the read shows no such change: it is never sent twice", async () => {
    const array = new SmallArray();
    array.trouble.set("nlb.setDefaultState", "request-lost");
    const played = await play(array);
    should(played.run.state.reason?.code).equal("outcome-unknown");
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.start"]);
  });
});

describe("a member that comes back", () => {
  it("without an update is not called updated", async () => {
    const played = await play(new SmallArray(), [stop, stay, start, usual]);
    should(played.run.state.reason?.code).equal("nothing-installed");
    outcomes(played).should.eql(["failed", "untouched", "untouched"]);
  });

  it("without a health check is not called updated, and rests", async () => {
    const array = new SmallArray();
    const played = await play(array, [stop, stay, install, start, usual]);
    should(played.run.state.reason?.code).equal("not-verified");
  });

  it("out of service stops the run before the next member, and is put back", async () => {
    const array = new SmallArray();
    const played = await play(array, [stop, stay, install, verify, usual]);
    should(played.run.state.reason?.code).equal("not-as-found");
    // It serves again when this is read.
    said(played.run.state.reason!.what as never).should.equal(
      "When the flow was done with CAS1, it was not as it was found (nlb stopped instead of converged).",
    );
    array.at("CAS1").nlb.should.equal("converged");
    outcomes(played).slice(1).should.eql(["untouched", "untouched"]);
  });
});
