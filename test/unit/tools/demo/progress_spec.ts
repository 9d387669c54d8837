import "should";
import { atWork, ended, member, run, updated } from "./documents";
import { ProgressLines, progressTable } from "../../../../tools/demo/progress";

const size = { columns: 80, rows: 24 };

describe("The progress of the demo on a terminal", () => {
  it("has one line for the run and one for each member", () => {
    const document = run([updated("CAS1"), atWork("CAS2", "nlb-drainstop", "23 clients left", 240), member("CAS3")]);
    progressTable(document, 4000, size).should.eql([
      "exchange-cas-array: running, 67 min simulated",
      "  CAS1  updated        14.3.123.4 → 14.3.195.1",
      "  CAS2  nlb-drainstop  23 clients left, 4 min",
      "  CAS3  waiting",
    ]);
  });

  it("tells between two steps after which one it is", () => {
    const steps = [{ step: "backup-server", name: "backup-server", outcome: "done", seconds: 5, text: "" }];
    progressTable(run([member("CAS1", { state: "at work", steps })]), 10, size)[1]?.should.equal("  CAS1  at work  after backup-server");
  });

  it("tells of members that a stopped run has not touched", () => {
    const members = [updated("CAS1", { outcome: "failed", reason: "The installer failed." }), member("CAS2")];
    progressTable(ended(members, { outcome: "stopped" }), 0, size).should.eql([
      "exchange-cas-array: stopped, 1 h 30 min simulated",
      "  CAS1  failed       The installer failed.",
      "  CAS2  not touched",
    ]);
  });

  it("is never wider or higher than the terminal, and keeps the member at work on it", () => {
    const names = Array.from({ length: 32 }, (_, index) => `CAS${index + 1}`);
    for (let at = 0; at < 32; at++) {
      const members = names.map((name, index) =>
        index < at ? updated(name) : index === at ? atWork(name, "install-update", "installing ".repeat(20), 60) : member(name),
      );
      const lines = progressTable(run(members), 100, { columns: 60, rows: 12 });
      lines.length.should.be.below(12);
      Math.max(...lines.map((line) => line.length)).should.be.below(60);
      lines.filter((line) => line.includes("install-update")).length.should.equal(1);
      lines.at(-1)?.should.match(new RegExp(`of 32, ${at} done$`));
    }
  });
});

describe("The progress of the demo elsewhere", () => {
  const drain = (text: string) => run([atWork("CAS1", "nlb-drainstop", text, 0)]);

  it("tells each thing once", () => {
    const lines = new ProgressLines();
    lines.next(run([member("CAS1")]), 0).should.eql([]);
    lines.next(drain(""), 1).should.eql(["00:00:01  CAS1  nlb-drainstop …"]);
    lines.next(drain(""), 2).should.eql([]);
    const document = ended([updated("CAS1")], { warnings: ["CAS1: a clock differs"] });
    lines
      .next(document, 3)
      .should.eql([
        "01:00:00  CAS1  nlb-drainstop: done, no clients left after 10 min (10 min)",
        "01:30:00  CAS1  install-update: done, installed (30 min)",
        "01:30:00  CAS1  updated",
        "01:30:00  Warning: CAS1: a clock differs",
        "01:30:00  The run has ended: finished",
      ]);
    lines.next(document, 4).should.eql([]);
  });

  it("reckons back when each thing was that one look finds, but not before what it told already", () => {
    const lines = new ProgressLines();
    const steps = [
      { step: "preflight-check", name: "preflight-check", outcome: "unchanged", seconds: 30, text: "fit" },
      { step: "scom-maintenance", name: "scom-maintenance", outcome: "done", seconds: 60, text: "on" },
    ];
    lines
      .next(run([atWork("CAS1", "nlb-drainstop", "", 120, { steps })]), 300)
      .should.eql([
        "00:02:00  CAS1  preflight-check: unchanged, fit (30 s)",
        "00:03:00  CAS1  scom-maintenance: done, on (1 min)",
        "00:03:00  CAS1  nlb-drainstop …",
      ]);
    const more = [...steps, { step: "nlb-drainstop", name: "nlb-drainstop", outcome: "done", seconds: 900, text: "" }, ...steps];
    lines
      .next(run([member("CAS1", { state: "at work", steps: more })]), 200)
      .map((line) => line.slice(0, 8))
      .should.eql(["00:03:00", "00:03:00", "00:03:20"]);
  });

  it("reckons back for each member of a batch by itself, and tells all in the order of time", () => {
    const lines = new ProgressLines();
    const drained = [{ step: "drain", name: "drain", outcome: "done", seconds: 900, text: "" }];
    const both = [atWork("CAS1", "install", "", 60, { steps: drained }), atWork("CAS2", "install", "", 600, { steps: drained })];
    lines
      .next(run(both, { batches: [["CAS1", "CAS2"]] }), 3600)
      .should.eql([
        "00:50:00  CAS2  drain: done (15 min)",
        "00:50:00  CAS2  install …",
        "00:59:00  CAS1  drain: done (15 min)",
        "00:59:00  CAS1  install …",
      ]);
  });

  it("tells of one member after the other where they are updated so, though one look finds both", () => {
    const lines = new ProgressLines();
    const looked = [{ step: "look", name: "look", outcome: "done", seconds: 30, text: "" }];
    const told = lines.next(run([updated("CAS1", { steps: looked }), atWork("CAS2", "drain", "", 60, { steps: looked })]), 3600);
    told.should.eql([
      "00:58:30  CAS1  look: done (30 s)",
      "00:58:30  CAS1  updated",
      "00:59:00  CAS2  look: done (30 s)",
      "00:59:00  CAS2  drain …",
    ]);
  });

  it("tells how a step gets on every five minutes of the run", () => {
    const lines = new ProgressLines();
    lines.next(drain("30 clients left"), 0).length.should.equal(1);
    lines.next(drain("29 clients left"), 299).should.eql([]);
    lines.next(drain("12 clients left"), 300).should.eql(["00:05:00  CAS1  nlb-drainstop: 12 clients left"]);
    lines.next(drain("12 clients left"), 900).should.eql([]);
  });

  it("tells of a step that comes a second time", () => {
    const lines = new ProgressLines();
    const once = [{ step: "scom-maintenance", name: "scom-maintenance", outcome: "done", seconds: 1, text: "on" }];
    lines.next(run([atWork("CAS1", "scom-maintenance", "", 0)]), 0).length.should.equal(1);
    lines
      .next(run([atWork("CAS1", "scom-maintenance", "", 0, { steps: once })]), 1)
      .should.eql(["00:00:01  CAS1  scom-maintenance: done, on (1 s)", "00:00:01  CAS1  scom-maintenance …"]);
  });

  it("does not tell that a run stops which only ends, but tells the reason when there is one", () => {
    const lines = new ProgressLines();
    lines.next(run([updated("CAS1", { steps: [] })], { state: "stopping" }), 5).should.eql(["00:00:05  CAS1  updated"]);
    const stopping = run([updated("CAS1", { steps: [] })], { state: "stopping", reason: "An operator asked for it." });
    lines.next(stopping, 6).should.eql(["00:00:06  Stopping: An operator asked for it."]);
    lines.next(stopping, 7).should.eql([]);
    progressTable(run([member("CAS1")], { state: "stopping" }), 60, size)[0]?.should.match(/: ending, /);
  });

  it("tells why a run stops, and why a member failed", () => {
    const lines = new ProgressLines();
    lines
      .next(run([atWork("CAS1", "install-update", "", 0)], { state: "stopping", reason: "The installer failed." }), 5)
      .should.eql(["00:00:05  CAS1  install-update …", "00:00:05  Stopping: The installer failed."]);
    const failed = updated("CAS1", { outcome: "failed", reason: "The installer failed.", steps: [] });
    lines
      .next(ended([failed], { outcome: "stopped" }), 6)
      .should.eql(["01:30:00  CAS1  failed: The installer failed.", "01:30:00  The run has ended: stopped"]);
  });

  it("dates what is said beside it on the same clock, and never goes back before it", () => {
    const lines = new ProgressLines();
    lines.next(run([atWork("CAS1", "nlb-drainstop", "", 0)]), 60);
    lines.said("Node-RED is killed.", 100).should.equal("00:01:40  Node-RED is killed.");
    lines.next(run([atWork("CAS1", "backup-server", "", 40)]), 120).should.eql(["00:01:40  CAS1  backup-server …"]);
  });
});
