import should from "should";
import { minutes } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { play } from "../play";
import { SmallArray } from "../small-array";
import { doing, installArgs, procedure } from "../small-steps";

const { stop, install } = procedure;

describe("an interrupted run", () => {
  it("sends nothing more and says what is left", async () => {
    const array = new SmallArray();
    const long = doing("long", async (c) => {
      await c.wait.pause(minutes(30));
      await c.server.change("nlb.setDefaultState", { state: "stopped" });
    });
    const playing = play(array, [stop, long]);
    await array.clock.sleep(minutes(5));
    await array.runs.runningOn("CAS-ARRAY")?.interrupt("the flow was redeployed.");
    const played = await playing;
    should(played.run.state.reason?.code).equal("interrupted");
    array.sent.should.eql(["CAS1 nlb.stop"]);
    played.run.state.members[0]?.toMend.map(({ command }) => command).should.eql(["Start-NlbClusterNode -HostName CAS1"]);
  });

  it("ends where its loop is deleted in the moment in which the node at work lets go of it", async () => {
    const array = new SmallArray();
    const playing = play(array, [stop, doing("long", (c) => c.wait.pause(minutes(30)))]);
    await array.clock.sleep(minutes(5));
    const run = array.runs.runningOn("CAS-ARRAY")!;
    // Node-RED closes all nodes of a deploy in one go, in whichever order.
    array.runs.suspend(run, "the node long was deleted.");
    void run.interrupt("the loop was deleted.");
    const { state } = (await playing).run;
    should(state.reason).match({ code: "interrupted" });
    saidReason(state.reason).should.match(/the loop was deleted/);
    array.runs.waiting.should.be.empty();
  });

  it("says that an installer is still at work, also where its process died", async () => {
    const array = new SmallArray();
    array.jobsLastMs = minutes(50);
    const installing = doing("installing", async (c) => {
      await c.server.change("job.start", installArgs(c.workId(1)), { startsUpdate: true });
      await c.wait.pause(minutes(600));
    });
    const playing = play(array, [stop, installing]);
    await array.clock.sleep(minutes(5));
    const after = new SmallArray();
    for (const [id, journal] of array.store.journals.kept) {
      after.store.journals.kept.set(id, [...journal]);
      for (const entry of journal)
        if (entry.type === "will change" && entry.op === "job.start") after.at("CAS1").change(["job.start", entry.args] as never, 0);
    }
    const [closed] = await after.runs.closeInterrupted(after.setup);
    closed?.members[0]?.reason?.should.match(/Its job update\.exe has ended since, with exit code 0\./);
    await array.runs.runningOn("CAS-ARRAY")?.interrupt("the flow was redeployed.");
    const { reason } = (await playing).run.state.members[0]!;
    saidReason(reason).should.match(/Its job update\.exe is still running: let it end before you do anything on CAS1\./);
  });

  it("does not speak of a job that its step has seen end", async () => {
    const array = new SmallArray();
    const long = doing("long", (c) => c.wait.pause(minutes(600)));
    const playing = play(array, [stop, install, long]);
    await array.clock.sleep(minutes(5));
    await array.runs.runningOn("CAS-ARRAY")?.interrupt("the flow was redeployed.");
    saidReason((await playing).run.state.members[0]!.reason).should.not.match(/update\.exe/);
  });

  it("whose process died is ended by the next one, which names what is left", async () => {
    const array = new SmallArray();
    const long = doing("long", (c) => c.wait.pause(minutes(600)));
    void play(array, [stop, long]);
    await array.clock.sleep(minutes(5));
    const after = new SmallArray();
    after.at("CAS1").nlb = "stopped";
    for (const [id, journal] of array.store.journals.kept) after.store.journals.kept.set(id, [...journal]);
    const [closed] = await after.runs.closeInterrupted(after.setup);
    should(closed).match({ outcome: "stopped", reasonCode: "interrupted" });
    closed?.members[0]?.toMend.map(({ command }) => command).should.eql(["Start-NlbClusterNode -HostName CAS1"]);
    closed?.members[0]?.left.should.have.property("nlb", "stopped");
    (await after.runs.closeInterrupted(after.setup)).should.eql([]);
  });

  it("whose process died says first that a member serves unverified, if it does, and touches nothing", async () => {
    const array = new SmallArray();
    const installing = doing("installing", async (c) => {
      await c.server.change("job.start", installArgs(c.workId(1)), { startsUpdate: true });
      await c.wait.pause(minutes(600));
    });
    const playing = play(array, [stop, installing]);
    await array.clock.sleep(minutes(5));
    const after = new SmallArray();
    for (const [id, journal] of array.store.journals.kept) after.store.journals.kept.set(id, [...journal]);
    const [closed] = await after.runs.closeInterrupted(after.setup);
    should(closed?.reason).match(/^CAS1 SERVES UNVERIFIED/);
    closed?.summary.should.match(/CAS1 SERVES UNVERIFIED/);
    after.sent.should.eql([]);
    await array.runs.runningOn("CAS-ARRAY")?.interrupt("the end of the test");
    await playing;
  });
});
