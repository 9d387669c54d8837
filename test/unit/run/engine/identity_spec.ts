import should from "should";
import { play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const all = Object.values(procedure);
const failing = doing("failing", () => Promise.reject(new Error("It failed.")));

/** The same array and servers, whose members are written differently now. */
function spelled(array: SmallArray, write: (name: string) => string): SmallArray["setup"] {
  const members = [...array.members];
  array.members.clear();
  for (const [name, member] of members) array.members.set(write(name), member);
  return { ...array.setup, members: array.setup.members.map(({ name, address }) => ({ name: write(name), address })) };
}

describe("a member that an earlier run has left out", () => {
  it("is the same one in other letters: no other member is taken out beside it", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    await play(array, [procedure.stop, procedure.install, failing]);
    const setup = spelled(array, (name) => name.toLowerCase());
    await play(array, all, { array: setup, members: ["cas2"] }).should.be.rejectedWith({ code: "member-left-out" });
  });

  it("and that serves again, in other letters, holds nobody back", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    await play(array, [procedure.stop, procedure.install, failing]);
    const setup = spelled(array, (name) => name.toLowerCase());
    Object.assign(array.at("cas1"), { nlb: "converged" });
    const serving = () => Promise.resolve([...array.members].map(([member, one]) => ({ ...one.verdict(), member })));
    const error: unknown = await play(array, all, { array: { ...setup, serving }, members: ["cas2"] }).catch((refused: unknown) => refused);
    should(error).not.have.property("code", "member-left-out");
  });

  it("of another array of that name of a member says nothing of this one", async () => {
    const [one, other] = [new SmallArray(["CAS1", "CAS2", "CAS3"], 1), new SmallArray(["CAS1", "CAS2", "CAS3"], 1)];
    await play(one, [procedure.stop, procedure.install, failing]);
    Object.assign(other, { runs: one.runs });
    Object.assign(other.setup, { name: "OTHER" });
    const played = await play(other, all, { members: ["CAS2"] });
    should(played.run.state.outcome).equal("finished");
  });
});
