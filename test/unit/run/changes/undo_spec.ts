import should from "should";
import { everyUndo, toMend, undosOf, unwind } from "../../../../lib/run/changes/undo";
import { waiting } from "../../../../lib/run/member/wait";
import { Server } from "../../../../lib/server/server";
import type { ChangeData } from "../../../../lib/server/catalogue";
import { said } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import { minutes, seconds } from "../../../../lib/time/duration";
import { SmallArray } from "../small-array";

type Made = readonly [op: string, undo: ChangeData | undefined, outcome?: "done" | "failed" | "unknown" | null];
const stop: Made = ["nlb.stop", ["nlb.start", {}]];
const start: Made = ["nlb.start", ["nlb.stop", {}]];
const stay: Made = ["nlb.setDefaultState", ["nlb.setDefaultState", { state: "started" }]];
const hooks: Made = ["forefront.disable", ["forefront.enable", {}]];

/** A member on which these changes were made, as it is now. */
function member(made: readonly Made[], now: object = {}) {
  const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
  Object.assign(array.at("CAS1"), now);
  const journal = new SmallJournal().take("CAS1").begin("step");
  for (const [op, undo, outcome = "done"] of made) journal.change({ op, ...(undo && { undo }) }, outcome);
  const state = journal.state().members[0]!;
  const server = new Server("CAS1", array.invoke);
  const wait = waiting({ server, clock: array.clock, signal: new AbortController().signal, dryRun: false });
  return { array, state, takeBack: () => unwind(server, array.invoke, state, wait), mend: () => toMend(array.invoke, state) };
}

describe("what is taken back on a member", () => {
  it("is taken back in reverse", async () => {
    const { array, takeBack } = member([hooks, stay, stop], { nlb: "stopped", defaultState: "stopped", forefront: "disabled" });
    await takeBack();
    array.sent.should.eql(["CAS1 nlb.start", "CAS1 nlb.setDefaultState", "CAS1 forefront.enable"]);
  });

  it("are the changes that were made or may have been, and that can be: not what was refused, nor what restored the found state", () => {
    const undos = (made: readonly Made[]) => undosOf(member(made).state).map(([op]) => op);
    undos([stop, ["nlb.setDefaultState", undefined]]).should.eql(["nlb.start"]);
    undos([["nlb.stop", ["nlb.start", {}], "unknown"]]).should.eql(["nlb.start"]);
    undos([["nlb.stop", ["nlb.start", {}], null]]).should.eql(["nlb.start"]);
    undos([["nlb.stop", ["nlb.start", {}], "failed"]]).should.eql([]);
  });

  it("is not sent where it is so already", async () => {
    const { array, takeBack } = member([hooks, stop], { nlb: "converged", forefront: "disabled" });
    await takeBack();
    array.sent.should.eql(["CAS1 forefront.enable"]);
  });

  it("is planned when the member answers: while it boots it is not known what is so already", async () => {
    const { array, takeBack } = member([stop, start, stop], { nlb: "stopped", reachable: false });
    void array.clock.sleep(seconds(40)).then(() => (array.at("CAS1").reachable = true));
    should(await takeBack()).be.null();
    array.sent.should.eql(["CAS1 nlb.start"]);
  });

  it("is tried no more often on a member that does not come back", async () => {
    const { array, takeBack } = member([hooks, stop], { nlb: "stopped", reachable: false });
    const began = array.clock.elapsed();
    should(await takeBack()).match({ undo: ["nlb.start", {}], why: { code: "unreachable" }, tries: 4 });
    (array.clock.elapsed() - began).should.be.within(minutes(7.5), minutes(8));
  });

  it("does not stop a member that was stopped and started again, only to start it once more", async () => {
    const { array, takeBack, mend } = member([stop, start]);
    await takeBack();
    array.sent.should.eql([]);
    (await mend()).should.eql([]);
  });

  it("stops nothing more after the first that does not work: the order matters", async () => {
    const { array, takeBack } = member([hooks, stay, stop], { nlb: "stopped", defaultState: "stopped", forefront: "disabled" });
    array.beforeChange = (_, op) => void (op === "nlb.setDefaultState" && array.trouble.set(op, "refused"));
    should(await takeBack()).match({ undo: ["nlb.setDefaultState", { state: "started" }], why: { code: "operation-failed" }, tries: 4 });
    array.sent.should.eql(["CAS1 nlb.start"]);
  });

  it("fails where it was sent and is not seen", async () => {
    const { array, takeBack } = member([stay], { defaultState: "stopped" });
    const one = array.at("CAS1");
    const read = one.read.bind(one);
    one.read = (op, args) => {
      const told = read(op, args);
      return op === "nlb.host" ? { ...(told as object), defaultState: "stopped" } : told;
    };
    should(await takeBack()).match({ why: { code: "undo-not-seen" } });
  });
});

describe("what would mend a member", () => {
  it("is named in the order in which it is to be done, each with its command, and only where it is not so", async () => {
    const { mend, array } = member([hooks, stay, stop], { nlb: "stopped", defaultState: "stopped", forefront: "enabled" });
    (await mend()).map(({ command }) => command.replace(/ .*/, "")).should.eql(["Start-NlbClusterNode", "Get-NlbClusterNode"]);
    array.sent.should.eql([]);
  });

  it("says of what cannot be read that it may be needed, and of what is under way that it is", async () => {
    const silent = member([stop], { reachable: false });
    (await silent.mend())
      .map(({ what }) => said(what))
      .should.matchEach(/perhaps|may|if/i)
      .and.have.length(1);
    const converging = member([stop], { nlb: "converging" });
    const [one] = await converging.mend();
    should(said(one!.what)).not.equal(said((await member([stop], { nlb: "stopped" }).mend())[0]!.what));
  });

  it("is everything where nothing can be looked at", () => {
    everyUndo(member([hooks, stop]).state)
      .map(({ command }) => command)
      .should.have.length(2);
  });
});
