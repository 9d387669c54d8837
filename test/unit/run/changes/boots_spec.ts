import should from "should";
import { quoted } from "../../../../lib/texts";
import { minutes } from "../../../../lib/time/duration";
import { StepFailed } from "../../../../lib/run/step";
import { said } from "../../../shared/english";
import { play } from "../play";
import { SmallWork } from "../member/small-work";
import { SmallJournal } from "../report/small-journal";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;
const arrayOf = () => new SmallArray(["CAS1", "CAS2", "CAS3"], 1);

/** Power is lost and comes back, an hour later. */
const powerCut = (array: SmallArray) =>
  doing("power cut", async ({ member, wait }) => {
    await wait.pause(minutes(60));
    array.at(member.name).bootedAt = new Date(array.clock.now()).toISOString();
    await wait.pause(minutes(5));
  });
const failing = doing("failing", () => Promise.reject(new StepFailed("failed", quoted("It failed."))));

describe("A member that boots after it was verified, by nobody's wish", () => {
  it("is not put into service: nobody has looked at it since", async () => {
    const array = arrayOf();
    const { run } = await play(array, [stop, stay, install, verify, powerCut(array), start, usual]);
    should(run.state.reason?.code).equal("not-verified");
    array.sent.should.not.containEql("CAS1 nlb.start");
    array.at("CAS1").should.match({ nlb: "stopped", defaultState: "stopped" });
    run.state.warnings
      .map(({ text }) => said(text))
      .should.matchAny(/^CAS1 has booted at .*, after it was verified: nobody has looked at it since/);
    run.state.members.map(({ outcome }) => outcome).should.eql(["failed", "untouched", "untouched"]);
  });

  it("is said once, though two look at it at the same moment", async () => {
    const journal = new SmallJournal().take("CAS1").begin("verify");
    const verified = {
      visit: 1,
      result: { changed: false, text: "x" },
      output: {},
      port: null,
      token: "t",
      establishes: {},
      verifies: true,
    };
    const { recorder, work, array } = new SmallWork(
      journal.add({
        type: "step finished",
        member: "CAS1",
        step: "verify",
        node: "verify",
        ...verified,
        verifiedAt: "2026-01-01T00:00:00.000Z",
      }),
    );
    array.at("CAS1").bootedAt = "2026-01-02T00:00:00.000Z";
    await Promise.all([work.noticeBoot("CAS1"), work.noticeBoot("CAS1")]);
    await work.noticeBoot("CAS1");
    await array.clock.sleep(minutes(1));
    const warned = recorder.state.warnings.map(({ text }) => said(text));
    warned.should.have.length(1);
    warned.should.match([/^CAS1 has booted/]);
  });

  it("rests where the run ends meanwhile, instead of being put back", async () => {
    const array = arrayOf();
    const { run } = await play(array, [stop, stay, install, verify, powerCut(array), failing]);
    should(run.state.reason?.code).equal("failed");
    array.sent.should.not.containEql("CAS1 nlb.start");
    array.at("CAS1").should.match({ nlb: "stopped", defaultState: "stopped" });
  });

  it("is put back where it has not booted since", async () => {
    const array = arrayOf();
    await play(array, [stop, stay, install, verify, failing]);
    array.at("CAS1").should.match({ nlb: "converged", defaultState: "started" });
  });

  it("may serve on where it was in service already: nobody takes it out for that", async () => {
    const array = arrayOf();
    const { run } = await play(array, [stop, stay, install, verify, start, usual, powerCut(array), failing]);
    array.at("CAS1").nlb.should.equal("converged");
    run.state.members[0]!.outcome.should.equal("updated");
  });

  it("is verified by another look", async () => {
    const array = arrayOf();
    const again = { ...verify, name: "verify again" };
    const { run } = await play(array, [stop, stay, install, verify, powerCut(array), again, start, usual]);
    should(run.state.outcome).equal("finished");
  });
});
