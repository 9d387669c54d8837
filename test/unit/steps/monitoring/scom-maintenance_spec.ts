import { said } from "../../../shared/english";
import should from "should";
import { hours, minutes } from "../../../../lib/time/duration";
import { optionsOf } from "../../../shared/node-fields";
import { answering, world } from "../harness";
import { tells } from "../products-and-cultures";

const begin = { action: "begin", minutes: 240 };

describe("scom-maintenance", () => {
  it("begins by minutes, waits until the agent has taken it up, and keeps it up while the member is out", async () => {
    const at = world();
    const work = await at.work();
    const result = await work.do("scom-maintenance", { ...begin, keepMinutes: 45 });
    result.changed.should.be.true();
    at.member.scom.should.containEql({ on: true, inEffect: true });
    work.sent.map(({ op, undo }) => [op, undo]).should.eql([["scom.begin", ["scom.end", {}]]]);
    should(work.upkeep.get("scom.extend")).eql({ minutes: 45 });
    work.progress
      .map(({ text }) => said(text))
      .join()
      .should.match(/not in effect yet/);
  });

  it("tells a window that may have run out from one that somebody has ended", async () => {
    const at = world();
    const work = await at.work();
    await work.do("scom-maintenance", { ...begin, minutes: 60, keepMinutes: 30 });
    const says = (keptMs: number | null) => work.saidIfEnded("scom.extend", keptMs);
    says(null).should.match(/^Somebody has ended the maintenance mode of CAS1/);
    says(minutes(5)).should.match(/^Somebody has ended/);
    says(minutes(40)).should.match(/its window has run out, or somebody has ended it/);
    await at.pass(minutes(61));
    says(null).should.match(/its window has run out, or somebody has ended it/);
  });

  it("keeps a window up from its beginning, since an agent may take longer than a short one lasts", async () => {
    const never = answering("scom.maintenance", async (real) => ({ ...((await real()) as object), inEffect: false }));
    const work = await world().work({ instead: never });
    await work.refusalOf("scom-maintenance", { ...begin, minutes: 10, effectWithinMinutes: 30 });
    work.upkeep.has("scom.extend").should.be.true();
  });

  it("is not offered a window that would run out between two looks of the run", () => {
    should(() => optionsOf("scom-maintenance", { ...begin, minutes: 5 })).throw(/10/);
  });

  it("fails when the agent does not take it up in time", async () => {
    const never = answering("scom.maintenance", async (real) => ({ ...((await real()) as object), inEffect: false }));
    const refusal = await (await world().work({ instead: never })).refusalOf("scom-maintenance", { ...begin, effectWithinMinutes: 6 });
    refusal.code.should.equal("scom-not-in-effect");
  });

  it("says what to do when SCOM refuses", async () => {
    const refusal = await (await world({ faults: ["scom-refuses"] }).work()).refusalOf("scom-maintenance", begin);
    refusal.code.should.equal("scom-refused");
    refusal.message.should.match(/account/);
  });

  it("ends a window of its own and stops keeping it up", async () => {
    const at = world();
    const work = await at.work();
    await work.do("scom-maintenance", begin);
    await work.do("scom-maintenance", { action: "end" });
    at.member.scom.on.should.be.false();
    work.upkeep.size.should.equal(0);
    should(work.sent.at(-1)).containEql({ op: "scom.end", undo: null });
    (await work.do("scom-maintenance", { action: "end" })).changed.should.be.false();
  });

  it("says when SCOM still shows a window that was ended, and when it will end by itself", async () => {
    const at = world();
    const work = await at.work({ instead: answering("scom.end", () => undefined) });
    await work.do("scom-maintenance", begin);
    (await work.do("scom-maintenance", { action: "end" })).text.should.equal("maintenance mode is off");
    work.warnings.should.matchEach(/but SCOM still shows it; it will end by itself at 2026-01-11 \d\d:\d\d:\d\d UTC\.$/);
    work.warnings.should.have.length(1);
  });

  it("says which parts of the server are still monitored, or still in maintenance mode, when the computer is not", async () => {
    let parts = { inMaintenance: 2, monitored: 1 };
    const apart = answering("scom.maintenance", async (real) => ({ ...((await real()) as object), parts }));
    const work = await world().work({ instead: apart });
    await work.do("scom-maintenance", begin);
    work.warnings.should.matchEach(/^1 object that SCOM knows as part of the server is still monitored/);
    await work.do("scom-maintenance", { action: "end" });
    work.warnings.should.have.length(2);
    work.warnings[1]?.should.match(/^2 objects that SCOM knows as parts of the server are still in maintenance mode/);
    parts = { inMaintenance: 0, monitored: 3 };
    await work.do("scom-maintenance", begin);
    work.warnings.should.have.length(3);
  });

  it("ends what is left of its window in parts of a computer that is monitored again, and leaves what it found", async () => {
    for (const [found, now, sends] of [
      [0, 2, true],
      [2, 2, false],
    ] as const) {
      let inMaintenance: number = found;
      const left = answering("scom.maintenance", async (real) => ({
        ...((await real()) as object),
        parts: { inMaintenance, monitored: 1 },
      }));
      const work = await world().work({ instead: left });
      inMaintenance = now;
      (await work.do("scom-maintenance", { action: "end" })).changed.should.equal(sends);
      work.sent.map(({ op }) => op).should.eql(sends ? ["scom.end"] : []);
    }
  });

  it("names the command that ends a window which SCOM still shows, and gives no end for", async () => {
    let ended = false;
    const endless = answering("scom.maintenance", async (real) => {
      const now = (await real()) as object;
      return ended ? { ...now, on: true, endsAt: null } : now;
    });
    const work = await world().work({ instead: endless });
    await work.do("scom-maintenance", begin);
    ended = true;
    await work.do("scom-maintenance", { action: "end" });
    work.warnings.join().should.match(/By hand: .*StopMaintenanceMode\(.*Recursive\)/);
  });

  it("keeps a window that is long enough, and leaves it at the end", async () => {
    const at = world();
    await at.server().change("scom.begin", { minutes: 600, reason: "PlannedOther", comment: "disk swap" });
    const { endsAt } = at.member.scom;
    const work = await at.work();
    (await work.do("scom-maintenance", begin)).changed.should.be.false();
    (await work.do("scom-maintenance", { action: "end" })).changed.should.be.false();
    at.member.scom.should.containEql({ on: true, endsAt });
    work.changes.should.eql([]);
  });

  it("extends a window that ends too early, and gives it its former end back", async () => {
    const at = world();
    await at.server().change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "disk swap" });
    const { endsAt } = at.member.scom;
    const work = await at.work();
    (await work.do("scom-maintenance", begin)).changed.should.be.true();
    work.sent.map(({ op, undo }) => [op, undo]).should.eql([["scom.extend", ["scom.setEnd", { endsAt }]]]);
    (await work.do("scom-maintenance", begin)).changed.should.be.false();
    await work.do("scom-maintenance", { action: "end" });
    at.member.scom.should.containEql({ on: true, endsAt });
  });

  for (const [who, was] of [
    ["its own", false],
    ["one that it found", true],
  ] as const)
    it(`leaves a window that somebody else has made longer while the member was out (${who}), and says so`, async () => {
      const at = world();
      if (was) await at.server().change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
      const work = await at.work();
      await work.do("scom-maintenance", { ...begin, keepMinutes: 30 });
      await at.pass(minutes(100));
      await at.server().change("scom.extend", { minutes: 700 });
      const { endsAt } = at.member.scom;
      const ended = await work.do("scom-maintenance", { action: "end" });
      ended.should.containEql({ changed: false, facts: { scom: "maintenance" } });
      at.member.scom.should.containEql({ on: true, endsAt });
      work.warnings.should.have.length(1);
      work.warnings[0]?.should.match(
        /Somebody else has made the maintenance mode of CAS1 in SCOM longer.*It was left so\. If nobody needs it: .*CAS1/,
      );
      work.upkeep.size.should.equal(0);
    });

  it("ends a window that its own upkeep has made longer", async () => {
    const at = world();
    const work = await at.work();
    await work.do("scom-maintenance", { ...begin, minutes: 30, keepMinutes: 60 });
    await at.server().change("scom.extend", { minutes: 60 });
    await work.do("scom-maintenance", { action: "end" });
    at.member.scom.on.should.be.false();
  });

  it("gives the former end back by its undo", async () => {
    const at = world();
    await at.server().change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
    const { endsAt } = at.member.scom;
    const work = await at.work();
    await work.do("scom-maintenance", begin);
    await work.putBack();
    at.member.scom.should.containEql({ on: true, endsAt });
  });

  it("ends an extended window whose former end is past", async () => {
    const at = world();
    await at.server().change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
    const work = await at.work();
    await work.do("scom-maintenance", begin);
    await at.pass(hours(2));
    await work.do("scom-maintenance", { action: "end" });
    work.changes.should.eql(["scom.extend", "scom.end"]);
    at.member.scom.on.should.be.false();
  });

  it("does not extend a window of its own when it is started again later", async () => {
    const at = world();
    const work = await at.work();
    await work.do("scom-maintenance", begin);
    await at.pass(minutes(90));
    (await work.do("scom-maintenance", begin)).changed.should.be.false();
  });
});

describe("scom-maintenance, by product and culture", () => {
  const window = async (at: ReturnType<typeof world>) => {
    await at.server().change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "disk swap" });
  };
  const on = ["scom-maintenance", begin] as const;
  const off = ["scom-maintenance", { action: "end" }] as const;

  // SCOM does not ask what a server runs, and what it says of times is told as UTC.
  // biome-ignore format: a table is read by its rows
  {
    tells("begins", () => ({ step: on }), [
      ["every one", "every one", "changed: in maintenance mode for 4 h 00 min"],
    ]);
    tells("ends", () => ({ after: [on], step: off }), [
      ["every one", "every one", "changed: maintenance mode is off"],
    ]);
    tells("gives a window its former end back", () => ({ before: window, after: [on], step: off }), [
      ["every one", "every one", "changed: maintenance mode was on before the run and ends at 2026-01-10 23:00:## UTC, as it was found"],
    ]);
    tells("says that SCOM refuses", () => ({ faults: ["scom-refuses"], step: on }), [
      ["every one", "every one", "scom-refused: SCOM reported an error for CAS1: SCOM refused to start maintenance mode. Check that the account has an operator role that covers this computer."],
    ]);
    tells("warns of a part that stays in maintenance mode", () => ({ faults: ["scom-parts-stay"], after: [on], step: off }), [
      ["every one", "every one",
        "changed: maintenance mode is off",
        "warns: 1 object that SCOM knows as part of the server is still in maintenance mode: it has a window of its own."],
    ]);
  }
});
