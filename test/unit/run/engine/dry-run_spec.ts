import should from "should";
import { StepFailed } from "../../../../lib/run/step";
import { quoted } from "../../../../lib/texts";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const all = Object.values(procedure);

describe("a dry run", () => {
  it("goes on with the next member where one would not get past a step, and ends with what is wrong with the first, naming all", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    const seen: string[] = [];
    const look = doing("look", async ({ member: { name } }) => {
      seen.push(name);
      if (name === "CAS1" || name === "CAS3") throw new StepFailed("not-fit", quoted(`${name} has no room.`));
    });
    const { run } = await play(array, [look, ...all], { dryRun: true });
    seen.should.eql(["CAS1", "CAS2", "CAS3", "CAS4"]);
    run.state.members.map(({ outcome }) => outcome).should.eql(["failed", "would-update", "failed", "would-update"]);
    run.state.should.match({ outcome: "stopped", reason: { code: "not-fit", member: "CAS1" } });
    run
      .document()
      .summary.should.equal("Dry run stopped at CAS1: CAS1 has no room. Nothing was changed. A real run would not get past CAS3 either.");
    array.sent.should.eql([]);
  });

  it("sends nothing, and lists what the real run then sends", async () => {
    const array = new SmallArray();
    const dry = await play(array, all, { dryRun: true });
    should(dry.run.state.outcome).equal("dry-run");
    array.sent.should.eql([]);
    outcomes(dry).should.eql(["would-update", "would-update", "would-update"]);
    const real = await play(array);
    const list = (changes: readonly { op: string; args: unknown }[]) =>
      changes.map(({ op, args }) => (op === "job.start" ? { op } : { op, args }));
    real.run.state.members.forEach((member, index) => {
      list(member.changes).should.eql(list(dry.run.state.members[index]?.wouldChange ?? []));
    });
  });
});
