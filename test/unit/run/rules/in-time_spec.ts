import should from "should";
import type { Plan, Took } from "../../../../lib/run/record";
import { refuseOutOfTime, shortOfTime, tooLate, tooLateToUpdate } from "../../../../lib/run/rules";
import { defaultSettings } from "../../../../lib/run/settings";
import type { Connection } from "../../../../lib/server";
import { hours, minutes } from "../../../../lib/time/duration";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { said, saidReason } from "../../../shared/english";
import { SmallJournal, updated } from "../report/small-journal";
import { refusal } from "../refusal";

/** Half past ten in the evening, with a window that ends at one o'clock. */
const now = Date.UTC(2026, 0, 10, 22, 30);
const window = { from: "22:00", to: "01:00", zone: "UTC" };
const update = { op: "job.start", args: {} };

const took = (mins: number, more: Partial<Took> = {}): Took => ({
  run: "20260103-220000-cas-array",
  member: "CAS2",
  ms: minutes(mins),
  updateMs: minutes(mins - 10),
  ...more,
});

/** A run whose members before the next one took this many minutes, the last ten of which before the update. */
function after(mins: readonly number[], plan: Partial<Plan> = {}, at = now): SmallJournal {
  const journal = new SmallJournal(plan, at - hours(10));
  for (const [index, length] of mins.entries())
    journal
      .take(`CAS${index + 1}`)
      .change({ op: "nlb.drain" })
      .pass(10)
      .change(update)
      .pass(length - 10)
      .leave("updated", updated);
  return journal;
}

/** What is said of the time that is left, with a window or without. */
interface Asked {
  readonly took?: readonly number[];
  readonly memberMs?: number | null;
  readonly plan?: Partial<Plan>;
  readonly inWindow?: boolean;
  readonly at?: number;
}

/** Why it is too late for CAS4, where members before it took this many minutes. */
function late({ took: mins = [], memberMs = null, plan = {}, inWindow = true, at = now }: Asked): string | null {
  const state = after(mins, plan, at).state();
  const settings = { ...defaultSettings, window: inWindow ? window : null, memberMs };
  const why = tooLate(state.members[3]!, { state, settings, now: at });
  return why === null ? null : said(why);
}

describe("the time that is left for a member", () => {
  it("is enough for one that needs exactly as long, and not for one that needs a minute more", () => {
    should(late({ memberMs: minutes(150) })).be.null();
    should(late({ memberMs: minutes(151) })).match(/^CAS4 was not started: it takes about 2 h 31 min .* window ends in 2 h 30 min\.$/);
  });

  it("is held against the slowest member so far, whichever that was, and against what is set if that is longer", () => {
    should(late({ took: [20, 160, 30] })).match(/2 h 40 min \(as CAS2 did in this run, the slowest of 3; 30 min is usual\)/);
    should(late({ took: [160, 20, 30] })).match(/2 h 40 min \(as CAS1 did in this run,/);
    should(late({ took: [20, 30, 160] })).match(/2 h 40 min \(as CAS3 did in this run,/);
    should(late({ took: [20, 30, 40], memberMs: minutes(155) })).match(/2 h 35 min \(set by/);
    should(late({ took: [20, 30, 160], memberMs: minutes(155) })).match(/2 h 40 min \(as CAS3/);
    should(late({ took: [20, 30, 40] })).be.null();
  });

  it("is held against the slowest of earlier runs too, unless somebody has set how long one takes", () => {
    const plan = { took: [took(20), took(170), took(30, { member: "CAS3" })] };
    should(late({ plan })).match(/2 h 50 min \(as CAS2 did in run 20260103-220000-cas-array, the slowest of 3; 30 min is usual\)/);
    should(late({ plan, took: [180] })).match(/3 h 00 min \(as CAS1 did in this run, the slowest of 4/);
    should(late({ plan, memberMs: minutes(140) })).be.null();
    should(late({ plan: { took: [took(140)] } })).be.null();
  });

  it("says so where earlier runs have brought another update", () => {
    const plan = { took: [took(170, { update: "Exchange 2010 SP3 RU31" })] };
    should(late({ plan })).match(/\(as CAS2 did in run 20260103-220000-cas-array, with another update: Exchange 2010 SP3 RU31\)/);
  });

  it("is none at all where the window has closed meanwhile", () => {
    const why = late({ memberMs: minutes(1), at: Date.UTC(2026, 0, 11, 1, 0) });
    should(why).match(/^CAS4 was not started: .*22:00.*01:00/);
    should(why).not.match(/it takes about/);
  });

  it("does not matter where there is neither window nor deadline", () => {
    should(late({ memberMs: hours(100), inWindow: false })).be.null();
  });

  it("ends with the deadline of the run, with or without a window, if that does not end before", () => {
    const plan = { deadline: now + minutes(60) };
    should(late({ plan, memberMs: minutes(60), inWindow: false })).be.null();
    for (const inWindow of [true, false])
      should(late({ plan, memberMs: minutes(61), inWindow })).match(
        /^CAS4 was not started: it takes about 61 min .*, and the run is to be over in 60 min \(at 2026-01-10 23:30:00 UTC\)\.$/,
      );
    should(late({ plan: { deadline: now + hours(5) }, memberMs: minutes(151) })).match(/window ends in 2 h 30 min/);
    should(late({ plan: { deadline: now }, memberMs: 1 })).match(
      /^CAS4 was not started: the run was to be over at 2026-01-10 22:30:00 UTC\.$/,
    );
  });
});

describe("how long a member took", () => {
  const lasted = (journal: SmallJournal): string | null => {
    const state = journal.state();
    const why = tooLate(state.members[3]!, { state, settings: { ...defaultSettings, window }, now });
    return why === null ? null : (/takes about ([\dhmin ]+) \(/.exec(said(why))?.[1] ?? null);
  };
  const begun = () => new SmallJournal({}, now - hours(10)).take("CAS1").pass(100).begin("update").change(update);

  it("does not count the hours in which people were asked about it", () => {
    const ask = { type: "question asked", member: "CAS1", step: "update", node: "update", visit: 1, question: "CAS1-1" } as const;
    const reason = { code: "x", member: null, what: "x", since: [], hint: null };
    const given = { type: "question answered", member: "CAS1", question: "CAS1-1", answer: "retry", by: "alice", why: null } as const;
    const asked = begun()
      .pass(60)
      .add({ ...ask, reason, answers: ["retry"], until: null, otherwise: "put-back" })
      .pass(300)
      .add({ ...given, token: "t", establishes: {} })
      .pass(1);
    should(lasted(asked.leave("updated", updated))).equal("2 h 41 min");
  });

  it("does not count the hours in which nobody drove its run", () => {
    const away = begun().pass(60).add({ type: "interrupted", why: "x" }).pass(300).add({ type: "resumed", fence: 8 }).pass(1);
    should(lasted(away.leave("updated", updated))).equal("2 h 41 min");
  });

  it("is told by those alone that this run has updated from the beginning", () => {
    const assumed = "2 h 00 min";
    const inTime = (journal: SmallJournal) => {
      const state = journal.state();
      const settings = { ...defaultSettings, window: { ...window, to: "23:00" } };
      return said(tooLate(state.members[3]!, { state, settings, now }) ?? "");
    };
    const had = new SmallJournal({}, now - hours(10)).take("CAS1").pass(100).leave("already-updated", updated);
    const failed = begun().pass(1).leave("failed", updated);
    const foundBy = { type: "member started", member: "CAS1", found: updated, earlier: {}, foundBy: "another", token: null } as const;
    const half = new SmallJournal({}, now - hours(10)).take("CAS1").add(foundBy).pass(20).change(update).pass(1).leave("updated", updated);
    for (const journal of [had, failed, half]) inTime(journal).should.match(new RegExp(assumed));
  });
});

describe("the time that is left for an update on a member that is out already", () => {
  /** Why it is too late for the update of CAS4, which is out, where those before it took so long from the start of their update on. */
  const lateFor = (
    updateMins: number | readonly number[] | null,
    { left, begun = false }: { readonly left: number; readonly begun?: boolean },
  ) => {
    const journal = after([updateMins ?? []].flat().map((mins) => mins + 10)).take("CAS4");
    if (begun) journal.begin("update").change(update);
    const state = journal.state();
    const why = tooLateToUpdate(state.members[3]!, { state, settings: { ...defaultSettings, window }, now: now + minutes(150 - left) });
    return why === null ? null : said(why);
  };

  it("has to be as long as it took from there on, not as long as a whole member", () => {
    should(lateFor(40, { left: 40 })).be.null();
    should(lateFor(40, { left: 39 })).match(
      /^The update was not started on CAS4: .*up to 40 min .*the maintenance window ends in 39 min\.$/,
    );
  });

  it("has to be as long as the slowest one took", () => {
    should(lateFor([20, 40, 30], { left: 39 })).match(/up to 40 min/);
    should(lateFor([40, 20, 30], { left: 39 })).match(/up to 40 min/);
  });

  it("is at least some where nothing tells how long it takes", () => {
    should(lateFor(null, { left: 1 })).be.null();
    should(lateFor(null, { left: 0 })).match(/^The update was not started on CAS4: the maintenance window .* is closed until/);
  });

  it("does not matter once the update has been started: it is brought to its end", () => {
    should(lateFor(40, { left: 0, begun: true })).be.null();
  });
});

describe("a run that begins", () => {
  /** What is said of members that will not have their turn. */
  const short = (plan: Partial<Plan>, memberMs: number | null = null) => {
    const state = new SmallJournal(plan, now).state();
    const why = shortOfTime({ state, settings: { ...defaultSettings, window, memberMs }, now });
    return why === null ? null : said(why);
  };

  it("says which members will most likely not be started, and says nothing where all will", () => {
    should(short({}, minutes(38))).match(
      /one takes about 38 min \(set .*, and .* ends in 2 h 30 min\. CAS4 will most likely not be started\.$/,
    );
    should(short({}, minutes(37))).be.null();
    should(short({ took: [took(30), took(30), took(70)] })).match(/about 70 min \(as CAS2 .*; 30 min is usual\), .* CAS4 will most likely/);
    should(short({ took: [took(30), took(30), took(60)] })).be.null();
  });

  it("reckons with those that are at work at the same time, and with the soaks between them", () => {
    const atOnce = { set: "2", batches: [2, 2], most: 2 };
    should(short({ atOnce }, minutes(75))).be.null();
    should(short({ atOnce }, minutes(76))).match(/CAS3 and CAS4 will/);
    const settings = { ...defaultSettings, soakMs: minutes(10) };
    const deployed = { members: [], connection: "lab", nodes: {}, settings };
    const three = { set: "1, 1, 2", batches: [1, 1, 2], most: 2 };
    should(short({ atOnce: three, deployed }, minutes(43))).be.null();
    should(short({ atOnce: three, deployed }, minutes(44))).match(/CAS3 and CAS4 will/);
    should(short({ atOnce, deployed }, minutes(70))).be.null();
    should(short({ atOnce, deployed }, minutes(71))).match(/CAS3 and CAS4 will/);
  });
});

describe("a start outside the maintenance window", () => {
  const clock = new VirtualClock();
  const at = (kind: Connection["kind"]) => ({ clock, kind });
  const hour = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const closed = { from: hour(clock.now() + 3_600_000), to: hour(clock.now() + 7_200_000), zone: "UTC" };
  const open = { from: hour(clock.now() - 3_600_000), to: hour(clock.now() + 3_600_000), zone: "UTC" };

  it("is refused, and one inside it or without one is not", () => {
    refusal(() => refuseOutOfTime({}, closed, at("winrm"))).should.match({ code: "window-closed", status: 409 });
    refuseOutOfTime({}, open, at("winrm"));
    refuseOutOfTime({}, null, at("winrm"));
  });

  it("is refused after the deadline of the run, and not before", () => {
    const refusalOf = (deadline: number) => () => refuseOutOfTime({ deadline }, null, at("winrm"));
    refusal(refusalOf(clock.now())).should.match({ code: "window-closed", status: 409 });
    refusalOf(clock.now() + 1)();
  });

  it("says what time it is where that is the time of a lab, and nothing of a lab elsewhere", () => {
    const hintOf = (kind: Connection["kind"]) => saidReason(refusal(() => refuseOutOfTime({}, closed, at(kind))).reason);
    hintOf("lab").should.match(/lab/);
    hintOf("winrm").should.not.match(/lab/);
  });
});
