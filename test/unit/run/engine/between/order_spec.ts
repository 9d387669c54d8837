import should from "should";
import { defaultSettings } from "../../../../../lib/run/settings";
import { said } from "../../../../shared/english";
import { play } from "../../play";
import { SmallArray } from "../../small-array";

const NAMES = ["CAS1", "CAS2", "CAS3"];
const last = { settings: { ...defaultSettings, order: "default-host-last" as const } };
const playIn = async (array: SmallArray, more: object = {}) => {
  const { run } = await play(array, undefined, { ...last, ...more });
  should(run.state.outcome).equal("finished");
  return run.state;
};
const inOrder = (array: SmallArray): string[] => [
  ...new Set(array.sent.filter((line) => line.endsWith("job.start")).map((line) => line.split(" ")[0] ?? "")),
];

describe("A run whose default host is updated last", () => {
  it("asks who that is before it takes the first member, and counts them in that order", async () => {
    const array = new SmallArray(NAMES, 1);
    array.at("CAS1").isDefaultHost = true;
    const { members, warnings } = await playIn(array);
    inOrder(array).should.eql(["CAS2", "CAS3", "CAS1"]);
    members
      .map(({ name, position }) => [name, position])
      .should.eql([
        ["CAS2", 1],
        ["CAS3", 2],
        ["CAS1", 3],
      ]);
    warnings.should.eql([]);
    const [journal = []] = array.store.journals.kept.values();
    should(journal.find(({ type }) => type === "order set")).match({ members: ["CAS2", "CAS3", "CAS1"] });
  });

  it("names who does not serve, and may be the default host, where nobody says that it is; not where two do", async () => {
    for (const [hosts, told] of [
      [[], /CAS4/],
      [["CAS1", "CAS2"], /^(?!.*CAS4)/],
    ] as const) {
      const array = new SmallArray([...NAMES, "CAS4"], 1);
      for (const name of hosts) array.at(name).isDefaultHost = true;
      array.at("CAS4").nlb = "stopped";
      const { warnings } = await playIn(array, { members: NAMES });
      inOrder(array).should.eql(NAMES);
      warnings.should.have.length(1);
      warnings.map(({ text }) => said(text)).should.match([told]);
    }
  });

  it("keeps the order of the array, and warns, where nobody says that it is, or two do", async () => {
    for (const hosts of [[], ["CAS1", "CAS2"]]) {
      const array = new SmallArray(NAMES, 1);
      for (const name of hosts) array.at(name).isDefaultHost = true;
      const { warnings } = await playIn(array);
      inOrder(array).should.eql(NAMES);
      warnings.map(({ text }) => said(text)).should.match([/No member, or more than one, says that it is the default host/]);
    }
  });

  it("keeps the order where the default host is not concerned by the run", async () => {
    const array = new SmallArray(NAMES, 1);
    array.at("CAS1").isDefaultHost = true;
    const { warnings } = await playIn(array, { members: ["CAS3", "CAS2"] });
    inOrder(array).should.eql(["CAS2", "CAS3"]);
    warnings.should.eql([]);
  });

  it("asks nobody where another order is set", async () => {
    const array = new SmallArray(NAMES, 1);
    array.at("CAS1").isDefaultHost = true;
    await play(array);
    inOrder(array).should.eql(NAMES);
  });
});
