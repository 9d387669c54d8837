import should from "should";
import { documentOf } from "../../../../lib/run/record/document";
import { toJson } from "../../../../lib/run/record/message";
import { text } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";

describe("the document of a run", () => {
  it("gives a member no outcome while it is at work, and never calls it untouched then", () => {
    const outcomes = (journal: SmallJournal) =>
      documentOf(journal.state(), { now: journal.now, report: null, say: said }).members.map(({ outcome }) => outcome);
    const journal = new SmallJournal().updates("CAS1").take("CAS2").begin("nlb-drainstop").change({ op: "nlb.drain" });
    outcomes(journal).should.eql(["updated", null, "untouched", "untouched"]);
  });

  it("has the figures of the step at work, with their texts made", () => {
    const finding = text("left.differs", { fact: "nlb", is: "stopped", was: "converged" });
    const journal = new SmallJournal()
      .take("CAS1")
      .begin("verify-health")
      .add({
        type: "progress",
        member: "CAS1",
        step: "verify-health",
        text: finding,
        fraction: null,
        figures: { finding: toJson(finding), minutes: 3, says: "half way" },
      });
    const document = documentOf(journal.state(), { now: journal.now, report: null, say: said });
    should(document.members[0]?.current).match({
      text: "nlb stopped instead of converged",
      figures: { finding: "nlb stopped instead of converged", minutes: 3, says: "half way" },
    });
  });
});
