import should from "should";
import { finishMember } from "../../../../lib/run/member";
import type { Plan } from "../../../../lib/run/record";
import { minutes, seconds } from "../../../../lib/time/duration";
import { pictureOf, SmallJournal } from "../report/small-journal";
import type { SmallArray } from "../small-array";
import { fourMembers, SmallWork } from "./small-work";

const begun = (array: SmallArray, plan: Partial<Plan> = {}, found = pictureOf("converged", "started", "14.3.123.4")) =>
  new SmallJournal(plan, array.clock.now()).take("CAS1", found);

/** CAS1, back after its update. */
const updated = (array: SmallArray, ...more: [Partial<Plan>?, ReturnType<typeof pictureOf>?]) =>
  begun(array, ...more)
    .begin("install")
    .change({ op: "job.start" })
    .end("install", "installed")
    .begin("verify")
    .end("verify", "well", false, true);

/** CAS1, which had the update already. */
const already = (array: SmallArray, found?: ReturnType<typeof pictureOf>) =>
  begun(array, {}, found).begin("preflight").endOf("preflight", { changed: false, text: "has it", alreadyUpdated: true });

async function finished(small: SmallWork) {
  const since = small.array.clock.elapsed();
  await finishMember({ work: small.work, recorder: small.recorder, signal: small.signal }, small.member);
  const { outcome, left } = small.member;
  return { outcome, nlb: left!.facts["nlb"], ms: small.array.clock.elapsed() - since };
}

describe("a member whose message is back", () => {
  it("is looked at once the array has come to rest: while it converges, this is not how the member is left", async () => {
    const array = fourMembers();
    const small = new SmallWork(updated(array), array);
    array.at("CAS1").nlb = "converging";
    small.after(minutes(1), () => (array.at("CAS1").nlb = "converged"));
    should(await finished(small)).match({ outcome: "updated", nlb: "converged" });
  });

  const dry = (array: SmallArray) => begun(array, { dryRun: true }).begin("install").would("job.start").end("install", "would install");
  const byHand = (array: SmallArray) => begun(array, { byHand: true }).begin("start").change({ op: "nlb.start" }).end("start", "started");
  for (const [what, journal, outcome] of [
    ["a dry run", dry, "would-update"],
    ["a step by hand", byHand, "done-by-hand"],
  ] as const)
    it(`does not wait for that in ${what}, which takes it as it is`, async () => {
      const array = fourMembers();
      const small = new SmallWork(journal(array), array);
      array.at("CAS1").nlb = "converging";
      const { ms, ...left } = await finished(small);
      left.should.eql({ outcome, nlb: "converging" });
      ms.should.be.below(seconds(5));
    });

  it("is refused where it is not as it was found, whether something was changed on it or not", async () => {
    for (const journal of [updated, already]) {
      const array = fourMembers();
      const small = new SmallWork(journal(array), array);
      array.at("CAS1").defaultState = "stopped";
      await finished(small).should.be.rejectedWith({ code: "not-as-found" });
      small.member.phase.should.equal("at work");
    }
  });

  const half = pictureOf("converged", "started", null, ["it does not say"]);

  it("is not said to be as it was found, nor not to be, where that is not known and nothing was changed on it", async () => {
    const array = fourMembers();
    (await finished(new SmallWork(already(array, half), array))).outcome.should.equal("already-updated");
  });

  it("is refused where it is not known how it was found and something was changed on it", async () => {
    const array = fourMembers();
    await finished(new SmallWork(updated(array, {}, half), array)).should.be.rejectedWith({ code: "not-as-found" });
  });
});
