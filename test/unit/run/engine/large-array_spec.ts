import should from "should";
import { play } from "../play";
import { SmallArray } from "../small-array";

describe("a run of an array of many members", () => {
  it("makes Node.js warn of no leak while all of them are looked at", async () => {
    const warned: string[] = [];
    const hear = (warning: Error): void => void warned.push(warning.name);
    process.on("warning", hear);
    try {
      const names = Array.from({ length: 24 }, (_, index) => `CAS${index + 1}`);
      const { run } = await play(new SmallArray(names, 1), undefined, { members: ["CAS1"] });
      should(run.state.outcome).equal("finished");
      // Warnings are emitted in the next turn.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    } finally {
      process.off("warning", hear);
    }
    warned.should.eql([]);
  });
});
