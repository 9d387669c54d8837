import should from "should";
import { documentOf, seenBefore, standing, wouldEnd, wouldGetTo } from "../../../../lib/run/record";
import { reason, text } from "../../../../lib/texts";
import type { Reason } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { pageOf, sentenceOf, textOf } from "../report/read-page";
import { found, SmallJournal, updated } from "../report/small-journal";

const of = (...names: readonly string[]) => ({ members: names.map((name) => ({ name, address: name })) });
const why = (member: string, code = "not-fit"): Reason => ({ ...reason(code, `something is wrong with ${member}.`), member });

/** A dry run of four members: what became of each, in their order. */
const dryRun = (became: Readonly<Record<string, "would-update" | "already-updated" | Reason>>, batches?: readonly number[]) => {
  const atOnce = batches === undefined ? {} : { atOnce: { set: "2", batches: [...batches], most: 2 } };
  const journal = new SmallJournal({ ...of(...Object.keys(became)), dryRun: true, ...atOnce });
  let first: Reason | null = null;
  for (const [name, how] of Object.entries(became)) {
    journal.take(name, how === "already-updated" ? updated : found).begin("preflight-check");
    if (typeof how !== "string") {
      first ??= how;
      journal.add({ type: "step failed", member: name, step: "preflight-check", node: "preflight-check", visit: 1, reason: how });
      journal.leave("failed", found, how);
    } else {
      if (how === "would-update") journal.would("nlb.drain");
      journal.end("preflight-check", "fit", false).leave(how, found);
    }
  }
  return journal.finish(first === null ? "dry-run" : "stopped", first);
};
const documented = (journal: SmallJournal) => documentOf(journal.state(), { now: journal.now, report: null, say: said });

describe("What a dry run tells of a real one", () => {
  const unfit = dryRun({ CAS1: "would-update", CAS2: "would-update", CAS3: why("CAS3"), CAS4: "would-update" });

  it("is that it would end before anything is touched, where a later member is not fit: in the headline, the report and the document", () => {
    sentenceOf(unfit).should.equal(
      "Dry run: a real run would end before it touches a member, since CAS3 is not fit to start. Nothing was changed.",
    );
    const page = textOf(pageOf(unfit));
    page.should.containEql("A real run would change nothing now: it looks at all members before it touches CAS1, the first,");
    page.should.containEql("Would change, if a real run got there (1)");
    page.should.not.containEql("Would change (1)");
    documented(unfit).wouldEnd?.should.match({ member: "CAS1", notFit: ["CAS3"], text: /^A real run would change nothing now/ });
  });

  it("calls no member one that would be updated to which a real run would not get", () => {
    const state = unfit.state();
    state.members
      .map((member) => said(standing(state, member)))
      .should.eql(["fit; a real run would end before", "fit; a real run would end before", "failed", "fit; a real run would end before"]);
  });

  it("passes over members that have the update: the first one to be touched looks at all", () => {
    const journal = dryRun({ CAS1: "already-updated", CAS2: "would-update", CAS3: why("CAS3"), CAS4: why("CAS4") });
    should(wouldEnd(journal.state())?.at.name).equal("CAS2");
    sentenceOf(journal).should.match(/since CAS3 and CAS4 are not fit to start/);
  });

  it("is that it would get to those before, where it is the work on a member that would not get through, but to none of its batch", () => {
    const late = { CAS1: "would-update", CAS2: "would-update", CAS3: why("CAS3", "no-package"), CAS4: "would-update" } as const;
    const [one, two] = [dryRun(late), dryRun(late, [1, 2, 1])];
    const reached = (journal: SmallJournal) => journal.state().members.map((member) => wouldGetTo(journal.state(), member));
    reached(one).should.eql([true, true, false, false]);
    reached(two).should.eql([true, false, false, false]);
    sentenceOf(one).should.match(/^Dry run stopped at CAS3: something is wrong with CAS3\./);
    textOf(pageOf(one)).should.match(/A real run would end at CAS3\..*Would change \(1\).*Would change, if a real run got there \(1\)/);
    should(documented(one).wouldEnd?.notFit).eql([]);
  });

  it("is nothing where it would get through, and in a real run", () => {
    should(documented(dryRun({ CAS1: "would-update", CAS2: "already-updated" })).wouldEnd).be.null();
    should(wouldEnd(new SmallJournal().take("CAS1").leave("failed", found, why("CAS1")).finish("stopped", why("CAS1")).state())).be.null();
  });

  it("names in one sentence who else would be in the way", () => {
    sentenceOf(dryRun({ CAS1: "would-update", CAS2: why("CAS2", "no-package"), CAS3: why("CAS3") })).should.equal(
      "Dry run: a real run would end before it touches a member, since CAS3 is not fit to start. Nothing was changed. A real run would not get past CAS2 either.",
    );
  });
});

describe("The headline of a run whose first member is fit and others are not", () => {
  it("names those that are not", () => {
    const what = text("preflight.others-not-fit", { notFit: "CAS3", count: 1, others: "CAS3, 1 finding: free disk space: too little" });
    const failure = { ...reason("not-fit", what), member: "CAS1" };
    const journal = new SmallJournal(of("CAS1", "CAS3")).take("CAS1").begin("preflight-check").fail("preflight-check", failure);
    sentenceOf(journal).should.equal("Stopping: CAS3 is not fit to start.");
    sentenceOf(journal.leave("failed", found, failure).finish("stopped", failure)).should.equal(
      "Stopped: CAS3 is not fit to start. Nothing was changed.",
    );
  });
});

describe("Before the first member is touched, all are looked at that follow it", () => {
  const seen = (journal: SmallJournal, member: string) => seenBefore(journal.state(), member);

  it("by the first member of the run, and by no later one", () => {
    const journal = new SmallJournal(of("CAS1", "CAS2", "CAS3")).take("CAS1");
    seen(journal, "CAS1").should.eql(["CAS2", "CAS3"]);
    seen(journal.leave("updated", updated).take("CAS2"), "CAS2").should.eql([]);
  });

  it("by the second where the first has the update already: nothing was touched until then", () => {
    const journal = new SmallJournal(of("CAS1", "CAS2", "CAS3")).take("CAS1", updated).leave("already-updated", updated).take("CAS2");
    seen(journal, "CAS2").should.eql(["CAS3"]);
  });

  it("not in a dry run, which looks at each in its turn", () => {
    seen(new SmallJournal({ ...of("CAS1", "CAS2"), dryRun: true }).take("CAS1"), "CAS1").should.eql([]);
  });
});
