import "should";
import { reportOf } from "../../../../lib/run/report";
import { sayIn } from "../../../../lib/texts/say";
import { dateAndTime, timeSince } from "../../../../lib/time";
import { textOf } from "./read-page";
import { SmallJournal, updated } from "./small-journal";
import { finishedRun } from "./small-runs";

const saying = (zone: string) => ({
  documents: sayIn("en-US", { zone }),
  reports: { language: "en-US", say: sayIn("en-US", { zone }), zone, inZone: (other: string) => sayIn("en-US", { zone: other }) },
});
const page = (journal: SmallJournal, hostZone: string) => reportOf(journal.state(), journal.now, saying(hostZone)).html;

describe("the times in a report", () => {
  it("are those of the maintenance window's zone, with how far they are from UTC", () => {
    const html = page(new SmallJournal({ zone: "Europe/Zurich" }).updates("CAS1").finish(), "America/New_York");
    const text = textOf(html);
    text.should.match(/start 2026-01-10 23:04:10 UTC\+01:00/);
    text.should.match(/All times are those of Europe\/Zurich, on the run's clock/);
    text.should.match(/booted at 2026-01-03 03:11:40 UTC\+01:00/);
    html.should.match(/>00:00<tspan[^>]*>2026-01-11<|>00:\d\d</);
    html.should.match(/Europe\/Zurich<\/text>/);
    text.should.not.match(/\d\d:\d\d:\d\d UTC(?!\+)/);
  });

  it("are those of the host where there is no window", () => {
    const text = textOf(page(new SmallJournal().updates("CAS1").finish(), "Asia/Kolkata"));
    text.should.match(/start 2026-01-11 03:34:10 UTC\+05:30/);
    text.should.match(/All times are those of Asia\/Kolkata/);
  });

  it("have round hours of that zone under the drawing, and its date where its day begins", () => {
    page(finishedRun(), "Asia/Kolkata").should.match(/>04:00</);
    page(finishedRun(), "Europe/Zurich").should.match(/>00:00<tspan[^>]*>2026-01-11</);
  });

  it("tell the hour that comes twice when clocks go back by its offset", () => {
    const at = Date.UTC(2026, 9, 25, 0, 30);
    dateAndTime(at, "Europe/Zurich").should.equal("2026-10-25 02:30:00 UTC+02:00");
    dateAndTime(at + 3_600_000, "Europe/Zurich").should.equal("2026-10-25 02:30:00 UTC+01:00");
    timeSince(Date.UTC(2026, 0, 10, 22, 59), Date.UTC(2026, 0, 10, 23, 1), "Europe/Zurich").should.equal("2026-01-11 00:01:00");
  });
});

describe("the head of a report", () => {
  it("says that a stop after the member was asked for, and by whom", () => {
    const journal = new SmallJournal().take("CAS1").add({ type: "stop asked", when: "after-member", by: "bob" });
    textOf(page(journal.leave("updated", updated).finish(), "UTC")).should.match(/stop asked for by bob, after the member then at work/);
    textOf(page(finishedRun(), "UTC")).should.not.match(/stop asked for/);
  });
});
