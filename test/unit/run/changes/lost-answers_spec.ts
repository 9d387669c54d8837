import should from "should";
import { OperationFailed, OutcomeUnknown } from "../../../../lib/server/errors";
import { minutes, seconds } from "../../../../lib/time/duration";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;
const only = { members: ["CAS1"] };

/** The answer to a change is lost, and CAS1 shows the change only after some time. @returns when it would be shown, by the clock that passes */
function losesAnswer(array: SmallArray, op: string, shownAfterMs: number, read: string): void {
  const member = array.at("CAS1");
  const told = member.read.bind(member);
  let before: unknown;
  let shownAt = 0;
  array.trouble.set(op, "answer-lost");
  array.beforeChange = (name, changed) => {
    if (name !== "CAS1" || changed !== op || shownAt > 0) return;
    before = told(read as never, {});
    shownAt = array.clock.elapsed() + shownAfterMs;
  };
  member.read = (asked, args) => (asked === read && array.clock.elapsed() < shownAt ? before : told(asked, args));
}

/** How the change of that name, the first of all, went. */
const outcomeOf = (played: Awaited<ReturnType<typeof play>>, op: string) =>
  played.run.state.members[0]?.changes.find((change) => change.op === op)?.outcome;

describe("a change whose answer was lost", () => {
  it("and that shows only after a minute and a half was made, and the run goes on", async () => {
    const array = new SmallArray();
    losesAnswer(array, "nlb.setDefaultState", seconds(90), "nlb.host");
    const played = await play(array, [stop, stay, install, verify, start, usual], only);
    should(played.run.state.outcome).equal("finished");
    should(outcomeOf(played, "nlb.setDefaultState")).equal("done");
  });

  it("and that does not show within two minutes has an unknown outcome: it is taken back, since it may have been made", async () => {
    const array = new SmallArray();
    losesAnswer(array, "nlb.setDefaultState", minutes(3), "nlb.host");
    // While the search goes on nothing else is done, so what is put back comes when the change shows.
    const slow = doing("slow", async (c) => {
      try {
        await stay.run(c, {});
      } catch (error) {
        await array.clock.sleep(minutes(2));
        throw error;
      }
    });
    const played = await play(array, [stop, slow], only);
    should(played.run.state.reason?.code).equal("outcome-unknown");
    should(outcomeOf(played, "nlb.setDefaultState")).equal("unknown");
    array.at("CAS1").defaultState.should.equal("started");
    array.at("CAS1").nlb.should.equal("converged");
    array.sent.filter((line) => line === "CAS1 nlb.setDefaultState").should.have.length(2);
  });

  it("and that cannot be looked for, since the member answers with errors, has an unknown outcome", async () => {
    const array = new SmallArray();
    array.trouble.set("nlb.setDefaultState", "answer-lost");
    array.beforeAnswer = (name, op) => {
      const sent = array.sent.includes("CAS1 nlb.setDefaultState");
      if (sent && name === "CAS1" && op === "nlb.host")
        throw new OperationFailed({ server: name, operation: op, what: "no", errorId: "no" });
    };
    const played = await play(array, [stop, stay], only);
    should(played.run.state.reason?.code).equal("outcome-unknown");
    should(outcomeOf(played, "nlb.setDefaultState")).equal("unknown");
  });

  it("and that was the start of an update counts as one: the member rests, and is not put back", async () => {
    const array = new SmallArray();
    array.beforeChange = (name, op) => {
      if (op === "job.start") throw new OutcomeUnknown({ server: name, operation: op, what: "no answer came" });
    };
    const played = await play(array, [stop, install, verify, start], only);
    should(played.run.state.reason?.code).equal("outcome-unknown");
    outcomes(played).should.eql(["failed"]);
    array.at("CAS1").nlb.should.equal("stopped");
    array.sent.should.not.containEql("CAS1 nlb.start");
  });

  it("and that was a restart is looked for as long as a server may take to boot, and not for two minutes", async () => {
    const array = new SmallArray();
    const restart = doing("restart", (c) =>
      c.server.change("system.restart", { bootedAt: array.at("CAS1").bootedAt, reason: "x" } as never),
    );
    losesAnswer(array, "system.restart", minutes(25), "system.info");
    const played = await play(array, [stop, stay, install, restart, verify, start, usual], only);
    should(played.run.state.outcome).equal("finished");
    should(outcomeOf(played, "system.restart")).equal("done");
  });
});
