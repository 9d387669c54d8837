import "should";
import { leftToDo } from "../../../../lib/run/record/summary";
import { reason, text } from "../../../../lib/texts";
import { ofCas1, pageOf, sentenceOf, textOf } from "./read-page";
import { SmallJournal, found, pictureOf, updated } from "./small-journal";
import { dryRun, finishedRun, stoppedWithRest } from "./small-runs";

describe("the report of a run", () => {
  describe("that finished", () => {
    const journal = finishedRun();
    const page = pageOf(journal);
    const text = textOf(page);

    it("says so in one sentence, with who asked, when and how long", () => {
      sentenceOf(journal).should.equal("Finished: all 4 members of CAS-ARRAY were updated and are back as they were found.");
      text.should.containEql("Finished: all 4 members of CAS-ARRAY were updated");
      text.should.match(/asked by alice/);
      text.should.match(/note change 4711/);
      text.should.match(/start 2026-01-10 22:04:10 UTC end 2026-01-11 02:51:46 UTC duration 4 h 48 min/);
      text.should.containEql("20260110-220410-cas-array");
    });

    it("leaves nothing to do", () => {
      page.should.not.containEql('class="rest"');
      text.should.not.containEql("left to do");
    });

    it("marks the facts that are different", () => {
      (page.match(/<tr class="changed">/g) ?? []).length.should.equal(4);
      text.should.match(/version 14\.3\.123\.4 14\.3\.513\.0 ← changed/);
    });

    it("tells changes with their cause, their arguments in words and answers that were lost", () => {
      text.should.match(/22:41:46 scom\.extend Make sure .*? 30 minutes upkeep ✓ done/);
      text.should.match(/nlb\.setDefaultState .*? state stopped step ✓ done/);
      text.should.match(
        /system\.restart .*? booted at 2026-01-03 02:11:40 UTC step ✓ done, answer lost The answer to system\.restart was lost/,
      );
    });

    it("draws each step as a bar with its name, outcome and time, and the hours under it", () => {
      page.should.containEql("<title>install-update: done, 22:21:46 to 22:55:46, 34 min\ninstalled in 34 min, exit code 3010</title>");
      page.should.match(/<g class="bar unchanged"><title>verify-health/);
      page.should.match(/>00:00<tspan[^>]*>2026-01-11</);
    });

    it("lists the warnings with their time and member", () => {
      text.should.match(/Warnings 2026-01-11 00:16:46 CAS2: The answer to “system\.restart” was lost/);
    });

    it("counts members that had the update already", () => {
      const mixed = new SmallJournal().updates("CAS1");
      for (const name of ["CAS2", "CAS3", "CAS4"]) mixed.take(name, updated).leave("already-updated", updated);
      sentenceOf(mixed.finish()).should.equal(
        "Finished: 1 member of CAS-ARRAY was updated and is back as it was found, 3 members had the update already.",
      );
      const all = new SmallJournal({
        members: [
          { name: "CAS1", address: "CAS1" },
          { name: "CAS2", address: "CAS2" },
        ],
      });
      for (const name of ["CAS1", "CAS2"]) all.take(name, updated).leave("already-updated", updated);
      sentenceOf(all.finish()).should.equal("Finished: both members of CAS-ARRAY had the update already, nothing was installed.");
    });

    it("does not speak of all members where only some of the array were asked for", () => {
      const one = { members: [{ name: "CAS1", address: "CAS1" }], outOf: 4 };
      sentenceOf(new SmallJournal(one).updates("CAS1").finish()).should.equal(
        "Finished, for 1 of 4 members as asked: 1 member of CAS-ARRAY was updated and is back as it was found.",
      );
      const two = { members: ["CAS1", "CAS2"].map((name) => ({ name, address: name })), outOf: 4 };
      sentenceOf(new SmallJournal(two).updates("CAS1").updates("CAS2").finish()).should.equal(
        "Finished, for 2 of 4 members as asked: 2 members of CAS-ARRAY were updated and are back as they were found.",
      );
      const dry = new SmallJournal({ ...two, dryRun: true });
      for (const name of ["CAS1", "CAS2"]) dry.take(name).leave("would-update", found);
      sentenceOf(dry.finish("dry-run")).should.match(/^Dry run, for 2 of 4 members as asked: 2 members of CAS-ARRAY would be updated/);
    });

    it("names the step that was done by hand", () => {
      const byHand = new SmallJournal({ byHand: true, members: [{ name: "CAS1", address: "CAS1" }] })
        .take("CAS1")
        .begin("nlb-drainstop")
        .change({ op: "nlb.drain" })
        .pass(5)
        .end("nlb-drainstop", "no clients left")
        .leave("done-by-hand", pictureOf("stopped", "started", "14.3.123.4"))
        .finish();
      sentenceOf(byHand).should.equal("Finished: nlb-drainstop done by hand on CAS1.");
      leftToDo(byHand.state(), byHand.state().members[0]!).should.be.false();
    });
  });

  describe("that stopped with a member left to rest", () => {
    const journal = stoppedWithRest();
    const page = pageOf(journal);
    const text = textOf(page);

    it("says where, why, and what became of the others", () => {
      sentenceOf(journal).should.equal(
        "Stopped at CAS2: the installer ended with exit code 1603 (fatal error during installation). " +
          "1 member was updated, 2 members were not touched. Something is left to do on CAS2 (nlb stopped, default state stopped).",
      );
    });

    it("says what is left to do, the facts and the commands in their order", () => {
      text.should.match(/Left as: nlb: stopped \(found: converged\) default state: stopped \(found: started\) version: 14\.3\.123\.4/);
      text.should.match(
        /has started and is not verified\. .* let it serve again only when it is healthy\. .* Look first .* Mend .* Put back /,
      );
      const commands = [...page.matchAll(/<pre><code>(.*?)<\/code><\/pre>/gs)].map((match) => textOf(match[1] ?? ""));
      commands.at(-3)!.should.match(/-InitialHostState Started -Force$/);
      commands.at(-2)!.should.equal("Start-NlbClusterNode -HostName CAS2");
      commands.filter((command) => command.startsWith("Restart-Computer")).length.should.equal(1);
      page.indexOf('class="rest"').should.be.below(page.indexOf("<h2>Members</h2>"));
    });

    it("shows the failed step by more than its colour", () => {
      page.should.match(/<g class="bar failed">/);
      text.should.containEql("✕ install-update failed");
      text.should.match(/install-update ✕ failed/);
    });
  });

  it("says that a member was put back as it was found, and leaves nothing to do", () => {
    const text = "40 clients were still connected after 20 min.";
    const journal = new SmallJournal()
      .take("CAS1")
      .begin("nlb-drainstop")
      .change({ op: "nlb.drain", undo: ["nlb.start", {}] })
      .pass(20)
      .fail("nlb-drainstop", ofCas1("drain-limit", text))
      .change({ op: "nlb.start", cause: "undo" })
      .pass(1)
      .leave("failed", found, ofCas1("drain-limit", text, ["CAS1 was put back as it was found."]))
      .finish("stopped", ofCas1("drain-limit", text));
    sentenceOf(journal).should.equal(`Stopped at CAS1: ${text} CAS1 is as it was found, 3 members were not touched.`);
    const page = pageOf(journal);
    page.should.not.containEql('class="rest"');
    textOf(page).should.match(/reason 40 clients were still connected after 20 min\. CAS1 was put back as it was found\./);
    textOf(page).should.match(/nlb\.start Start in NLB undo ✓ done/);
  });

  it("does not call a member untouched or updated that a stop met with work on it", () => {
    const byBob = reason("stopped-by-operator", text("run.stopped-by", { by: "bob" }));
    const journal = new SmallJournal().updates("CAS1").take("CAS2").leave("untouched", found, byBob).finish("stopped", byBob);
    sentenceOf(journal).should.equal("Stopped at CAS2 by bob. 1 member was updated, 3 members were not touched.");
  });

  describe("that is a dry run", () => {
    const journal = dryRun();
    const text = textOf(pageOf(journal));

    it("says what would be, and that nothing was changed", () => {
      sentenceOf(journal).should.equal(
        "Dry run: 1 member of CAS-ARRAY would be updated with Exchange 2010 SP3 RU32, 1 member had the update already, nothing was changed.",
      );
    });

    it("lists what a real run would change, and on which condition", () => {
      text.should.containEql("Would change (5)");
      text.should.match(/nlb\.drain .*? step in any case/);
      text.should.match(/system\.restart .*? the installer asks for a restart/);
      text.should.match(/scom\.extend .*? 30 minutes upkeep the work takes longer than 15 min/);
      text.should.containEql("A real run would change nothing on CAS2.");
      text.should.not.containEql("left to do");
    });

    it("can stop, and leaves nothing to do", () => {
      const stopped = new SmallJournal({ dryRun: true })
        .take("CAS1")
        .begin("preflight-check")
        .fail("preflight-check", ofCas1("not-fit", "a restart is pending."))
        .leave("failed", found, ofCas1("not-fit", "a restart is pending."))
        .finish("stopped", ofCas1("not-fit", "a restart is pending."));
      sentenceOf(stopped).should.equal("Dry run stopped at CAS1: a restart is pending. Nothing was changed.");
      pageOf(stopped).should.not.containEql('class="rest"');
    });
  });

  describe("that was interrupted", () => {
    const begun = () =>
      new SmallJournal()
        .take("CAS1")
        .begin("nlb-drainstop")
        .change({ op: "nlb.drain", undo: ["nlb.start", {}] }, null)
        .pass(3);

    it("says so, and names what is left", () => {
      const why = reason("interrupted", text("run.interrupted", { why: "the flow was redeployed." }));
      const journal = begun()
        .leave("failed", pictureOf("stopped", "started", "14.3.123.4"), why, [
          { what: "Take connections again", command: "Start-NlbClusterNode -HostName CAS1" },
        ])
        .finish("stopped", why);
      sentenceOf(journal).should.equal(
        "Interrupted at CAS1: the flow was redeployed. 3 members were not touched. Something is left to do on CAS1 (nlb stopped).",
      );
      const page = textOf(pageOf(journal));
      page.should.match(
        /What follows brings CAS1 back as it was found\. .* Put back .*Take connections again Start-NlbClusterNode -HostName CAS1/,
      );
      page.should.containEql("? sent, outcome not recorded");
    });

    it("gives the commands for all its changes where the journal ends before the member does", () => {
      const journal = begun().finish("stopped", reason("journal-failed", "The journal could not be written."));
      const page = textOf(pageOf(journal));
      page.should.containEql("How CAS1 was left is not recorded: the run ended while it was at work.");
      page.should.containEql("Start in NLB (if that is not already so) Start-NlbClusterNode -HostName CAS1");
    });

    it("can be written while the run is still at work", () => {
      const journal = begun().add({
        type: "progress",
        member: "CAS1",
        step: "nlb-drainstop",
        text: "23 clients left",
        fraction: null,
        figures: {},
      });
      sentenceOf(journal).should.equal("Running: CAS1 is at work (nlb-drainstop), 0 of 4 members of CAS-ARRAY done.");
      const page = textOf(pageOf(journal));
      page.should.match(/end not ended yet duration 3 min/);
      page.should.containEql("23 clients left");
    });
  });

  describe("without members at work", () => {
    it("says why, and that nothing was changed", () => {
      const why = "CAS3 does not serve, so only 2 other members would.";
      const journal = new SmallJournal().finish("stopped", reason("guard-broken", why));
      sentenceOf(journal).should.equal(`Stopped: ${why} Nothing was changed.`);
      const page = textOf(pageOf(journal));
      page.should.match(/CAS1 not touched – – – – – –/);
      page.should.not.containEql("Found and left");
      page.should.not.containEql("Steps over time");
      page.should.not.match(/NaN|undefined|Infinity/);
    });

    it("holds with no members at all", () => {
      const journal = new SmallJournal({ members: [] }).finish("stopped", reason("unexpected", ""));
      sentenceOf(journal).should.equal("Stopped. Nothing was changed.");
      pageOf(journal).should.not.match(/NaN|undefined|Infinity/);
    });
  });
});
