import { join } from "node:path";
import should from "should";
import type { Truth } from "../../../lib/adapters/lab";
import { brokenOnDisk, userDirOf } from "../../shared/audited";
import { leftOf } from "../../shared/faults";
import { truthIn } from "../flows/run-in-node-red";
import { Demo } from "./demo-process";

const KILLS = 10;

interface Result {
  readonly outcome: string | null;
  readonly report: string | null;
  readonly kills: number;
  readonly resumes: number;
  readonly doneTwice: readonly string[];
}

describe("npm run demo -- --kill", function () {
  this.timeout(240_000);
  let demo: Demo | undefined;
  after(() => demo?.clear());

  it("kills Node-RED at random instants: the run goes on each time, every member is updated and serves, nothing is done twice", async () => {
    demo = new Demo(["--no-build", "--json", "--kill", String(KILLS), "--members", "2", "--seed", "7"]);
    const code = await demo.ended;
    should(code).equal(0, demo.stderr);
    const result = demo.document() as Result;
    result.should.match({ outcome: "finished", kills: KILLS, doneTwice: [] });
    const lines = demo.stderr.split("\n").filter((line) => /^\d\d:\d\d:\d\d  /.test(line));
    lines.map((line) => line.slice(0, 8)).should.eql(lines.map((line) => line.slice(0, 8)).toSorted());
    lines
      .flatMap((line) => /Node-RED (is killed|has started again)/.exec(line)?.[1] ?? [])
      .should.eql(Array.from({ length: KILLS }, () => ["is killed", "has started again"]).flat());
    result.resumes.should.be.above(0).and.not.above(KILLS);
    const userDir = userDirOf(String(result.report));
    const truth: Truth = truthIn(join(userDir, "truth.json"));
    ["CAS1", "CAS2"].map((name) => leftOf(truth, name)).should.eql(["updated", "updated"]);
    brokenOnDisk(truth, userDir).should.eql([]);
  });
});
