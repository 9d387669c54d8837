import "should";
import type { ChangeData } from "../../../../../lib/server/catalogue";
import { said } from "../../../../shared/english";
import { found, pictureOf, SmallJournal } from "../../report/small-journal";
import { installing, keyOf, out, toDo, why } from "./small-member";

const START = "Start-NlbClusterNode -HostName CAS1";
const mend = (...commands: readonly string[]) => commands.map((command) => ({ what: `do ${command}`, command }));
const putBacks = (journal: SmallJournal) =>
  toDo(journal)
    .filter(({ part }) => part === "put-back")
    .map(({ command, onlyAfter }) => [command, keyOf(onlyAfter)?.replace("to-do.", "") ?? null]);
const changed = (...undos: readonly (ChangeData | readonly [string, object])[]) => {
  const journal = new SmallJournal().take("CAS1").begin("a");
  for (const undo of undos) journal.change({ op: "x", undo: undo as ChangeData });
  return journal;
};
const start: ChangeData = ["nlb.start", {}];
const hooks: ChangeData = ["forefront.enable", {}];

describe("What takes the changes of a run back on a member", () => {
  it("is what was found to be left, with what must be so before each: nothing, where nothing is to be mended", () => {
    const left = changed(["nlb.start", {}]).leave("failed", out, why, mend("First", START, "Last"));
    putBacks(left).should.eql([
      ["First", null],
      [START, null],
      ["Last", "after-serving"],
    ]);
    putBacks(changed(["forefront.enable", {}]).leave("failed", out, why, mend("First", "Last"))).should.eql([
      ["First", null],
      ["Last", null],
    ]);
  });

  it("comes after what is to be mended, and what brings in a member that is not verified only when it is healthy", () => {
    const suspended = pictureOf("suspended", "started", null);
    putBacks(changed(["nlb.start", {}]).leave("failed", suspended, why, mend("First", START, "Last"))).should.eql([
      ["First", "after-mended"],
      [START, "after-mended"],
      ["Last", "after-serving"],
    ]);
    const resting = installing().change({ op: "nlb.drain", undo: start });
    putBacks(resting.leave("failed", out, why, mend("First", START, "Last"))).should.eql([
      ["First", "after-mended"],
      [START, "after-healthy"],
      ["Last", "after-serving"],
    ]);
  });

  it("is everything that was changed or may have been, the latest first, where the record ends before the work does", () => {
    const journal = changed(hooks, start)
      .change({ op: "y", undo: ["nlb.resume", {}] }, "failed")
      .change({ op: "z" });
    journal.change({ op: "u", undo: ["nlb.setDefaultState", { state: "started" }] }, "unknown");
    const told = toDo(journal).filter(({ part }) => part === "put-back");
    told.map(({ command }) => command?.split(" ")[0]).should.eql(["Get-NlbClusterNode", "Start-NlbClusterNode", "Invoke-Command"]);
    for (const { what } of told) said(what).should.endWith("(if that is not already so)");
    putBacks(journal)
      .map(([, after]) => after)
      .should.eql([null, null, "after-serving"]);
  });

  it("has each command once, and none that this version does not know", () => {
    const journal = changed(start, hooks, ["of.later", {}], ["nlb.setDefaultState", { state: "odd" }], start);
    putBacks(journal)
      .map(([command]) => command?.split(" ")[0])
      .should.eql(["Start-NlbClusterNode", "Invoke-Command"]);
  });

  it("is nothing where nothing was left, or changed", () => {
    putBacks(changed(start).leave("failed", found, why)).should.eql([]);
    putBacks(changed()).should.eql([]);
  });
});
