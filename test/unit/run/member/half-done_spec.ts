import assert from "node:assert";
import should from "should";
import type { LastWork } from "../../../../lib/run/member/half-done";
import { foundBefore, halfDone, lastWorkOn } from "../../../../lib/run/member/half-done";
import type { Plan } from "../../../../lib/run/record";
import { MemoryJournals } from "../../../../lib/run/store/memory-store";
import { reason } from "../../../../lib/texts";
import { hours } from "../../../../lib/time/duration";
import { AnsweringServer } from "../../../shared/answering";
import { said } from "../../../shared/english";
import { found, pictureOf, SmallJournal } from "../report/small-journal";
import { installArgs } from "../small-steps";
import { VirtualClock } from "../../../../lib/time/virtual-clock";

/** Journals of runs, one later than the other, that say which of them were read. */
class ReadJournals extends MemoryJournals {
  readonly wereRead: string[] = [];

  /** @returns the id of the run */
  keep(of: (journal: SmallJournal) => SmallJournal, plan: Partial<Plan> = {}): string {
    const n = this.kept.size;
    const run = `20260110-${220000 + n}-cas-array`;
    const journal = of(new SmallJournal(plan, Date.UTC(2026, 0, 10, 22) + hours(n)));
    this.kept.set(run, [...journal.entriesOf(run)]);
    return run;
  }

  override read(run: string): ReturnType<MemoryJournals["read"]> {
    this.wereRead.push(run);
    return super.read(run);
  }
}

const array = "CAS-ARRAY";
const on = (...names: string[]) => ({ array, names });

/** Has changed something on the member. */
const stopped =
  (member: string) =>
  (journal: SmallJournal): SmallJournal =>
    journal
      .take(member)
      .begin("stop")
      .change({ op: "nlb.stop", undo: ["nlb.start", {}] })
      .end("stop", "stopped");

/** Has left it with an update that is not verified. */
const installed = (member: string) => (journal: SmallJournal) =>
  stopped(member)(journal)
    .begin("install")
    .change({ op: "job.start", args: installArgs("j") })
    .fail("install", reason("x", "It failed."))
    .leave("failed", found);

/** Has changed nothing on it. */
const looked = (member: string, verifies: boolean) => (journal: SmallJournal) =>
  journal.take(member).begin("verify").end("verify", "looked", false, verifies).leave("done-by-hand", found);

describe("what a run of ours did last on a member", () => {
  it("is told by the latest run of that array that has changed something on it, and not by the one that asks", async () => {
    const journals = new ReadJournals();
    const run = journals.keep(stopped("CAS1"));
    journals.keep(stopped("CAS2"));
    journals.keep(stopped("CAS1"), { array: "OTHER-ARRAY" });
    const asks = journals.keep(stopped("CAS1"));
    (await lastWorkOn(journals, { ...on("cas1"), except: asks })).map((last) => [last.run, last.member.name]).should.eql([[run, "CAS1"]]);
  });

  it("is looked for in no more journals than that takes", async () => {
    const journals = new ReadJournals();
    journals.keep(stopped("CAS1"));
    const run = journals.keep(stopped("CAS1"));
    journals.keep(stopped("CAS2"), { members: [{ name: "CAS2", address: "cas2" }] });
    should((await lastWorkOn(journals, on("CAS1")))[0]?.run).equal(run);
    journals.wereRead.should.eql([run]);
  });

  for (const [what, read] of Object.entries({
    "is gone": () => Promise.resolve(null),
    "has nothing in it": () => Promise.resolve([]),
    "cannot be read": () => Promise.reject(new Error("EIO")),
  }))
    it(`is told by an earlier run where the journal of the latest ${what}`, async () => {
      const journals = new ReadJournals();
      const run = journals.keep(stopped("CAS1"));
      const broken = journals.keep(stopped("CAS1"));
      const usual = journals.read.bind(journals);
      journals.read = (asked) => (asked === broken ? read() : usual(asked));
      should((await lastWorkOn(journals, on("CAS1")))[0]?.run).equal(run);
    });

  it("is looked for a hundred runs back: what is older somebody has long since dealt with", async () => {
    const journals = new ReadJournals();
    const run = journals.keep(stopped("CAS1"));
    for (let n = 1; n < 100; n++) journals.keep(looked("CAS1", false));
    should((await lastWorkOn(journals, on("CAS1")))[0]?.run).equal(run);
    journals.keep(looked("CAS1", false));
    (await lastWorkOn(journals, on("CAS1"))).should.eql([]);
  });

  for (const [what, verifies, byHand, unverified] of [
    ["verified by a health check by hand, which changes nothing", true, true, false],
    ["not verified by a step by hand that only looks", false, true, true],
    ["not verified by a run that has left it as it was", true, false, true],
  ] as const)
    it(`is an update that is ${what}`, async () => {
      const journals = new ReadJournals();
      const run = journals.keep(installed("CAS1"));
      journals.keep(looked("CAS1", verifies), { byHand });
      should((await lastWorkOn(journals, on("CAS1")))[0]).match({ run, unverified });
    });
});

describe("a member that may have been left half done", () => {
  const server = (answer: "none" | "running" = "none") =>
    new AnsweringServer("CAS1", { "job.poll": { state: answer, exitCode: null, startedAt: null, finishedAt: null, text: "" } });
  const asFound = () => Promise.resolve(found);
  const stoppedNow = () => Promise.resolve(pictureOf("stopped", "started", "14.3.123.4"));

  it("is one on which a run was cut off; it was last heard of with the latest change", async () => {
    const journals = new ReadJournals();
    let at = 0;
    const run = journals.keep((journal) => {
      stopped("CAS1")(journal).begin("stay");
      for (let n = 0; n < 3; n++) journal.pass(5).change({ op: "nlb.setDefaultState", args: { state: "stopped" } });
      at = journal.now;
      return journal.pass(5).begin("next");
    });
    const left = await halfDone(journals, on("CAS1"), { server: server(), picture: stoppedNow });
    should(left).match({ run, at });
    left!.differences.map(said).should.eql(["nlb stopped instead of converged"]);
  });

  it("is one that is as it was found where its job is still at work", async () => {
    const journals = new ReadJournals();
    journals.keep(installed("CAS1"));
    const left = await halfDone(journals, on("CAS1"), { server: server("running"), picture: asFound });
    should(left).match({ differences: [], job: { file: "update.exe", running: true } });
    should(await halfDone(journals, on("CAS1"), { server: server(), picture: asFound })).be.null();
  });
});

describe("how a member was found, for a step by hand", () => {
  const signal = new AbortController().signal;
  const now = pictureOf("stopped", "stopped", "14.3.123.4");
  const left = { at: 0, byHand: false, differences: [], job: null, earlier: {}, run: "run-1", found, unverified: true };

  /** @param half what is known of it; whether it is worth a look is asked of the update that is verified or not */
  const looks = (half: typeof left | null) => {
    const warned: string[] = [];
    const worth: boolean[] = [];
    return {
      warned,
      worth,
      clock: new VirtualClock(),
      // By hand there is a person who knows when it has booted.
      asItIs: () => assert.fail("It is not asked."),
      warn: (member: string, what: Parameters<typeof said>[0]) => void warned.push(`${member}: ${said(what)}`),
      picture: () => Promise.resolve(now),
      halfDone: (_name: string, _signal: AbortSignal, isWorth: (last: LastWork) => boolean = () => true) => {
        for (const unverified of [true, false]) worth.push(isWorth({ unverified } as LastWork));
        return Promise.resolve(half);
      },
    };
  };

  it("is what the run has found that has left it, which is said, where nothing was handed on", async () => {
    const work = looks(left);
    should(await foundBefore(work, { member: "CAS1", byHand: true, carried: undefined, signal })).eql({
      found,
      earlier: {},
      foundBy: "run-1",
      unverified: true,
    });
    work.worth.should.eql([true, true]);
    work.warned.should.match([/^CAS1: CAS1 was left half done by run run-1/]);
  });

  it("is what was handed on, and only an unverified update is looked for, of which nothing is said", async () => {
    const carried = { found: now, earlier: {} };
    const work = looks(left);
    should(await foundBefore(work, { member: "CAS1", byHand: true, carried, signal })).eql({ found: now, earlier: {}, unverified: true });
    work.worth.should.eql([true, false]);
    work.warned.should.eql([]);
    should(await foundBefore(looks(null), { member: "CAS1", byHand: true, carried, signal })).eql({ found: now, earlier: {} });
  });
});
