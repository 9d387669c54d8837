import "should";
import { argsInWords, nameInWords } from "../../../../lib/run/report/format";
import { shown } from "../../../../lib/run/report/markup";
import { ticksOf } from "../../../../lib/run/report/timeline";
import { hours, minutes } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";

describe("words of a report", () => {
  const inWords = (args: unknown): string => said(shown(argsInWords(args)));

  it("tell arguments with their units", () => {
    inWords({ minutes: 240, reason: "PlannedOther", note: null }).should.equal("240 minutes, reason PlannedOther");
    inWords({ limitMinutes: 20, minFreeDiskMb: 512, arguments: ["/a", "/b"], none: [] }).should.equal(
      "limit 20 min, min free disk 512 MB, arguments /a /b, none (none)",
    );
    inWords({ bootedAt: "2026-01-03T02:11:40.000Z" }).should.equal("booted at 2026-01-03 02:11:40 UTC");
    inWords({}).should.equal("");
    inWords("plain").should.equal("plain");
    nameInWords("defaultState").should.equal("default state");
  });

  it("put few round ticks under any run", () => {
    const start = Date.UTC(2026, 0, 10, 22, 4, 10);
    for (const length of [1, 1000, minutes(3), hours(1), hours(6), hours(30), hours(24 * 90), hours(24 * 3000)]) {
      const { every, at } = ticksOf(start, start + length);
      at.length.should.be.belowOrEqual(11);
      for (const tick of at) (tick % every).should.equal(0);
    }
    ticksOf(start, start + hours(6)).every.should.equal(hours(1));
  });
});
