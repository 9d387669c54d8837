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

describe("What is to be done next between two batches", () => {
  const soaking = { ...defaultSettings, soakMs: 60_000 };
  const atOnce = { set: "1, 2", batches: [1, 2, 1], most: 3 };
  const first = (more = {}) => new SmallJournal({ atOnce, ...more }).take("CAS1").leave("updated", updated);
  const begun = { type: "soak started", until: 1, cursors: {} } as const;
  const ended = { type: "soak ended", text: "well", reason: null } as const;

  it("is to take all members of the next one, and none of that after it before they are through", () => {
    const journal = first();
    should(what(journal)).match([{ what: "take", member: { name: "CAS2" } }]);
    should(what(journal.take("CAS2"))).match([{ what: "take", member: { name: "CAS3" } }]);
    should(what(journal.take("CAS3"))).eql([]);
    should(what(journal.leave("updated", updated))).eql([]);
  });

  it("is to look at those that are updated, once, where that is set; a dry run has updated nobody", () => {
    should(what(first(), soaking)).eql([{ what: "soak" }]);
    should(what(first().add(begun), soaking)).eql([{ what: "soak" }]);
    should(what(first().add(begun).add(ended), soaking)).match([{ what: "take" }]);
    should(what(first({ dryRun: true }), soaking)).match([{ what: "take" }]);
    should(what(new SmallJournal({ atOnce }), soaking)).match([{ what: "take", member: { name: "CAS1" } }]);
    should(what(new SmallJournal({ atOnce }).take("CAS1").leave("already-updated", updated), soaking)).match([{ what: "take" }]);
    should(what(first().add(begun).add(ended).take("CAS2"), soaking)).match([{ what: "take", member: { name: "CAS3" } }]);
  });

  it("is to end a soak that has begun, whatever is set meanwhile", () => {
    should(what(first().add(begun))).eql([{ what: "soak" }]);
  });

  it("is to stop after a soak that went badly, also where its process died before it came to do so", () => {
    should(
      what(
        first()
          .add(begun)
          .add({ ...ended, reason: why }),
        soaking,
      ),
    ).eql([{ what: "stop", why }]);
  });

  it("is to stop, and not to look for another hour, where somebody has asked for that", () => {
    const journal = first().add({ type: "stop asked", when: "after-member", by: "Ada" });
    should(what(journal, soaking)).match([{ what: "stop" }]);
  });

  it("is nothing while the run is paused", () => {
    should(what(first().add({ type: "paused", by: "Ada" }), soaking)).eql([]);
  });
});
