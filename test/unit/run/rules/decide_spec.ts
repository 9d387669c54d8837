import should from "should";
import { decide } from "../../../../lib/run/rules";
import { defaultSettings } from "../../../../lib/run/settings";
import { reason } from "../../../../lib/texts";
import { SmallJournal, found, updated } from "../report/small-journal";

const why = reason("drain-limit", "too many clients");
const what = (journal: SmallJournal, settings = defaultSettings) => decide(journal.state(), settings, journal.now);
const back = (journal: SmallJournal, member: string) => journal.add({ type: "member returned", member });
const stopping = (journal: SmallJournal) => journal.add({ type: "stopping", reason: why });

describe("What is to be done next in a run", () => {
  it("is to take the first member that waits, then to wait for what comes of it", () => {
    should(what(new SmallJournal())).match([{ what: "take", member: { name: "CAS1" } }]);
    should(what(new SmallJournal().take("CAS1"))).eql([]);
    should(what(new SmallJournal().take("CAS1").begin("drain"))).eql([]);
    should(what(new SmallJournal().take("CAS1").leave("updated", updated))).match([{ what: "take", member: { name: "CAS2" } }]);
  });

  it("is to look at a member whose message is back, and to go on only when that is done", () => {
    should(what(back(new SmallJournal().take("CAS1"), "CAS1"))).match([{ what: "finish", member: { name: "CAS1" } }]);
  });

  it("is to close it when all members are through, with what became of it", () => {
    const through = (dryRun: boolean) => {
      const journal = new SmallJournal({ dryRun });
      for (const name of ["CAS1", "CAS2", "CAS3", "CAS4"]) journal.take(name).leave("updated", updated);
      return what(journal);
    };
    should(through(false)).eql([{ what: "close", outcome: "finished", why: null }]);
    should(through(true)).eql([{ what: "close", outcome: "dry-run", why: null }]);
  });

  it("is nothing once it has ended", () => {
    should(what(new SmallJournal().finish())).eql([]);
  });

  it("is to stop where a step has failed, also where its process died before it wrote down that the run stops", () => {
    const failed = { type: "step failed", member: "CAS1", step: "drain", node: "drain", visit: 1, reason: why } as const;
    const journal = new SmallJournal().take("CAS1").begin("drain").add(failed);
    should(what(journal)).eql([{ what: "stop", why }]);
    should(what(journal.add({ type: "resumed", fence: 9 }))).eql([{ what: "stop", why }]);
  });

  it("is to stop where a step has failed on whichever of the members at work", () => {
    const journal = new SmallJournal().take("CAS1").begin("look").end("look", "well").take("CAS2").begin("drain");
    journal.add({ type: "step failed", member: "CAS2", step: "drain", node: "drain", visit: 1, reason: why });
    should(what(journal)).eql([{ what: "stop", why }]);
  });

  it("is to stop before a member that must not be taken, and not while one is at work", () => {
    const asked = () => new SmallJournal().take("CAS1").add({ type: "stop asked", when: "after-member", by: "Ada" });
    should(what(asked())).eql([]);
    should(what(asked().leave("updated", updated))).match([{ what: "stop", why: { code: "stopped-by-operator" } }]);
    const all = asked().leave("updated", updated);
    for (const name of ["CAS2", "CAS3", "CAS4"]) all.take(name).leave("updated", updated);
    should(what(all)).match([{ what: "close", outcome: "finished" }]);
  });
});

describe("What is to be done next in a run that goes no further", () => {
  it("is to wait for the step at work, and then to leave its member", () => {
    const journal = stopping(new SmallJournal().take("CAS1").begin("drain"));
    should(what(journal)).eql([]);
    journal.add({ type: "step failed", member: "CAS1", step: "drain", node: "drain", visit: 1, reason: why });
    should(what(journal)).match([{ what: "leave", member: { name: "CAS1" }, why }]);
  });

  it("is to leave a member at once between two steps, and one whose step has no process any more", () => {
    should(what(stopping(new SmallJournal().take("CAS1").begin("look").end("look", "x")))).match([{ what: "leave" }]);
    should(what(stopping(back(new SmallJournal().take("CAS1"), "CAS1")))).match([{ what: "leave" }]);
    should(what(stopping(new SmallJournal().take("CAS1").begin("drain").add({ type: "resumed", fence: 9 })))).match([{ what: "leave" }]);
  });

  it("is to close it where no member is at work, or it has been left", () => {
    should(what(stopping(new SmallJournal()))).eql([{ what: "close", outcome: "stopped", why }]);
    should(what(stopping(new SmallJournal().take("CAS1")).leave("failed", found, why))).eql([{ what: "close", outcome: "stopped", why }]);
  });
});
