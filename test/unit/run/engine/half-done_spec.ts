import should from "should";
import type { LeftHalfDone, Step } from "../../../../lib/run/step";
import { StepFailed } from "../../../../lib/run/step";
import { minutes } from "../../../../lib/time/duration";
import { quoted } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { byHandOn, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, installArgs, procedure } from "../small-steps";

const { stop, stay, install, verify, start } = procedure;
const failing = doing("failing", () => Promise.reject(new StepFailed("x", quoted("It failed."))));

/** A step by hand, and what it sees of the member. */
async function seenByHand(array: SmallArray, member = "CAS1", more: object = {}) {
  let seen: { found: unknown; foundEarlier: boolean; left: LeftHalfDone | null } | undefined;
  const looking = doing("looking", async (c) => {
    seen = { found: c.found("nlb.host"), foundEarlier: c.foundEarlier, left: await c.leftHalfDone() };
  });
  const answer = await byHand(array, looking, member, more);
  return { ...(seen as NonNullable<typeof seen>), answer };
}

const byHand = (array: SmallArray, step: Step, member = "CAS1", more: object = {}) =>
  array.runs.byHand({ ...byHandOn(array, member), ...more, step });

/** Another process, with the same journals and the same members. */
function restarted(array: SmallArray): SmallArray {
  const after = new SmallArray();
  for (const [id, journal] of array.store.journals.kept) after.store.journals.kept.set(id, [...journal]);
  for (const [name, member] of array.members) after.members.set(name, member);
  return after;
}

describe("what an own run has left half done", () => {
  it("is known to a step by hand, after a restart too: how it was found comes from the journal of that run, and it says so", async () => {
    const array = new SmallArray();
    const { run } = await play(array, [stop, stay, install, failing]);
    array.at("CAS1").should.match({ nlb: "stopped", defaultState: "stopped" });
    const after = restarted(array);
    const { found, foundEarlier, answer } = await seenByHand(after);
    should(found).match({ state: "converged", defaultState: "started" });
    foundEarlier.should.be.true();
    should(answer.foundBy).equal(run.id);
    answer.carried.found.readings.should.match({ "nlb.host": { state: "converged" } });
    const [entries] = [...after.store.journals.kept.values()].slice(-1);
    entries!
      .flatMap((entry) => (entry.type === "warning" ? [said(entry.text as never)] : []))
      .join()
      .should.match(new RegExp(`CAS1 was left half done by run ${run.id}`));
  });

  it("is told to a step: which run, since when, what is different, that it is unverified, and whether its job runs", async () => {
    const array = new SmallArray();
    array.jobsLastMs = minutes(600);
    const installing = doing("installing", async (c) => {
      await c.server.change("job.start", installArgs(c.workId(1)), { startsUpdate: true });
      await c.wait.pause(minutes(600));
    });
    const playing = play(array, [stop, stay, installing]);
    await array.clock.sleep(minutes(5));
    await array.runs.runningOn("CAS-ARRAY")?.interrupt("the flow was redeployed.");
    const { run } = await playing;
    let left: LeftHalfDone | null = null;
    const preflight = doing("preflight", async (c) => {
      left = await c.leftHalfDone();
      throw new StepFailed("not-fit", quoted("It is not fit."));
    });
    await play(array, [preflight]);
    const told = left as unknown as LeftHalfDone;
    should(told).match({ run: run.id, byHand: false, unverified: true, job: { file: "update.exe", running: true } });
    told.at.should.equal(run.state.members[0]!.finishedAt);
    told.differences.map(said).should.eql(["nlb stopped instead of converged", "defaultState stopped instead of started"]);
  });

  it("is nothing once the member is as it was found, whoever has done that", async () => {
    const array = new SmallArray();
    await play(array, [stop, stay, install, failing]);
    Object.assign(array.at("CAS1"), { nlb: "converged", defaultState: "started" });
    const { foundEarlier, left, answer } = await seenByHand(array);
    should(left).be.null();
    foundEarlier.should.be.false();
    should(answer.foundBy).be.null();
  });

  it("is nothing where the member's run has updated it, or another one was left", async () => {
    const array = new SmallArray();
    await play(array);
    array.at("CAS1").nlb = "stopped";
    should((await seenByHand(array)).left).be.null();
    const other = new SmallArray();
    await play(other, [stop, install, failing]);
    should((await seenByHand(other, "CAS2")).left).be.null();
  });

  it("is what the latest run has left", async () => {
    const array = new SmallArray();
    await play(array, [stop, install, failing]);
    array.at("CAS1").nlb = "converged";
    array.at("CAS1").defaultState = "suspended";
    const { run } = await play(array, [stop, install, failing]);
    const { found, answer } = await seenByHand(array);
    should(answer.foundBy).equal(run.id);
    should(found).match({ defaultState: "suspended" });
  });
});

describe("a chain of steps by hand", () => {
  it("whose memory is lost goes on with how its first step has found the member", async () => {
    const array = new SmallArray();
    const first = await byHand(array, stop);
    await byHand(array, stay, "CAS1", { carried: first.carried });
    const { found, foundEarlier, left } = await seenByHand(restarted(array));
    should(found).match({ state: "converged", defaultState: "started" });
    foundEarlier.should.be.true();
    should(left).match({ byHand: true });
  });

  it("does not take its own work for something that was left", async () => {
    const array = new SmallArray();
    const { carried } = await byHand(array, stop);
    const { left, foundEarlier } = await seenByHand(array, "CAS1", { carried });
    should(left).be.null();
    foundEarlier.should.be.true();
  });

  it("does not know how the member was before where nothing was handed on and nothing was left", async () => {
    const array = new SmallArray();
    array.at("CAS1").nlb = "stopped";
    (await seenByHand(array)).foundEarlier.should.be.false();
  });

  it("does not bring in a member whose update has started and is not verified, by whichever run", async () => {
    const array = new SmallArray();
    await play(array, [stop, install, failing]);
    await byHand(array, start).should.be.rejectedWith({ code: "not-verified" });
    await array.runs.whenIdle("CAS-ARRAY");
    array.at("CAS1").nlb.should.equal("stopped");
    const checked = await byHand(array, verify);
    await byHand(array, start, "CAS1", { carried: checked.carried });
    array.at("CAS1").nlb.should.equal("converged");
  });

  it("holds to that for what it has installed itself", async () => {
    const array = new SmallArray();
    const out = await byHand(array, stop);
    const installed = await byHand(array, install, "CAS1", { carried: out.carried });
    await byHand(array, start, "CAS1", { carried: installed.carried }).should.be.rejectedWith({ code: "not-verified" });
    await array.runs.whenIdle("CAS-ARRAY");
    const checked = await byHand(array, verify, "CAS1", { carried: installed.carried });
    await byHand(array, start, "CAS1", { carried: checked.carried });
    array.at("CAS1").nlb.should.equal("converged");
  });
});
