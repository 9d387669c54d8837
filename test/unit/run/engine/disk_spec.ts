import should from "should";
import { Runs } from "../../../../lib/run/engine/runs";
import { Disk } from "../../../../simulation/store";
import { english } from "../../../shared/english";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";

/** An array whose runs are kept on a disk that the test can fill, at the nth change that is sent. */
function onDisk(fullAt: number) {
  const array = new SmallArray();
  const disk = new Disk();
  const store = disk.open();
  Object.assign(array, { runs: new Runs(store, english) });
  array.beforeChange = () => {
    if (array.sent.length + 1 === fullAt) store.fill();
  };
  return { array, disk };
}

describe("a run on a disk that gets full", () => {
  it("goes no further: the member at work is put back, no other one is taken, and the report is there", async () => {
    const { array, disk } = onDisk(1);
    const played = await play(array);
    should(played.run.state.reason?.code).equal("disk-full");
    outcomes(played).should.eql(["failed", "untouched", "untouched"]);
    array.sent.filter((change) => !change.startsWith("CAS1")).should.eql([]);
    array.at("CAS1").nlb.should.equal("converged");
    disk.reports.get(played.run.id)?.html.should.match(/The disk is full/);
    played.run.document().reason?.should.match(/Free space on the disk/);
    disk.entriesOf(played.run.id).at(-1)?.type.should.equal("run finished");
  });

  it("leaves a member at rest whose update has started", async () => {
    const { array, disk } = onDisk(3);
    const played = await play(array);
    should(played.run.state.reason?.code).equal("disk-full");
    array.at("CAS1").nlb.should.equal("stopped");
    disk.reports.get(played.run.id)?.html.should.match(/CAS1/);
    disk.entriesOf(played.run.id).at(-1)?.type.should.equal("run finished");
  });
});
