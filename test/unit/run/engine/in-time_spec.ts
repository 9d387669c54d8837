import should from "should";
import type { RunSettings } from "../../../../lib/run";
import { defaultSettings } from "../../../../lib/run/settings";
import { minutes } from "../../../../lib/time/duration";
import { said, saidReason } from "../../../shared/english";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;

/** The procedure with members that take so long to drain, and so long from the start of the update on. */
const lasting = (drain: number, update: number) => [
  stop,
  doing("drain", (c) => c.wait.pause(minutes(drain))),
  stay,
  install,
  doing("restart", (c) => c.wait.pause(minutes(update))),
  verify,
  start,
  usual,
];

/** From ten in the evening, when the clock of the array begins, until some minutes later. */
const windowOf = (mins: number, more: Partial<RunSettings> = {}) => {
  const to = new Date(Date.UTC(2026, 0, 10, 22, mins)).toISOString().slice(11, 16);
  return { settings: { ...defaultSettings, window: { from: "21:00", to, zone: "UTC" }, zone: "UTC", ...more } };
};

const warningsOf = ({ run }: Awaited<ReturnType<typeof play>>) => run.state.warnings.map(({ text }) => said(text));

describe("a run that has to be done in time", () => {
  it("begins with what members took in earlier runs, and starts none that would not be done by the slowest of them", async () => {
    const array = new SmallArray();
    await play(array, lasting(10, 40));
    const played = await play(array, lasting(10, 40), windowOf(5 * 60));
    outcomes(played).should.eql(["updated", "updated", "untouched"]);
    saidReason(played.run.state.reason).should.match(
      /^CAS3 was not started: it takes about 5\d min \(as CAS\d did in .*, the slowest of 5; 5\d min is usual\)/,
    );
  });

  it("says when it begins who will most likely not be started, and names the members", async () => {
    const array = new SmallArray();
    const first = await play(array, lasting(10, 40));
    warningsOf(first).should.be.empty();
    const played = await play(array, lasting(10, 40), windowOf(5 * 60));
    warningsOf(played).should.matchAny(/^Not all members will be done in time: .* CAS3 will most likely not be started\.$/);
  });

  it("is over by its deadline, without a window", async () => {
    const deadline = "2026-01-11T00:10Z";
    const played = await play(new SmallArray(), lasting(10, 40), {
      deadline,
      settings: { ...defaultSettings, memberMs: minutes(60) },
    });
    outcomes(played).should.eql(["updated", "updated", "untouched"]);
    should(played.run.state.reason).match({ code: "window-closed" });
    saidReason(played.run.state.reason).should.match(/the run is to be over in \d+ min \(at 2026-01-11 00:10:00 UTC\)/);
    played.run.document().should.match({ deadline: "2026-01-11T00:10:00.000Z" });
  });

  it("is not begun after its deadline, nor with one by nobody's clocks", async () => {
    await play(new SmallArray(), [], { deadline: "2026-01-10T22:00Z" }).should.be.rejectedWith({ code: "window-closed", status: 409 });
    const nobodys = play(new SmallArray(), [], { deadline: "04:00" });
    await nobodys.should.be.rejectedWith({ code: "bad-body", status: 400, problems: [{ path: "deadline" }] });
    const { run } = await play(new SmallArray(), [stop, install, verify, start], {
      deadline: "04:00",
      settings: { ...defaultSettings, zone: "Europe/Berlin" },
    });
    should(run.state.plan).match({ deadline: Date.UTC(2026, 0, 11, 3), zone: "Europe/Berlin" });
  });
});

describe("a member that is out when it gets too late", () => {
  it("gets no update any more, is put back as it was found, and has not failed by itself", async () => {
    const array = new SmallArray();
    const played = await play(array, lasting(100, 40), windowOf(90, { memberMs: minutes(60) }));
    saidReason(played.run.state.reason).should.match(/^The update was not started on CAS1: the maintenance window .* is closed until/);
    should(played.run.state.reason).match({ code: "window-closed", member: "CAS1" });
    should(array.at("CAS1")).match({ nlb: "converged", defaultState: "started" });
    should(played.run.state.members[0]).match({ updateStarted: false });
    array.sent.should.not.containEql("CAS1 job.start");
  });

  it("gets none either where the time that is left is too short by what it took before, also where the loop holds", async () => {
    const array = new SmallArray();
    await play(array, lasting(1, 60));
    const held = windowOf(3 * 61 + 105, { whenStepFails: "hold", memberMs: minutes(61) });
    const played = await play(array, lasting(50, 60), held);
    saidReason(played.run.state.reason).should.match(/from there on a member has taken up to 6\d min/);
    array.at("CAS1").nlb.should.equal("converged");
    played.run.state.members.flatMap(({ questions }) => questions).should.be.empty();
  });
});
