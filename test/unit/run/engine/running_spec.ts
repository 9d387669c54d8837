import "should";
import { Runs } from "../../../../lib/run";
import { english } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import { SmallArray } from "../small-array";

const RUN = "20260110-220410-cas-array";

/** What this process says to a command for a run of which it has this journal alone. */
async function refused(journal: SmallJournal, run = RUN): Promise<unknown> {
  const { store } = new SmallArray();
  for (const entry of journal.all) await store.journals.append(RUN, entry);
  return await new Runs(store, english).running(run).catch((error: unknown) => error);
}

describe("a command for a run that this process does not drive", () => {
  it("is told that nobody drives it yet, where its record is open: it has not ended", async () => {
    ((await refused(new SmallJournal())) as object).should.match({ code: "not-ready", status: 503 });
    ((await refused(new SmallJournal().take("CAS1"))) as object).should.match({ code: "not-ready", status: 503 });
  });

  it("is told that it has ended, or that there is none", async () => {
    ((await refused(new SmallJournal().finish())) as object).should.match({ code: "run-ended", status: 409 });
    ((await refused(new SmallJournal(), "20260110-000000-other")) as object).should.match({ code: "no-such-run", status: 404 });
  });
});
