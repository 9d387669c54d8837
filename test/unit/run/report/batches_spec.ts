import should from "should";
import { documentOf, standing } from "../../../../lib/run/record";
import { reason, text } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { pageOf, textOf } from "./read-page";
import { found, SmallJournal, updated } from "./small-journal";

const of = (...names: readonly string[]) => ({ members: names.map((name) => ({ name, address: name })) });
const atOnce = { set: "1, 2", batches: [1, 2], most: 2 };

describe("the report of a run with batches", () => {
  it("shows the order and why, each batch with its members and times, and what was compared in each soak", () => {
    const journal = new SmallJournal({ ...of("CAS1", "CAS2", "CAS3"), atOnce, defaultHostLast: true })
      .add({ type: "order set", members: ["CAS2", "CAS3", "CAS1"], text: text("order.default-host", { member: "CAS1" }) })
      .take("CAS2")
      .pass(60)
      .leave("updated", updated)
      .add({ type: "soak started", until: Date.UTC(2026, 0, 10, 23, 34, 10), cursors: { CAS2: null, CAS3: null, CAS1: null } })
      .pass(30)
      .add({ type: "soak ended", text: "CAS2 did as well as CAS3 and CAS1.", reason: null })
      .take("CAS3")
      .pass(10);
    const page = textOf(pageOf(journal));
    page.should.containEql("order CAS2, CAS3, CAS1. CAS1 is the default host of the array: it is updated last.");
    page.should.containEql("At once: 1, 2, as set; never more than 2");
    page.should.match(/1 CAS2 22:04:10 60 min ended at 23:04:10/);
    page.should.match(
      /soak CAS2 beside CAS3 and CAS1 23:04:10 30 min CAS2 did as well as CAS3 and CAS1\. Compared by errors in the event logs/,
    );
    page.should.match(/2 CAS3, CAS1 23:34:10 10 min at work/);
  });

  it("says of a soak how long it lasts, and of a batch that it was not begun", () => {
    const journal = new SmallJournal({ ...of("CAS1", "CAS2", "CAS3"), atOnce }).take("CAS1").pass(60).leave("updated", updated);
    const until = Date.UTC(2026, 0, 10, 23, 34, 10);
    const page = textOf(pageOf(journal.add({ type: "soak started", until, cursors: { CAS1: null, CAS2: null } })));
    page.should.match(/soak CAS1 beside CAS2 .*? lasts until 2026-01-10 23:34:10 UTC/);
    page.should.match(/2 CAS2, CAS3 not begun/);
  });

  it("has no table of batches where it was one member after the other", () => {
    const page = textOf(pageOf(new SmallJournal(of("CAS1", "CAS2")).updates("CAS1")));
    page.should.not.containEql("Batches");
    page.should.containEql("order CAS1, CAS2");
  });
});

describe("a step that was cut off since a neighbour failed", () => {
  const why = { ...reason("installer-failed", "the installer ended with exit code 1603."), member: "CAS2" };
  const cutOff = { type: "step failed", member: "CAS1", step: "install-update", node: "install-update", visit: 1, reason: why } as const;
  const journal = new SmallJournal({ ...of("CAS1", "CAS2"), atOnce: { set: "2", batches: [2], most: 2 } })
    .take("CAS1")
    .begin("install-update")
    .take("CAS2")
    .begin("install-update")
    .pass(5)
    .fail("install-update", why)
    .add(cutOff);
  journal
    .leave("failed", found, why)
    .take("CAS1")
    .leave("failed", found, { ...why, member: "CAS1", code: "ended-beside" });
  const state = journal.finish("stopped", why).state();

  it("reads so in the steps, over time and in the document, and names the neighbour; the one that failed by itself reads failed", () => {
    const page = textOf(pageOf(journal));
    page.should.match(/install-update ◂ cut off .*? The run ended because of CAS2 \(the installer failed\)\./);
    page.should.containEql("install-update: cut off, 22:04:10 to 22:09:10");
    (page.match(/✕ failed/g) ?? []).length.should.equal(1);
    const { members } = documentOf(state, { now: journal.now, report: null, say: said });
    members.map(({ steps }) => steps[0]?.outcome).should.eql(["cut off", "failed"]);
  });

  it("leaves its member not finished, and not failed", () => {
    should(said(standing(state, state.members[0] as never))).equal("not finished, not touched");
    should(said(standing(state, state.members[1] as never))).equal("failed, not touched");
  });
});

describe("upkeep that was repeated hundreds of times", () => {
  const journal = new SmallJournal(of("CAS1")).take("CAS1").begin("nlb-drainstop").change({ op: "nlb.drain" });
  const extend = { op: "scom.extend", args: { minutes: 30 }, cause: "upkeep" } as const;
  for (let times = 0; times < 212; times++) journal.pass(5).change(extend, times === 100 ? "failed" : "done");
  journal.change({ op: "nlb.setDefaultState", args: { state: "stopped" } });

  it("stands once in the report, with how often and when last; one that failed stands by itself", () => {
    const page = textOf(pageOf(journal));
    (page.match(/scom\.extend/g) ?? []).length.should.equal(2);
    page.should.match(/scom\.extend .*? ✓ done 211 times, the last at 2026-01-11 15:44:10/);
    page.should.containEql("Changes (214)");
  });

  it("stands once in the document, too", () => {
    const [member] = documentOf(journal.state(), { now: journal.now, report: null, say: said }).members;
    member?.changes
      .map(({ op, outcome, times }) => `${op} ${outcome} ${times ?? 1}`)
      .should.eql(["nlb.drain done 1", "scom.extend done 211", "scom.extend failed 1", "nlb.setDefaultState done 1"]);
    journal.state().members[0]?.changes.length.should.equal(214);
  });
});
