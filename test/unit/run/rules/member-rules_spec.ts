import should from "should";
import { Stopped } from "../../../../lib/run/record";
import { refusalToTake, refuseUnfinished } from "../../../../lib/run/rules/member-rules";
import { defaultSettings } from "../../../../lib/run/settings";
import { saidReason } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";

/** Half past ten in the evening. */
const now = Date.UTC(2026, 0, 10, 22, 30);

describe("a wish to stop after the member at work", () => {
  it("is the reason for not taking the next one, with who asked, or that an operator did", () => {
    const asked = (by: string | null) => {
      const state = new SmallJournal().add({ type: "stop asked", when: "after-member", by }).state();
      return refusalToTake(state.members[0]!, { state, settings: defaultSettings, now });
    };
    should(asked("Ada")).have.property("code", "stopped-by-operator");
    saidReason(asked("Ada")).should.match(/CAS1.*Ada/);
    saidReason(asked(null)).should.match(/CAS1.*operator/);
  });
});

describe("a member that comes back to the loop", () => {
  const job = { op: "job.start" };
  /** The code with which it is refused; null if it is not. */
  const refused = (journal: SmallJournal, dryRun = false): string | null => {
    try {
      refuseUnfinished(journal.state().members[0]!, dryRun);
      return null;
    } catch (error) {
      if (error instanceof Stopped) return error.reason.code;
      throw error;
    }
  };

  it("without an update is not called updated, unless it had the update already", () => {
    should(refused(new SmallJournal().take("CAS1"))).equal("nothing-installed");
    const had = new SmallJournal()
      .take("CAS1")
      .begin("look")
      .endOf("look", { changed: false, text: "there already", alreadyUpdated: true });
    should(refused(had)).be.null();
  });

  it("with an update that nobody has verified is refused, also where it had said before that it has the update", () => {
    should(refused(new SmallJournal().take("CAS1").change(job))).equal("not-verified");
    const had = new SmallJournal()
      .take("CAS1")
      .begin("look")
      .endOf("look", { changed: false, text: "there already", alreadyUpdated: true });
    should(refused(had.change(job))).equal("not-verified");
    should(refused(new SmallJournal().take("CAS1").change(job).begin("verify").end("verify", "well", false, true))).be.null();
  });

  it("with an update whose outcome is unknown counts as one with an update, and as one without where it was refused", () => {
    should(refused(new SmallJournal().take("CAS1").change(job, "unknown"))).equal("not-verified");
    should(refused(new SmallJournal().take("CAS1").change(job, null))).equal("not-verified");
    should(refused(new SmallJournal().take("CAS1").change(job, "failed"))).equal("nothing-installed");
  });

  it("in a dry run needs a change that would start its update, and not just any", () => {
    should(refused(new SmallJournal({ dryRun: true }).take("CAS1").would("nlb.drain"), true)).equal("nothing-installed");
    should(refused(new SmallJournal({ dryRun: true }).take("CAS1").would("nlb.drain").would("job.start"), true)).be.null();
  });
});
