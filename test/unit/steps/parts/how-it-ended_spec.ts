import "should";
import { howItEnded } from "../../../../lib/steps/parts/how-it-ended";
import { text } from "../../../../lib/texts";
import { said } from "../../../shared/english";

describe("How a job ended", () => {
  for (const [exitCode, says, sentence] of [
    [3, "", "the backup ended with exit code 3."],
    [3, "ended with exit code 3", "the backup ended with exit code 3."],
    [3, "disk is full", "the backup ended with exit code 3 (disk is full)."],
    [null, "", "the backup ended without an exit code, as if it had been killed."],
    [null, "somebody pressed Ctrl+C", "the backup ended without an exit code, as if it had been killed (somebody pressed Ctrl+C)."],
  ] as const)
    it(`is said with ${exitCode === null ? "no exit code" : "its exit code"}, once, and its own text ("${says}") where it says more`, () => {
      said(howItEnded(text("backup.who"), { exitCode, text: says })).should.equal(sentence);
      said(howItEnded("backup.cmd", { exitCode, text: says })).should.equal(sentence.replace("the backup", "backup.cmd"));
    });
});
