import should from "should";
import { ledgerOf, mustNotServe } from "../../../../lib/run/rules";
import { SmallJournal, updated } from "../report/small-journal";

const drained = (op: string): boolean => op === "nlb.drain";
const sorted = (names: ReadonlySet<string>) => [...names].sort();

describe("the ledger of a run", () => {
  it("counts the member at work and the one that is about to be taken as out, and nobody else", () => {
    const journal = new SmallJournal().take("CAS1").leave("updated", updated).take("CAS2");
    sorted(ledgerOf(journal.state(), "CAS3", drained).reserved).should.eql(["CAS2", "CAS3"]);
    sorted(ledgerOf(journal.state(), "CAS2", drained).reserved).should.eql(["CAS2"]);
  });

  it("holds those to serve that were updated and put back, not those that had the update, failed, or were not taken", () => {
    const journal = new SmallJournal();
    journal.take("CAS1").leave("updated", updated).take("CAS2").leave("already-updated", updated);
    journal.take("CAS3").leave("failed", updated);
    sorted(ledgerOf(journal.state(), "CAS4", drained).putBack).should.eql(["CAS1"]);
    sorted(ledgerOf(new SmallJournal().take("CAS1").state(), "CAS1", drained).putBack).should.eql([]);
  });

  it("expects prompt answers of a member at work until something was sent to it, and again when it is back", () => {
    const journal = new SmallJournal().take("CAS1");
    sorted(ledgerOf(journal.state(), "CAS1", drained).changed).should.eql([]);
    journal.change({ op: "scom.begin" });
    sorted(ledgerOf(journal.state(), "CAS1", drained).changed).should.eql(["CAS1"]);
    journal.leave("updated", updated);
    sorted(ledgerOf(journal.state(), "CAS2", drained).changed).should.eql([]);
  });

  it("knows whether a change of its own makes the array converge, also one that came while somebody was looking", () => {
    const journal = new SmallJournal().take("CAS1").change({ op: "scom.begin" });
    ledgerOf(journal.state(), "CAS1", drained).unsettled.should.be.false();
    const state = journal.state();
    const ledger = ledgerOf(state, "CAS1", drained);
    state.members[0]!.changes.push(journal.change({ op: "nlb.drain" }).state().members[0]!.changes[1]!);
    ledger.unsettled.should.be.true();
  });
});

describe("a member that must not serve", () => {
  it("is one whose update has started, or may have, and is not verified", () => {
    const member = (journal: SmallJournal) => journal.state().members[0]!;
    const taken = () => new SmallJournal().take("CAS1");
    const job = { op: "job.start" };
    mustNotServe(member(taken())).should.be.false();
    mustNotServe(member(taken().change(job, null))).should.be.true();
    mustNotServe(member(taken().change(job, "unknown"))).should.be.true();
    mustNotServe(member(taken().change(job, "failed"))).should.be.false();
    const verified = () => taken().change(job).begin("verify").end("verify", "well", false, true);
    mustNotServe(member(verified())).should.be.false();
    should(mustNotServe(member(verified().change({ op: "system.restart" })))).be.true();
    should(mustNotServe(member(verified().change(job)))).be.true();
    mustNotServe(member(verified().change({ op: "nlb.start" }))).should.be.false();
  });

  it("stays one when a second installer is refused, or has failed, after the first one ran", () => {
    const journal = new SmallJournal().take("CAS1").change({ op: "job.start" }).change({ op: "job.start" }, "failed");
    mustNotServe(journal.state().members[0]!).should.be.true();
  });
});
