import should from "should";
import { documentOf } from "../../../../lib/run/record/document";
import { toJson } from "../../../../lib/run/record/message";
import { text } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";

describe("the document of a run", () => {
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
      text: "nlb is stopped, was converged",
      figures: { finding: "nlb is stopped, was converged", minutes: 3, says: "half way" },
    });
  });
});
