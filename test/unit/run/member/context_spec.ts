import should from "should";
import type { Entry, Plan } from "../../../../lib/run/record";
import { OperationFailed } from "../../../../lib/server/errors";
import type { OperationName } from "../../../../lib/server/catalogue";
import { quoted } from "../../../../lib/texts";
import { minutes, seconds } from "../../../../lib/time/duration";
import type { Progress } from "../../../../lib/run/step";
import { said } from "../../../shared/english";
import { pictureOf, SmallJournal } from "../report/small-journal";
import { fourMembers, SmallWork } from "./small-work";

const half = pictureOf("converged", "started", null, ["it does not say"]);

/** What a step is given on CAS1, in a run of this plan. */
function given(plan: Partial<Plan> = {}, { found = half, ...more }: Partial<Extract<Entry, { type: "member started" }>> = {}) {
  const array = fourMembers();
  const journal = new SmallJournal(plan, array.clock.now());
  journal.add({ type: "member started", member: "CAS1", found, earlier: {}, token: null, ...more });
  journal.add({ type: "step started", member: "CAS1", step: "step", node: "n", visit: 2, input: {}, notKept: [] });
  const small = new SmallWork(journal, array);
  const shown: Progress[] = [];
  const context = small.work.context(small.member, {
    step: "step",
    node: "n",
    visit: 2,
    tooLate: () => null,
    signal: small.signal,
    onProgress: (progress) => shown.push(progress),
  });
  return { small, array, shown, context };
}

const written = ({ array, recorder }: SmallWork): readonly Entry[] => array.store.journals.kept.get(recorder.state.id) ?? [];
/** The recorder writes in turns; by then it has. */
const soon = ({ array }: SmallWork) => array.clock.sleep(1);

describe("what a step on a member is given", () => {
  it("is what was found of it, and nothing of what could not be read", () => {
    const { context } = given();
    should(context.found("nlb.host")).match({ state: "converged" });
    should(context.found("update.installed")).be.undefined();
    should(context.found("services.list")).be.undefined();
  });

  it("is an id for each piece of its work, made of the run, the member, the node and the visit", () => {
    const { small, context } = given();
    context.workId(3).should.equal(`${small.recorder.state.id}_CAS1_n_2_3`);
  });

  it("is who of this run comes after it, which it may look at beforehand; nobody in a dry run, which looks at each in its turn", () => {
    const { small, context } = given({ members: ["CAS1", "CAS3", "CAS4"].map((name) => ({ name, address: name })) });
    context.array.toCome.should.eql(["CAS3", "CAS4"]);
    context.array.others.map(({ name }) => name).should.eql(["CAS2", "CAS3", "CAS4"]);
    small.signal.aborted.should.be.false();
    given({ dryRun: true }).context.array.toCome.should.eql([]);
  });

  for (const [what, plan, more, earlier] of [
    ["in a run of the loop", {}, {}, true],
    ["by hand where nothing was handed on", { byHand: true }, {}, false],
    ["by hand after a step that has handed on", { byHand: true }, { earlier: { stop: [{ changed: true, text: "x" }] } }, true],
    ["by hand where a run has left it", { byHand: true }, { foundBy: "run-1" }, true],
  ] as const)
    it(`is ${earlier ? "" : "not "}known to have been found earlier ${what}`, () => {
      given(plan, more as object).context.foundEarlier.should.equal(earlier);
    });

  it("is what a run has left half done, for which the member is asked once; a chain of steps by hand does not ask for its own work", async () => {
    for (const [plan, more, asks] of [
      [{}, {}, true],
      [{ byHand: true }, {}, true],
      [{ byHand: true }, { foundBy: "run-1", earlier: { stop: [{ changed: true, text: "x" }] } }, true],
      [{ byHand: true }, { earlier: { stop: [{ changed: true, text: "x" }] } }, false],
    ] as const) {
      const { small, array, context } = given(plan, more as object);
      let listed = 0;
      const { journals } = array.store;
      const list = journals.list.bind(journals);
      journals.list = () => {
        listed++;
        return list();
      };
      should(await context.leftHalfDone()).be.null();
      should(await context.leftHalfDone()).be.null();
      listed.should.equal(asks ? 1 : 0);
      small.asked("nlb.host").should.equal(0);
    }
  });
});

describe("the progress of a step", () => {
  const progress = { text: quoted("12 clients left"), fraction: 0.5, figures: { clients: 12 } };

  it("is shown at once and kept in the journal", async () => {
    const { small, shown, context } = given();
    context.report(progress);
    await soon(small);
    context.report({ text: quoted("waiting") });
    await soon(small);
    shown.map(({ text }) => said(text)).should.eql(["12 clients left", "waiting"]);
    should(written(small)).match([
      { type: "progress", member: "CAS1", step: "step", fraction: 0.5, figures: { clients: 12 } },
      { type: "progress", fraction: null, figures: {} },
    ]);
  });

  it("is told as what would be in a dry run", () => {
    const { shown, context } = given({ dryRun: true });
    context.report(progress);
    said(shown[0]!.text).should.match(/^in a real run: 12 clients left/i);
  });
});

describe("a picture of which everything is to be known", () => {
  const failing = (times: number) => {
    const { small, array } = given();
    let left = times;
    array.beforeAnswer = (server, operation) => {
      if (operation === "forefront.status" && left-- > 0)
        throw new OperationFailed({ server, operation: operation as OperationName, what: "busy", errorId: "busy" });
    };
    return small;
  };

  for (const [times, waits, unknown] of [
    [0, 0, 0],
    [1, 5, 0],
    [2, 25, 0],
    [3, 25, 1],
  ] as const)
    it(`is complete after ${waits} seconds, or given up, where a service is busy ${times} times`, async () => {
      const small = failing(times);
      const since = small.array.clock.elapsed();
      const picture = await small.work.picture("CAS1", small.signal);
      picture.unknown.should.have.length(unknown);
      Math.floor((small.array.clock.elapsed() - since) / 1000).should.equal(waits);
      // What is known is not asked again.
      small.asked("nlb.host").should.equal(1);
    });
});

describe("a member that has been silent for ten minutes", () => {
  it("is warned of, whoever has asked it", async () => {
    const { small, array } = given();
    array.at("CAS1").reachable = false;
    const server = small.work.asItIs("CAS1");
    await server.read("nlb.host", {}).should.be.rejected();
    await array.clock.sleep(minutes(11));
    await server.read("nlb.host", {}).should.be.rejected();
    await soon(small);
    should(written(small)).match([{ type: "warning", member: "CAS1" }]);
    written(small).should.have.length(1);
  });
});

describe("what is kept up on a member", () => {
  const extend = ["scom.extend", { minutes: 30 }] as const;
  const every = minutes(5);
  const kept = (small: SmallWork, member = "CAS1") => small.array.sent.filter((line) => line === `${member} scom.extend`).length;
  /** In maintenance for so long; to be kept up is at least half an hour. */
  const quietFor = (small: SmallWork, mins: number, member = "CAS1") =>
    (small.array.at(member).scomEndsAt = new Date(small.array.clock.now() + minutes(mins)).toISOString());

  it("is sent first after its interval, and written down as begun", async () => {
    const { small, context } = given();
    quietFor(small, 1);
    context.keepUp([...extend], every);
    await small.array.clock.sleep(every - seconds(1));
    kept(small).should.equal(0);
    await small.array.clock.sleep(seconds(3));
    kept(small).should.equal(1);
    should(written(small)[0]).match({ type: "upkeep", member: "CAS1", keep: [...extend], everyMs: every, ifEnded: null });
    await small.work.endUpkeepOf("CAS1");
  });

  it("is only planned in a dry run, with when it would be sent", async () => {
    const { small, context } = given({ dryRun: true });
    quietFor(small, 1);
    context.keepUp([...extend], every);
    await small.array.clock.sleep(minutes(30));
    small.array.sent.should.eql([]);
    should(small.member.wouldChange).match([{ op: "scom.extend", args: { minutes: 30 }, cause: "upkeep", startsUpdate: false }]);
    said(small.member.wouldChange[0]!.onlyIf!).should.match(/5 min/);
  });

  it("is ended for its member alone, and once for all that is kept up on it", async () => {
    const { small, context } = given();
    quietFor(small, 1);
    quietFor(small, 1, "CAS2");
    context.keepUp([...extend], every);
    const other = { ...small.member, name: "CAS2" };
    void small.work.keepUpAgain(other, { keep: [...extend], everyMs: every, ifEnded: null, at: small.array.clock.now() });
    await small.work.endUpkeepOf("CAS1");
    await small.array.clock.sleep(minutes(30));
    kept(small).should.equal(0);
    kept(small, "CAS2").should.be.above(0);
    await small.work.endUpkeepOf("CAS2");
  });

  it("is warned of when it fails, once, and anew after it has gone well in between", async () => {
    const { small, context } = given();
    const { array } = small;
    quietFor(small, 1);
    context.keepUp([...extend], every);
    array.trouble.set("scom.extend", "always-refused");
    await array.clock.sleep(minutes(17));
    array.trouble.clear();
    await array.clock.sleep(minutes(10));
    array.trouble.set("scom.extend", "always-refused");
    quietFor(small, 1);
    await array.clock.sleep(minutes(17));
    written(small)
      .filter(({ type }) => type === "warning")
      .should.have.length(2);
    small.broken.should.eql([]);
    await small.work.endUpkeepOf("CAS1");
  });

  it("ends the run where a mistake of ours shows, and where it cannot be written down", async () => {
    const { small, context } = given();
    quietFor(small, 1);
    context.keepUp([...extend], every);
    small.array.beforeAnswer = () => {
      throw new TypeError("no such thing");
    };
    await small.array.clock.sleep(minutes(6));
    small.broken.map(String).should.eql(["TypeError: no such thing"]);

    const full = given();
    full.array.store.journals.append = () => Promise.reject(new Error("no space left on device"));
    full.context.keepUp([...extend], every);
    await soon(full.small);
    full.small.broken.map(String).should.match([/no space left on device/]);
    await full.small.work.endUpkeepOf("CAS1");
  });

  const again = (lastsMs: number | null) => ({
    begin: ["scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" }] as ["scom.begin", never],
    undo: ["scom.end", {}] as ["scom.end", never],
    begun: quoted("Somebody had ended it."),
    ranOut: quoted("It had run out."),
    lastsMs,
    keptForMs: minutes(25),
  });

  for (const [what, agoMs, lastsMs, says] of [
    ["has run out since it was begun by another process", minutes(61), minutes(60), "It had run out."],
    ["was ended by somebody in less time", minutes(59), minutes(60), "Somebody had ended it."],
    ["was ended by somebody where it has no end of its own", minutes(600), null, "Somebody had ended it."],
    ["was ended by somebody where the wall clock was set back meanwhile", -minutes(600), minutes(1), "Somebody had ended it."],
  ] as const)
    it(`is begun again when it ${what}, which is said`, async () => {
      const { small } = given();
      const at = small.array.clock.now() - agoMs;
      void small.work.keepUpAgain(small.member, { keep: [...extend], everyMs: every, ifEnded: again(lastsMs) as never, at });
      await small.array.clock.sleep(minutes(1));
      small.array.sent.should.containEql("CAS1 scom.begin");
      const [warning] = written(small).flatMap((entry) => (entry.type === "warning" ? [said(entry.text)] : []));
      should(warning).equal(says);
      await small.work.endUpkeepOf("CAS1");
    });
});
