import "should";
import type { MemberDocument } from "../../../../lib/run/record/document";
import { ended, member } from "./documents";
import { wouldChangeLines } from "../../../../tools/demo/would-change";

const install = (name: string) => ({
  id: `${name}_install_1_1`,
  work: { kind: "msp", file: "C:\\Updates\\Rollup6.msp", log: "C:\\Updates\\Rollup6.msp.log" },
  limitMinutes: 180,
  brings: { build: "14.3.195.1" },
});
const would = (name: string, parts: Partial<MemberDocument> = {}): MemberDocument =>
  member(name, {
    state: "ended",
    outcome: "would-update",
    wouldChange: [
      { op: "scom.begin", args: { minutes: 240, reason: "PlannedApplicationMaintenance" }, cause: "step" },
      { op: "scom.extend", args: { until: "x" }, cause: "upkeep" },
      { op: "services.stop", args: { name: "FSCController" }, cause: "step" },
      { op: "job.start", args: install(name), cause: "step" },
      { op: "system.restart", args: { bootedAt: `boot of ${name}` }, if: "the installer asks for a restart", cause: "step" },
      { op: "nlb.start", args: {}, cause: "step" },
    ],
    ...parts,
  });
const list = [
  "  1  scom.begin      240 min, PlannedApplicationMaintenance",
  "  2  services.stop   FSCController",
  "  3  job.start       msp, Rollup6.msp, limit 180 min, build 14.3.195.1",
  "  4  system.restart  if the installer asks for a restart",
  "  5  nlb.start",
];
const lines = (members: readonly MemberDocument[], width = 100): readonly string[] =>
  wouldChangeLines(ended(members, { dryRun: true }), width);

describe("What a real run would change, after a dry run of the demo", () => {
  it("is told once where it is the same on all members", () => {
    lines([would("CAS1"), would("CAS2")]).should.eql(["A real run would change on each of the 2 members, the same on all:", ...list]);
  });

  it("is told apart where it is not, and where the dry run did not come to its end", () => {
    const members = [
      would("CAS1"),
      would("CAS2", { outcome: "already-updated", wouldChange: [] }),
      would("CAS3"),
      would("CAS4", { outcome: "failed", wouldChange: [{ op: "nlb.drain", args: {}, cause: "step" }] }),
      member("CAS5"),
    ];
    lines(members).should.eql([
      "A real run would change on each of CAS1, CAS3:",
      ...list,
      "A real run would change on CAS4 (as far as the dry run got):",
      "  1  nlb.drain",
      "On CAS2 a real run would change nothing.",
      "On CAS5 it is not known: the dry run did not get there.",
    ]);
  });

  it("is told only as what it would be, where a real run would end before", () => {
    const text = "A real run would change nothing now.";
    const document = ended([would("CAS1"), member("CAS2", { outcome: "failed" })], {
      dryRun: true,
      wouldEnd: { member: "CAS1", notFit: ["CAS2"], text },
    });
    wouldChangeLines(document, 100).should.eql([
      text,
      "",
      "Then it would change on CAS1:",
      ...list,
      "On CAS2 it is not known: the dry run did not get there.",
    ]);
  });

  it("stays within the terminal", () => {
    Math.max(...lines([would("CAS1"), would("CAS2")], 60).map((line) => line.length)).should.be.belowOrEqual(60);
  });
});
