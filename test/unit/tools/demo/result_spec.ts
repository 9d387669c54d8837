import should from "should";
import type { MemberDocument } from "../../../../lib/run/record/document";
import { ended, member, updated } from "./documents";
import { exitCodeOf, noRunDocument, resultDocument, resultLines } from "../../../../tools/demo/result";

const stopped = { outcome: "stopped", reasonCode: "installer-failed", reason: "The installer failed." } as const;
const failed = updated("CAS2", {
  outcome: "failed",
  reason: "The installer failed with 1603. It is left out of service until you have looked at it.",
  left: { nlb: "stopped", defaultState: "stopped", forefront: "disabled", scom: "maintenance", version: null },
  toMend: [{ what: "NLB is stopped", command: "Start-NlbClusterNode -HostName CAS2" }],
  leftToDo: [
    { number: 1, part: "look", what: "How does its log end?", command: null, onlyAfter: null },
    {
      number: 2,
      part: "put-back",
      what: "NLB is stopped.",
      command: "Start-NlbClusterNode -HostName CAS2",
      onlyAfter: "Only after it is healthy.",
    },
  ],
});

describe("The exit code of the demo", () => {
  const code = (members: readonly MemberDocument[], parts = {}): number => exitCodeOf(ended(members, parts));

  it("is 0 when every member was updated, now or before, and serves", () => {
    code([updated("CAS1"), updated("CAS2", { outcome: "already-updated" })]).should.equal(0);
  });

  it("is 1 when a member was not updated", () => {
    code([updated("CAS1"), member("CAS2", { state: "ended" })]).should.equal(1);
    code([updated("CAS1"), failed], stopped).should.equal(1);
  });

  it("is 1 when a member was updated and does not serve, or nobody knows", () => {
    for (const nlb of ["stopped", "converging", "suspended", null]) {
      code([updated("CAS1", { left: { nlb, version: "14.3.195.1" } })]).should.equal(1);
    }
  });

  it("takes the run's word for members that are no NLB hosts", () => {
    code([updated("WEB1", { found: { version: "1" }, left: { version: "2" } })]).should.equal(0);
  });

  it("is 1 when the run was stopped after its last member, or had none", () => {
    code([updated("CAS1")], stopped).should.equal(1);
    code([]).should.equal(1);
  });

  it("is 0 after a dry run in which every member would be updated or was before", () => {
    const dry = { dryRun: true, outcome: "dry-run" };
    const would = updated("CAS1", { outcome: "would-update" });
    code([would, updated("CAS2", { outcome: "already-updated" })], dry).should.equal(0);
    code([would, member("CAS2")], { ...dry, ...stopped }).should.equal(1);
    code([would]).should.equal(1);
  });
});

describe("The JSON of the demo", () => {
  it("has what the run's document has, changes apart by their cause", () => {
    const changes = [
      { op: "nlb.drain", args: {}, outcome: "done", cause: "step" },
      { op: "scom.extend", args: { until: "x" }, outcome: "done", cause: "upkeep" },
      { op: "nlb.start", args: {}, outcome: "done", cause: "undo" },
    ];
    const wouldChange = [
      { op: "system.restart", args: {}, if: "the installer asks for a restart", cause: "step" },
      { op: "nlb.start", args: {}, cause: "step" },
      { op: "scom.extend", args: {}, if: "it takes longer", cause: "upkeep" },
    ];
    const toMend = [{ what: "Take connections again", command: "Start-NlbClusterNode -HostName CAS1" }];
    const one = updated("CAS1", { changes, wouldChange, toMend });
    resultDocument(ended([one], { warnings: ["CAS1: a clock differs"] })).should.eql({
      runId: "20260110-220000-abc",
      outcome: "finished",
      reasonCode: null,
      reason: null,
      report: "reports/abc.html",
      warnings: ["CAS1: a clock differs"],
      wouldEnd: null,
      members: [
        {
          name: "CAS1",
          outcome: "updated",
          reason: null,
          found: one.found,
          left: one.left,
          steps: [
            { step: "nlb-drainstop", outcome: "done", seconds: 600 },
            { step: "install-update", outcome: "done", seconds: 1800 },
          ],
          changes: [{ op: "nlb.drain", args: {} }],
          upkeep: [{ op: "scom.extend", args: { until: "x" } }],
          undone: [{ op: "nlb.start", args: {} }],
          wouldChange: [
            { op: "system.restart", args: {}, if: "the installer asks for a restart" },
            { op: "nlb.start", args: {} },
          ],
          toMend,
          leftToDo: [],
        },
      ],
    });
  });

  it("is a document of the same shape where there was no run", () => {
    noRunDocument("array-busy", "Run x holds the array.").should.eql({
      runId: null,
      outcome: null,
      reasonCode: "array-busy",
      reason: "Run x holds the array.",
      report: null,
      warnings: [],
      wouldEnd: null,
      members: [],
    });
  });
});

describe("The result table of the demo", () => {
  it("calls nobody one that would be updated where a real run would end before it touches any, and names once who is not fit", () => {
    const fit = member("CAS1", { state: "ended", outcome: "would-update", left: updated("CAS1").left });
    const lines = resultLines(
      ended([fit, member("CAS2", { state: "ended", outcome: "failed", reason: "CAS2 is not fit to start." })], {
        dryRun: true,
        outcome: "stopped",
        reasonCode: "not-fit",
        summary: "Dry run: CAS2 is not fit.",
        wouldEnd: { member: "CAS1", notFit: ["CAS2"], text: "A real run would change nothing now." },
      }),
      120,
    );
    should(lines[1]).match(/^CAS1 +fit /);
    lines.should.containEql("A real run would change nothing now.");
    should(lines.at(-2)).match(/^Dry run: CAS2 is not fit\. 1 of 2 members is fit or up to date already; /);
  });

  it("calls a member not finished whose step was only cut off", () => {
    const cutOff = { step: "install-update", name: "Install", outcome: "cut off", seconds: 60, text: "" };
    const [, line] = resultLines(ended([updated("CAS1", { outcome: "failed", steps: [cutOff] })], { outcome: "stopped" }), 120);
    should(line).match(/^CAS1 +not finished /);
  });

  it("tells member, outcome, versions and minutes, and where the report is", () => {
    resultLines(ended([updated("CAS1"), updated("CAS12")]), 100).should.eql([
      "member  outcome  version                  minutes  now",
      "CAS1    updated  14.3.123.4 → 14.3.195.1  40       serves",
      "CAS12   updated  14.3.123.4 → 14.3.195.1  40       serves",
      "",
      "2 of 2 members are updated and serve; 1 h 30 min simulated.",
      "Report: reports/abc.html",
    ]);
  });

  it("tells why a member failed, in lines that fit, and what is left to do", () => {
    const document = ended([updated("CAS1"), failed, member("CAS3")], { ...stopped, warnings: ["CAS1: a clock differs"] });
    resultLines(document, 90).should.eql([
      "member  outcome      version                  minutes  now",
      "CAS1    updated      14.3.123.4 → 14.3.195.1  40       serves",
      "CAS2    failed       14.3.123.4 → not known   40       out: NLB stopped, default state",
      "                                                       stopped, Forefront off, in",
      "                                                       maintenance",
      "CAS3    not touched                                    as found",
      "",
      "CAS2: The installer failed with 1603. It is left out of service until you have looked at",
      "  it.",
      "",
      "The run was stopped (installer-failed): The installer failed. 1 of 3 members is updated",
      "and serves; 1 h 30 min simulated.",
      "Warnings:",
      "  CAS1: a clock differs",
      "Left to do on CAS2:",
      "  Look first",
      "    1. How does its log end?",
      "  Put back",
      "    2. NLB is stopped.",
      "       Only after it is healthy.",
      "       Start-NlbClusterNode -HostName CAS2",
      "Report: reports/abc.html",
    ]);
  });

  it("does not tell again below the table what is in it", () => {
    const lines = resultLines(ended([updated("CAS1"), failed], { ...stopped, reason: "The installer failed with 1603." }), 200);
    lines.filter((line) => line.includes("1603")).length.should.equal(1);
    lines.should.containEql("The run was stopped at CAS2 (installer-failed). 1 of 2 members is updated and serves; 1 h 30 min simulated.");
  });

  it("says so when no report could be written", () => {
    resultLines(ended([updated("CAS1")], { report: null }), 80)
      .at(-1)
      ?.should.equal("No report could be written.");
  });
});
