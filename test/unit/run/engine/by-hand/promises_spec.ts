import should from "should";
import { Runs } from "../../../../../lib/run/engine/runs";
import { replay } from "../../../../../lib/run/record/state";
import { MemoryStore } from "../../../../../lib/run/store/memory-store";
import type { Step } from "../../../../../lib/run/step";
import { StepFailed } from "../../../../../lib/run/step";
import { quoted } from "../../../../../lib/texts";
import { hours, minutes } from "../../../../../lib/time/duration";
import { english } from "../../../../shared/english";
import { byHandOn, play } from "../../play";
import { SmallArray } from "../../small-array";
import { doing, procedure } from "../../small-steps";

const { stop, stay, install, verify, start } = procedure;
const waits = doing("waits", (c) => c.wait.pause(hours(1)));

const byHand = (array: SmallArray, step: Step, member = "CAS1", more: object = {}) =>
  array.runs.byHand({ ...byHandOn(array, member), ...more, step });

/** The table of docs/by-hand.md: what holds for a step by hand, and what holds not. */
describe("by hand", () => {
  it("1 holds: nothing is changed unless enough others serve, who are looked at while the step is at work too", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    array.at("CAS2").nlb = "stopped";
    await byHand(array, stop).should.be.rejectedWith({ code: "guard-broken" });
    array.sent.should.eql([]);
    array.at("CAS2").nlb = "converged";
    await array.runs.whenIdle("CAS-ARRAY");
    await byHand(array, stop);
    const waiting = byHand(array, waits);
    array.at("CAS3").nlb = "stopped";
    await waiting.should.be.rejectedWith({ code: "guard-broken" });
  });

  it("1 holds not between two steps: nobody looks whether the others serve", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    await byHand(array, stop);
    array.at("CAS3").nlb = "stopped";
    await array.clock.sleep(hours(1));
    [...array.store.journals.kept.keys()].length.should.equal(1);
  });

  it("2 holds: no run takes a member beside one that is out by hand", async () => {
    const array = new SmallArray();
    await byHand(array, stop);
    await play(array, undefined, { members: ["CAS2"] }).should.be.rejectedWith({ code: "member-left-out" });
    array.sent.should.eql(["CAS1 nlb.stop"]);
  });

  it("2 holds not among steps by hand: only the guard says how many members may be out", async () => {
    const array = new SmallArray();
    await byHand(array, stop, "CAS1");
    await byHand(array, stop, "CAS2");
    await byHand(array, stop, "CAS3").should.be.rejectedWith({ code: "guard-broken" });
    array.sent.should.eql(["CAS1 nlb.stop", "CAS2 nlb.stop"]);
  });

  it("3 holds: an update that is not verified is not brought in, whatever is handed on", async () => {
    const array = new SmallArray();
    const out = await byHand(array, stop);
    await byHand(array, install, "CAS1", { carried: out.carried });
    for (const carried of [{}, { carried: out.carried }]) {
      await byHand(array, start, "CAS1", carried).should.be.rejectedWith({ code: "not-verified" });
      await array.runs.whenIdle("CAS-ARRAY");
    }
    const { carried } = await byHand(array, verify, "CAS1", { carried: out.carried });
    await byHand(array, start, "CAS1", { carried });
    array.at("CAS1").nlb.should.equal("converged");
  });

  it("3 holds: that it came in by itself as it was found makes the steps to come forget nothing", async () => {
    const array = new SmallArray();
    const out = await byHand(array, stop);
    const installed = await byHand(array, install, "CAS1", { carried: out.carried });
    // All is as it was found, before anybody looks.
    array.at("CAS1").nlb = "converged";
    const looked = await byHand(
      array,
      doing("looks", () => Promise.resolve()),
      "CAS1",
      { carried: installed.carried },
    );
    array.at("CAS1").nlb = "stopped";
    await byHand(array, start, "CAS1", { carried: looked.carried }).should.be.rejectedWith({ code: "not-verified" });
  });

  it("6 holds not for a chain: the report of a step says what that step has done", async () => {
    const array = new SmallArray();
    await byHand(array, stop);
    const [run] = [...array.store.journals.kept.values()];
    replay(run!).should.match({ outcome: "finished", members: [{ outcome: "done-by-hand", toMend: [] }] });
  });

  it("7 holds: each change is in the journal before it is sent", async () => {
    const array = new SmallArray();
    const written: boolean[] = [];
    array.beforeChange = (_member, op) => {
      const entries = [...array.store.journals.kept.values()].flat();
      written.push(entries.some((entry) => entry.type === "will change" && entry.op === op));
    };
    await byHand(array, stop);
    await byHand(array, stay);
    written.should.eql([true, true]);
  });

  it("8 holds not: a step that was cut off is not gone on with. It is ended at the next start, with the commands that mend", async () => {
    const array = new SmallArray();
    const cutOff = doing("cut off", async (c) => {
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
      await c.wait.pause(hours(1));
    });
    void byHand(array, cutOff).catch(() => undefined);
    await array.clock.sleep(minutes(1));
    const store = new MemoryStore();
    for (const [id, journal] of array.store.journals.kept) store.journals.kept.set(id, [...journal]);
    const [ended] = await new Runs(store, english).closeInterrupted(array.setup);
    should(ended).match({ state: "ended", outcome: "stopped", reasonCode: "interrupted" });
    JSON.stringify(ended).should.match(/Start-NlbClusterNode/);
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("9 holds for the step: one that fails takes back its own changes, and not those of the steps before it", async () => {
    const array = new SmallArray();
    const { carried } = await byHand(array, stop);
    const half = doing("half", async (c) => {
      await c.server.change("nlb.setDefaultState", { state: "stopped" }, { undo: ["nlb.setDefaultState", { state: "started" }] });
      throw new StepFailed("x", quoted("It failed."));
    });
    await byHand(array, half, "CAS1", { carried }).should.be.rejectedWith({ code: "x" });
    await array.runs.whenIdle("CAS-ARRAY");
    array.at("CAS1").should.match({ nlb: "stopped", defaultState: "started" });
  });

  it("9 holds not for the next one: whoever presses its button goes on after a failure", async () => {
    const array = new SmallArray();
    await byHand(
      array,
      doing("fails", () => Promise.reject(new StepFailed("x", quoted("It failed.")))),
    ).should.be.rejected();
    await array.runs.whenIdle("CAS-ARRAY");
    await byHand(array, stop, "CAS2");
    array.at("CAS2").nlb.should.equal("stopped");
  });

  it("10 holds: while a step is at work, a second one is refused, on whichever member, and so is a run", async () => {
    const array = new SmallArray();
    const waiting = byHand(array, waits);
    await array.clock.sleep(minutes(1));
    await byHand(array, waits).should.be.rejectedWith({ code: "array-busy" });
    await byHand(array, stop, "CAS2").should.be.rejectedWith({ code: "array-busy" });
    await play(array).should.be.rejectedWith({ code: "array-busy" });
    array.sent.should.eql([]);
    await waiting;
  });

  it("11 holds not: the window and the deadline of a loop are not looked at", async () => {
    const array = new SmallArray();
    const plan = replay([...(await byHand(array, stop).then(() => array.store.journals.kept.values()))][0]!).plan;
    should(plan.deadline).be.undefined();
  });
});
