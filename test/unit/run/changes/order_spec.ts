import should from "should";
import { seconds } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const all = Object.values(procedure);

/** Makes each entry of that type take so long until it is on the disk. */
function slowDisk(array: SmallArray, type: string, ms: number): void {
  const { journals } = array.store;
  const append = journals.append.bind(journals);
  journals.append = async (run, entry) => {
    if (entry.type === type) await array.clock.sleep(ms);
    await append(run, entry);
  };
}

/** How old the youngest answer of each other member was when a change of a step was sent that needs enough of them, in seconds. */
function agesAtChanges(array: SmallArray): readonly { readonly change: string; readonly ages: readonly number[] }[] {
  const found: { change: string; ages: number[] }[] = [];
  array.beforeChange = (member, op) => {
    if (op === "nlb.start") return;
    const now = array.clock.elapsed();
    const ages = [...array.members.values()].flatMap(({ name, answersAfterMs }) => {
      if (name === member) return [];
      const answered = array.asked
        .filter((one) => one.member === name && one.op === "nlb.host")
        .map(({ at }) => now - at - answersAfterMs)
        .filter((age) => age >= 0);
      return [Math.min(...answered) / 1000];
    });
    found.push({ change: `${member} ${op}`, ages });
  };
  return found;
}

describe("Between the last look and the change that it allows", () => {
  it("nothing waits, also where the entry before the change takes long to be on the disk", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 2);
    slowDisk(array, "will change", seconds(8));
    const changes = agesAtChanges(array);
    const { run } = await play(array, all, { members: ["CAS1", "CAS2"] });
    should(run.state.outcome).equal("finished");
    changes.map(({ change }) => change).should.containEql("CAS2 nlb.stop");
    for (const { change, ages } of changes) Math.max(...ages).should.be.belowOrEqual(5, change);
  });

  it("no answer gets old, though one member answers at once and another one late", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 3);
    array.at("CAS3").answersAfterMs = seconds(6);
    array.at("CAS4").answersAfterMs = seconds(7);
    const changes = agesAtChanges(array);
    const { run } = await play(array, all, { members: ["CAS1"] });
    should(run.state.outcome).equal("finished", saidReason(run.state.reason));
    changes.length.should.be.above(3);
    for (const { change, ages } of changes) Math.max(...ages).should.be.belowOrEqual(5, change);
  });

  it("a member that goes out while the entry is written is noticed: the change is not sent, and the record says so", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    slowDisk(array, "will change", seconds(8));
    const sudden = doing("sudden", async (c) => {
      void array.clock.sleep(seconds(4)).then(() => {
        array.at("CAS3").nlb = "stopped";
      });
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
    });
    const { run, answers } = await play(array, [sudden, ...all]);
    should(run.state.reason?.code).equal("guard-broken");
    array.sent.should.eql([]);
    const [change] = run.state.members[0]?.changes ?? [];
    should(change?.outcome).equal("failed");
    should(JSON.stringify(change?.text)).match(/change\.not-sent-since/);
    outcomes({ run, answers }).should.eql(["failed", "untouched", "untouched"]);
  });

  it("a stop that comes while the entry is written is heeded", async () => {
    const array = new SmallArray();
    slowDisk(array, "will change", seconds(8));
    const stopped = doing("stopped", async (c) => {
      void array.clock.sleep(seconds(4)).then(() => array.runs.runningOn("CAS-ARRAY")?.stop("now", "Ada"));
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
    });
    const { run } = await play(array, [stopped]);
    should(run.state.reason?.code).equal("stopped-by-operator");
    array.sent.should.eql([]);
  });

  it("an installer that was not sent has started nothing", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    const installing = doing("installing", async (c) => {
      slowDisk(array, "will change", seconds(8));
      void array.clock.sleep(seconds(4)).then(() => {
        array.at("CAS3").nlb = "stopped";
      });
      await procedure.install.run(c, {});
    });
    const { run } = await play(array, [procedure.stop, installing]);
    run.state.members[0]?.updateStarted.should.be.false();
    array.at("CAS1").nlb.should.equal("converged");
  });
});
