import fc from "fast-check";
import "should";
import { hours, instant, inWords, minutes, seconds } from "../../../lib/time/duration";

describe("A duration", () => {
  it("is in milliseconds, whatever its unit", () => {
    [seconds(2), minutes(2), hours(2)].should.eql([2000, 120_000, 7_200_000]);
  });

  it("is told in the unit that people would choose", () => {
    [0, 45_000, 60_000, 61_000, 89_499, 90_000, minutes(12), minutes(89), minutes(90), hours(3) + minutes(5), hours(30)]
      .map(inWords)
      .should.eql(["0 s", "45 s", "1 min", "61 s", "89 s", "2 min", "12 min", "89 min", "1 h 30 min", "3 h 05 min", "30 h 00 min"]);
  });

  it("is never told as less than nothing, nor as 60 minutes of an hour", () => {
    inWords(-5000).should.equal("0 s");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: hours(100) }), (ms) => {
        inWords(ms).should.match(/^(\d+ s|\d+ min|\d+ h [0-5]\d min)$/);
      }),
    );
  });

  it("is told to half a minute, or to half a second while it is short", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: hours(100) }), (ms) => {
        const told = inWords(ms).match(/^(?:(\d+) s|(?:(\d+) h )?(\d+) min)$/)!;
        const [, s = "0", h = "0", min = "0"] = told;
        Math.abs(seconds(Number(s)) + hours(Number(h)) + minutes(Number(min)) - ms).should.be.belowOrEqual(30_500);
      }),
    );
  });
});

describe("An instant", () => {
  it("is written in UTC, to the millisecond", () => {
    instant(Date.UTC(2026, 0, 10, 22, 0, 0, 7)).should.equal("2026-01-10T22:00:00.007Z");
  });
});
