import { saidReason } from "../../../shared/english";
import should from "should";
import { byHandOn, play } from "../play";
import { SmallArray } from "../small-array";
import { procedure } from "../small-steps";

const { stop } = procedure;
const all = Object.values(procedure);

describe("the fencing number of a run", () => {
  it("sends its fencing number with every change", async () => {
    const array = new SmallArray();
    await play(array);
    await play(array);
    new Set(array.fences.slice(0, 15)).should.eql(new Set([1]));
    new Set(array.fences.slice(15)).should.eql(new Set([2]));
  });

  it("shows its fencing number to every member before it changes anything, so that none takes what an earlier run left on its way", async () => {
    const array = new SmallArray();
    array.at("CAS3").reachable = false;
    await play(array, all, { members: ["CAS2"] });
    array.shown.should.eql([
      { member: "CAS1", fence: 1, after: 0 },
      { member: "CAS2", fence: 1, after: 0 },
    ]);
  });

  it("shows no member its number where the guard does not let it begin: it would end a run that is at work elsewhere", async () => {
    const array = new SmallArray();
    for (const name of ["CAS2", "CAS3"]) array.at(name).nlb = "stopped";
    await play(array, all, { members: ["CAS1"] });
    array.shown.should.eql([]);
  });

  it("shows no member a number in a dry run, and by hand the one member alone", async () => {
    const array = new SmallArray();
    await play(array, all, { dryRun: true });
    array.shown.should.eql([]);
    await array.runs.byHand({ ...byHandOn(array, "CAS2"), step: stop });
    array.shown.map(({ member }) => member).should.eql(["CAS2"]);
  });

  it("stops before it has changed anything where a later run has been", async () => {
    const array = new SmallArray();
    array.at("CAS2").fence = 99;
    array.at("CAS3").fence = 99;
    const { state } = (await play(array)).run;
    should(state.outcome).equal("stopped");
    should(state.reason?.code).equal("fenced");
    saidReason(state.reason).should.match(/CAS2: .*the same on CAS3/);
    array.sent.should.eql([]);
  });
});
