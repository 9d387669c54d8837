import should from "should";
import { isWritten, momentIn } from "../../../lib/time";

const utc = (written: string): number => Date.parse(`${written}Z`);
const now = utc("2026-01-10T22:00:00");

/** What a moment is by the clocks of a zone. */
const at = (written: string, zone: string | null = "Europe/Berlin", when = now): string | null => {
  const moment = momentIn(written, { zone, now: when });
  return moment === null ? null : new Date(moment).toISOString().slice(0, 19);
};

describe("a moment that people write", () => {
  it("can be a day and a time with or without an offset, or a time, and nothing else", () => {
    const right = ["2026-12-02T04:00+01:00", "2026-12-02T04:00:30Z", "2026-12-02T04:00:30.5-08:00", "2026-12-02T04:00", "04:00", "23:59"];
    for (const written of right) should(isWritten(written)).equal(true, written);
    const wrong = [
      "",
      "4:00",
      "24:00",
      "04:60",
      "04:00Z",
      "04:00:00",
      "2026-12-02",
      "2026-02-30T04:00Z",
      "2026-12-02 04:00",
      "2026-13-02T04:00",
    ];
    for (const written of [...wrong, "2026-12-02T04:00:00", "2026-12-02T04:00+1", "tomorrow"])
      should(isWritten(written)).equal(false, written);
  });

  it("is what its offset says, whatever the zone", () => {
    for (const zone of ["Europe/Berlin", null]) {
      should(at("2026-01-11T04:00+01:00", zone)).equal("2026-01-11T03:00:00");
      should(at("2026-01-11T04:00:00Z", zone)).equal("2026-01-11T04:00:00");
    }
  });

  it("is by the clocks of the zone without one, and nobody's where there is no zone", () => {
    should(at("2026-01-11T04:00")).equal("2026-01-11T03:00:00");
    should(at("2026-07-11T04:00")).equal("2026-07-11T02:00:00");
    should(at("2026-01-11T04:00", null)).be.null();
    should(at("04:00", null)).be.null();
  });

  it("is the next such time where it has no day, later today, or tomorrow there", () => {
    should(at("23:30")).equal("2026-01-10T22:30:00");
    should(at("23:00")).equal("2026-01-11T22:00:00");
    should(at("04:00")).equal("2026-01-11T03:00:00");
    should(at("04:00", "America/New_York")).equal("2026-01-11T09:00:00");
    should(at("08:00", "Pacific/Auckland")).equal("2026-01-11T19:00:00");
  });

  it("is the first of two where clocks are set back, and the moment of the jump where they are set forward", () => {
    should(at("2026-10-25T02:30")).equal("2026-10-25T00:30:00");
    should(at("2026-03-29T02:30")).equal("2026-03-29T01:00:00");
    should(at("02:30", "Europe/Berlin", utc("2026-03-28T22:00:00"))).equal("2026-03-29T01:00:00");
  });
});
