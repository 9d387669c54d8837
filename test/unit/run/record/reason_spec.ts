import should from "should";
import { z } from "zod";
import { JournalFailed, messageLost, onReserve, reasonOf, Stopped } from "../../../../lib/run/record";
import { reason, text } from "../../../../lib/texts";
import { minutes } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";

describe("Whatever is thrown", () => {
  it("becomes a reason: a failure its own, with the member that it does not name itself", () => {
    const own = reason("drain-limit", "too many");
    reasonOf(new Stopped(own)).should.eql(own);
    reasonOf(new Stopped(own), "CAS1").should.eql({ ...own, member: "CAS1" });
    reasonOf(new Stopped({ ...own, member: "CAS2" }), "CAS1").member!.should.equal("CAS2");
  });

  it("becomes one that names each wrong setting with its place, or what was said, for everything else", () => {
    const { error } = z.object({ a: z.object({ b: z.number() }), c: z.string() }).safeParse({ a: { b: "x" } });
    const told = reasonOf(error);
    should(told.code).equal("bad-options");
    saidReason(told).should.match(/a\.b: .*number.*; c: .*string/);
    should(reasonOf(new Error("out of memory"))).match({ code: "unexpected", what: "out of memory" });
    should(reasonOf("so")).match({ code: "unexpected", what: "so" });
  });
});

describe("A message that was lost", () => {
  it("was so before the first step, or after the last one, by its name, for so long by the clock of the run", () => {
    const member = (journal: SmallJournal) => journal.state().members[0]!;
    const none = messageLost(member(new SmallJournal().take("CAS1")), minutes(5));
    should(none).match({ code: "message-lost", member: "CAS1" });
    saidReason(none).should.match(/The message for CAS1 was lost before the first step: no step has taken it for 5 min\. Look for a node/);
    const after = member(new SmallJournal().take("CAS1").begin("a").end("a", "x").begin("b").end("b", "y"));
    saidReason(messageLost(after, minutes(5))).should.match(/lost after b: .* for 5 min\./);
    saidReason(messageLost(after, minutes(60), 60)).should.match(/for 60 min on the lab's clock \(1 min on a real one\)/);
  });
});

describe("A journal that cannot be written", () => {
  it("is the end for the reason that the disk gives, with what to do: what the store says, or else to free some room", () => {
    const told = (cause: unknown) => saidReason(new JournalFailed(cause).reason);
    new JournalFailed("x").reason.code.should.equal("journal-failed");
    told(new Error("EIO")).should.equal("The journal of the run cannot be written: EIO. Free disk space, then look at the members.");
    told("EIO").should.match(/written: EIO\. Free/);
    told(text("run.node-red-ended")).should.match(/written: Node-RED ended/);
    told(new Stopped(reason("x", "The folder is gone.", "Bring it back."))).should.equal(
      "The journal of the run cannot be written. The folder is gone. Bring it back.",
    );
    told(new Stopped(reason("x", "The folder is gone."))).should.match(/The folder is gone\. Free disk space/);
    const cause = new Error("EIO");
    should(new JournalFailed(cause).cause).equal(cause);
  });

  it("has a reserve, and then says whose run ends", () => {
    onReserve("CAS-ARRAY").code.should.equal("disk-full");
    saidReason(onReserve("CAS-ARRAY")).should.match(/CAS-ARRAY/);
  });
});
