import fc from "fast-check";
import { DateTime } from "luxon";
import "should";
import { hours, minutes } from "../../../lib/time/duration";
import type { Window } from "../../../lib/time/window";
import { fitsBefore, windowAt } from "../../../lib/time/window";

/** Zones that change their clocks by an hour, by half an hour and by two, at midnight, for Ramadan, in the south, and not at all. */
const zones = [
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "America/Havana",
  "Atlantic/Azores",
  "Africa/Casablanca",
  "Antarctica/Troll",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "UTC",
];

const time = fc
  .oneof(
    fc.integer({ min: 0, max: 24 * 60 - 1 }),
    fc.integer({ min: 0, max: 13 }).map((quarter) => quarter * 15),
  )
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`);
const anyWindow = fc.record({ from: time, to: time, zone: fc.constantFrom(...zones) }).filter(({ from, to }) => from !== to);

const offsetAt = (zone: string, ms: number): number => DateTime.fromMillis(ms, { zone }).offset;

/** The hours in which the zones changed their clocks in some years, found without the code under test. */
const changes = zones.flatMap((zone) => {
  const found: number[] = [];
  for (let day = Date.UTC(2017, 0, 1); day < Date.UTC(2022, 0, 1); day += hours(24)) {
    const before = offsetAt(zone, day);
    if (before === offsetAt(zone, day + hours(24))) continue;
    let hour = day;
    while (offsetAt(zone, hour) === before) hour += hours(1);
    found.push(hour);
  }
  return found;
});

/** Moments of all kinds, many of them in a night in which the clocks change. */
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2045, 0, 1) }),
  fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -hours(30), max: hours(30) })).map(([change, ms]) => change + ms),
  fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -90, max: 90 })).map(([change, minute]) => change + minutes(minute)),
);

/** What the clocks of a zone show, by the platform's own calendar. */
const clocks = new Map(
  zones.map((zone) => [zone, new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" })]),
);
const shownAt = (ms: number, zone: string): string => clocks.get(zone)!.format(ms);

const withinHours = ({ from, to, zone }: Window, ms: number): boolean => {
  const now = shownAt(ms, zone);
  return from < to ? from <= now && now < to : from <= now || now < to;
};

const clocksChangeAround = (zone: string, ms: number): boolean =>
  new Set([-50, -40, -30, -20, -10, 0, 10, 20, 30, 40, 50].map((h) => offsetAt(zone, ms + hours(h)))).size > 1;

const holds = (property: (window: Window, now: number) => void) => fc.assert(fc.property(anyWindow, moment, property), { numRuns: 400 });

describe("A maintenance window, whatever its zone and the time of year,", () => {
  it("is never open while the clocks show a time outside its hours", () => {
    holds((window, now) => {
      if (windowAt(window, now).open) withinHours(window, now).should.be.true();
    });
  });

  it("is never open at any time between its opening and its end that is outside its hours", () => {
    fc.assert(
      fc.property(anyWindow, moment, fc.double({ min: 0, max: 1, noNaN: true }), (window, now, part) => {
        const { open, opensAt, endsAt } = windowAt(window, now);
        if (open) withinHours(window, opensAt + Math.floor((endsAt - opensAt - 1) * part)).should.be.true();
      }),
      { numRuns: 400 },
    );
  });

  it("is open at all times of its hours when the clocks do not change that night", () => {
    holds((window, now) => {
      if (!clocksChangeAround(window.zone, now)) windowAt(window, now).open.should.equal(withinHours(window, now));
    });
  });

  it("ends after now while it is open, and opens after now while it is closed", () => {
    holds((window, now) => {
      const { open, opensAt, endsAt } = windowAt(window, now);
      (open ? opensAt <= now && now < endsAt : endsAt <= now && now < opensAt).should.be.true();
    });
  });

  it("is open up to its end and from its opening, to the millisecond", () => {
    holds((window, now) => {
      const { open, opensAt, endsAt } = windowAt(window, now);
      windowAt(window, endsAt - 1).open.should.be.true();
      windowAt(window, opensAt).open.should.be.true();
      windowAt(window, opensAt).opensAt.should.equal(opensAt);
      if (open) windowAt(window, now).should.eql(windowAt(window, endsAt - 1));
      else for (const other of [endsAt, opensAt - 1]) windowAt(window, other).should.eql(windowAt(window, now));
    });
  });

  it("opens within two days and lasts less than 26 hours", () => {
    holds((window, now) => {
      const { open, opensAt, endsAt } = windowAt(window, now);
      if (open) (endsAt - opensAt).should.be.within(1, hours(26));
      else (opensAt - now).should.be.within(1, hours(50));
    });
  });
});

/**
 * The windows of some days around a moment, found by walking through the minutes and looking at the clocks: what the definition says, and nothing of how
 * it is reckoned.
 */
function walked({ from, to, zone }: Window, now: number): readonly { readonly opensAt: number; readonly endsAt: number }[] {
  const first = Math.floor((now - hours(24 * 3)) / minutes(1));
  const last = first + 6 * 24 * 60;
  /** What the clocks show in each minute, as minutes of their own calendar. */
  const shown: number[] = [];
  for (let hour = first; hour < last; hour += 60) {
    const [begins, ends] = [offsetAt(zone, minutes(hour)), offsetAt(zone, minutes(hour + 60))];
    for (let minute = hour; minute < hour + 60; minute++) shown.push(minute + (begins === ends ? begins : offsetAt(zone, minutes(minute))));
  }
  /** The minutes in which the clocks show this one, or jump over it. */
  const when = new Map<number, number[]>();
  shown.forEach((is, index) => {
    const before = shown[index - 1] ?? is - 1;
    for (let passed = Math.min(before + 1, is); passed <= is; passed++) when.set(passed, [...(when.get(passed) ?? []), first + index]);
  });
  const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const days = [...new Set(shown.map((minute) => Math.floor(minute / (24 * 60))))];
  return days.flatMap((day) => {
    const opens = when.get(day * 24 * 60 + minuteOf(from))?.at(-1);
    if (opens === undefined) return [];
    const ends = when.get((to > from ? day : day + 1) * 24 * 60 + minuteOf(to))?.find((end) => end > opens);
    return ends === undefined ? [] : [{ opensAt: minutes(opens), endsAt: minutes(ends) }];
  });
}

describe("A maintenance window, held against a walk through all minutes,", () => {
  it("is open when the walk says so, and opens and ends in the same minutes, in any zone at any moment", () => {
    fc.assert(
      fc.property(anyWindow, moment, (window, now) => {
        const all = walked(window, now);
        const { open, opensAt, endsAt } = windowAt(window, now);
        const current = all.find((one) => one.opensAt <= now && now < one.endsAt);
        open.should.equal(current !== undefined);
        if (current !== undefined) ({ opensAt, endsAt }).should.eql(current);
        else {
          opensAt.should.equal(Math.min(...all.map((one) => one.opensAt).filter((one) => one > now)));
          endsAt.should.equal(Math.max(...all.map((one) => one.endsAt).filter((one) => one <= now)));
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("A maintenance window", () => {
  const inBerlin = (from: string, to: string): Window => ({ from, to, zone: "Europe/Berlin" });
  const at = (local: string, zone = "Europe/Berlin"): number => DateTime.fromISO(local, { zone }).toMillis();
  const utc = (time: string): number => Date.parse(`${time}Z`);

  it("may go over midnight", () => {
    const night = inBerlin("22:00", "05:00");
    windowAt(night, at("2026-01-10T21:59:59")).open.should.be.false();
    windowAt(night, at("2026-01-10T23:00")).should.eql({ open: true, opensAt: at("2026-01-10T22:00"), endsAt: at("2026-01-11T05:00") });
    windowAt(night, at("2026-01-11T04:59:59")).open.should.be.true();
    windowAt(night, at("2026-01-11T05:00")).should.eql({ open: false, endsAt: at("2026-01-11T05:00"), opensAt: at("2026-01-11T22:00") });
  });

  it("is one of its zone, not of this computer", () => {
    windowAt({ from: "22:00", to: "05:00", zone: "America/New_York" }, utc("2026-01-11T04:00:00")).open.should.be.true();
    windowAt(inBerlin("22:00", "05:00"), utc("2026-01-11T04:00:00")).open.should.be.false();
  });

  it("is an hour shorter in the night in which the clocks are set forward, and an hour longer when they are set back", () => {
    const lasts = (now: string) => {
      const { opensAt, endsAt } = windowAt(inBerlin("22:00", "05:00"), at(now));
      return endsAt - opensAt;
    };
    lasts("2026-03-28T23:00").should.equal(hours(6));
    lasts("2026-10-24T23:00").should.equal(hours(8));
  });

  // On 29 March 2026 clocks in Berlin jump from 02:00 to 03:00, at 01:00 UTC.
  it("opens when the clocks jump, if they skip its opening time", () => {
    windowAt(inBerlin("02:30", "05:00"), at("2026-03-29T04:00")).should.have.properties({
      opensAt: utc("2026-03-29T01:00:00"),
      endsAt: utc("2026-03-29T03:00:00"),
    });
  });

  it("ends when the clocks jump, if they skip its closing time", () => {
    for (const to of ["02:00", "02:30"]) {
      windowAt(inBerlin("22:00", to), at("2026-03-29T01:30")).should.have.properties({ open: true, endsAt: utc("2026-03-29T01:00:00") });
    }
  });

  it("stays closed in a night that skips all of its hours", () => {
    windowAt(inBerlin("02:10", "02:50"), at("2026-03-29T03:10")).should.eql({
      open: false,
      endsAt: at("2026-03-28T02:50"),
      opensAt: at("2026-03-30T02:10"),
    });
  });

  // On 25 October 2026 clocks in Berlin go back from 03:00 to 02:00, at 01:00 UTC.
  it("opens the second time when its opening time comes twice", () => {
    const window = inBerlin("02:30", "05:00");
    windowAt(window, utc("2026-10-25T00:45:00")).open.should.be.false();
    windowAt(window, utc("2026-10-25T01:45:00")).should.have.properties({ open: true, opensAt: utc("2026-10-25T01:30:00") });
  });

  it("ends the first time when its closing time comes twice, and does not open again", () => {
    const window = inBerlin("22:00", "02:30");
    windowAt(window, utc("2026-10-25T00:15:00")).should.have.properties({ open: true, endsAt: utc("2026-10-25T00:30:00") });
    windowAt(window, utc("2026-10-25T01:15:00")).open.should.be.false();
  });

  it("opens once, the second time, when all of its hours come twice", () => {
    const window = inBerlin("02:10", "02:50");
    windowAt(window, utc("2026-10-25T00:30:00")).open.should.be.false();
    windowAt(window, utc("2026-10-25T01:30:00")).should.have.properties({
      opensAt: utc("2026-10-25T01:10:00"),
      endsAt: utc("2026-10-25T01:50:00"),
    });
  });

  it("knows a date that a zone left out", () => {
    // Apia went from 29 to 31 December 2011.
    const apia = { from: "22:00", to: "05:00", zone: "Pacific/Apia" };
    windowAt(apia, at("2011-12-29T23:00", apia.zone)).open.should.be.true();
    // Midnight of the 31st follows that of the 29th: all of the 30th is skipped, its evening too.
    windowAt(apia, at("2011-12-31T02:00", apia.zone)).should.have.properties({ open: true, opensAt: at("2011-12-31T00:00", apia.zone) });
    windowAt(apia, at("2011-12-31T23:00", apia.zone)).open.should.be.true();
    windowAt({ ...apia, from: "09:00", to: "17:00" }, at("2011-12-29T18:00", apia.zone)).opensAt.should.equal(
      at("2011-12-31T09:00", apia.zone),
    );
  });

  it("as a deadline is over once it has closed", () => {
    const closed = windowAt(inBerlin("22:00", "05:00"), at("2026-01-11T05:10"));
    fitsBefore(closed.endsAt, at("2026-01-11T05:10"), 0).should.be.false();
  });
});

describe("Work", () => {
  it("fits before an end that it reaches to the millisecond, and not a millisecond more", () => {
    fitsBefore(10_000, 4000, 6000).should.be.true();
    fitsBefore(10_000, 4000, 6001).should.be.false();
  });
});
