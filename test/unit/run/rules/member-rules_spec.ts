import should from "should";
import { Stopped } from "../../../../lib/run/record";
import { refusalToTake, refuseUnfinished, tooLate } from "../../../../lib/run/rules/member-rules";
import { defaultSettings } from "../../../../lib/run/settings";
import { hours, minutes } from "../../../../lib/time/duration";
import { said, saidReason } from "../../../shared/english";
import { SmallJournal, updated } from "../report/small-journal";

/** Half past ten in the evening, with a window that ends at one o'clock. */
const now = Date.UTC(2026, 0, 10, 22, 30);
const window = { from: "22:00", to: "01:00", zone: "UTC" };

/** Why it is too late for CAS4, where members before it took this many minutes. */
function late(took: readonly number[], memberMs: number | null, at = now): string | null {
  const journal = new SmallJournal({}, at - hours(10));
  for (const [index, mins] of took.entries())
    journal
      .take(`CAS${index + 1}`)
      .pass(mins)
      .leave("updated", updated);
  const state = journal.state();
  const why = tooLate(state.members[3]!, { state, settings: { ...defaultSettings, window, memberMs }, now: at });
  return why === null ? null : said(why);
}

describe("the time that is left in a maintenance window", () => {
  it("is enough for a member that needs exactly as long, and not for one that needs a minute more", () => {
    should(late([], minutes(150))).be.null();
    should(late([], minutes(151))).match(/^CAS4 was not started: it takes about 2 h 31 min .* ends in 2 h 30 min\.$/);
  });

  it("is held against the slowest member so far, whichever that was, and against what is set if that is longer", () => {
    should(late([20, 160, 30], null)).match(/2 h 40 min \(as CAS2 did in this run\)/);
    should(late([160, 20, 30], null)).match(/2 h 40 min \(as CAS1 did in this run\)/);
    should(late([20, 30, 160], null)).match(/2 h 40 min \(as CAS3 did in this run\)/);
    should(late([20, 30, 40], minutes(155))).match(/2 h 35 min \(set by/);
    should(late([20, 30, 160], minutes(155))).match(/2 h 40 min \(as CAS3/);
    should(late([20, 30, 40], null)).be.null();
  });

  it("is none at all where the window has closed meanwhile", () => {
    const why = late([], minutes(1), Date.UTC(2026, 0, 11, 1, 0));
    should(why).match(/^CAS4 was not started: .*22:00.*01:00/);
    should(why).not.match(/it takes about/);
  });

  it("does not matter where no window is set", () => {
    const state = new SmallJournal().state();
    should(tooLate(state.members[0]!, { state, settings: { ...defaultSettings, memberMs: hours(100) }, now })).be.null();
  });
});

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
