import "should";
import type { Plan } from "../../../../lib/run/record";
import { defaultSettings } from "../../../../lib/run/settings";
import { minutes } from "../../../../lib/time";
import { pageOf, textOf } from "./read-page";
import { SmallJournal, updated } from "./small-journal";

const page = (plan: Partial<Plan>): string =>
  textOf(pageOf(new SmallJournal(plan).take("CAS1").pass(90).change({ op: "job.start" }).pass(10).leave("updated", updated)));
const took = [30, 60, 20].map((mins) => ({ run: "run-1", member: "CAS3", ms: minutes(mins), updateMs: minutes(mins) }));
const settings = { ...defaultSettings, window: { from: "22:00", to: "04:00", zone: "Europe/Zurich" } };
const deployed = { members: [], connection: "ssh", nodes: {}, settings };

describe("the times in the report of a run", () => {
  it("are its window and its deadline, where it has them", () => {
    page({ deployed }).should.match(/maintenance window 22:00 to 04:00 \(Europe\/Zurich\)/);
    page({ deadline: Date.UTC(2026, 0, 11, 3) }).should.match(/deadline 2026-01-11 03:00:00 UTC/);
    page({}).should.not.match(/maintenance window|deadline/);
  });

  it("are what was reckoned when it began, whatever its own members have taken since", () => {
    page({ took }).should.match(
      /one member takes about 60 min \(as CAS3 did in run run-1, the slowest of 3; 30 min is usual\); all are done by about 2026-01-11 00:04:10 UTC, in the slow case by 2026-01-11 02:04:10 UTC/,
    );
  });

  it("are not there where nothing was known", () => {
    page({}).should.not.match(/reckoned/);
  });

  it("are in a dry run what a real one would take", () => {
    page({ took, dryRun: true }).should.match(
      /60 min \(.*\); a real run has updated all in about 2 h 00 min, in the slow case in 4 h 00 min/,
    );
  });
});
