import should from "should";
import { quoted } from "../../../../lib/texts";
import { minutes } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { hasRunOut } from "../../../../lib/run/member/upkeep";
import { play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;
const begin = ["scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" }] as const;
const quietFor = (lastsMs: number) =>
  doing("quiet", async (c) => {
    await c.server.change(...begin, { undo: ["scom.end", {}] });
    c.keepUp(["scom.extend", { minutes: 30 }], minutes(5), {
      begin: [...begin],
      undo: ["scom.end", {}],
      begun: quoted("Somebody had ended it."),
      ranOut: quoted("It had run out."),
      lastsMs,
      keptForMs: minutes(25),
    });
  });
const quiet = quietFor(minutes(60));
const loud = doing("loud", async (c) => {
  await c.endUpkeep("scom.extend");
  await c.server.change("scom.end", {});
});

/** A member is out for 100 minutes; after 7, something happens. */
async function night(happens: (array: SmallArray) => void, steps = [stay, install, verify, start, usual, loud], first = quiet) {
  const array = new SmallArray(["CAS1", "CAS2"], 1);
  const long = doing("long", async (c) => {
    await c.wait.pause(minutes(7));
    happens(array);
    await c.wait.pause(minutes(93));
  });
  const { run } = await play(array, [first, stop, long, ...steps], { members: ["CAS1"] });
  const [member] = run.state.members;
  return { array, run, changes: member?.changes ?? [], warnings: run.state.warnings.map(({ text }) => said(text)) };
}

describe("a maintenance window that somebody has ended while the member is out", () => {
  const ended = (array: SmallArray) => (array.at("CAS1").scomEndsAt = null);

  it("is begun again, once, as a change of its own that can be taken back", async () => {
    const { run, changes, warnings } = await night(ended);
    should(run.state.outcome).equal("finished");
    const again = changes.filter(({ op, cause }) => op === "scom.begin" && cause === "upkeep");
    again.should.have.length(1);
    again[0]!.should.containEql({ undo: ["scom.end", {}], outcome: "done" });
    warnings.should.eql(["Somebody had ended it."]);
  });

  it("is told apart from one that has come to its own end", async () => {
    const { warnings } = await night(() => undefined, undefined, quietFor(minutes(4)));
    warnings.should.eql([]);
    const array = new SmallArray(["CAS1", "CAS2"], 1);
    const gone = doing("gone", async (c) => {
      await c.wait.pause(minutes(4));
      array.at("CAS1").scomEndsAt = null;
      await c.wait.pause(minutes(10));
    });
    const { run } = await play(array, [quietFor(minutes(4)), stop, gone, stay, install, verify, start, usual, loud], { members: ["CAS1"] });
    run.state.warnings.map(({ text }) => said(text)).should.eql(["It had run out."]);
  });

  it("is taken back where the member is put back", async () => {
    const failing = doing("failing", () => Promise.reject(new Error("no")));
    const { array } = await night(ended, [failing]);
    should(array.at("CAS1").scomEndsAt).be.null();
    array.at("CAS1").nlb.should.equal("converged");
  });
});

describe("upkeep that cannot be repeated", () => {
  it("is tried again a minute later, not after the whole interval: the window may be gone", async () => {
    const { array, changes } = await night((array) => {
      array.at("CAS1").scomEndsAt = null;
      array.trouble.set("scom.begin", "request-lost");
    });
    array.sent.filter((line) => line === "CAS1 scom.begin").should.have.length(2); // the step's, and that of upkeep which arrived
    const [lost, again] = changes.filter(({ op, cause }) => op === "scom.begin" && cause === "upkeep");
    should(lost).have.property("outcome", "unknown");
    // Two minutes of looking for what became of it, and one of pause.
    (again!.at - lost!.at).should.be.within(minutes(3), minutes(3.5));
  });

  it("is warned of once, not each time", async () => {
    const { warnings } = await night((array) => {
      array.beforeChange = (_, op) => {
        if (op === "scom.extend") array.trouble.set(op, "refused");
      };
    });
    warnings.should.have.length(1);
    warnings[0]!.should.match(/“Make sure that maintenance mode lasts .*” could not be repeated and is tried again/);
  });
});

describe("what upkeep finds ended", () => {
  /** How long ago it was begun, how long it lasts by itself, and how long ago it was seen kept up for ten minutes. */
  for (const [sinceMs, lastsMs, keptMs, ranOut] of [
    [minutes(59), minutes(60), null, false],
    [minutes(60), minutes(60), null, true],
    [minutes(600), null, null, false],
    [minutes(600), minutes(60), minutes(9), false],
    [minutes(60), minutes(600), minutes(10), true],
    [minutes(60), null, minutes(11), true],
  ] as const)
    it(`has ${ranOut ? "run out" : "been ended by somebody"}, begun ${sinceMs} ms ago for ${lastsMs} ms and kept up ${keptMs} ms ago`, () => {
      hasRunOut({ lastsMs, keptForMs: minutes(10) }, sinceMs, keptMs).should.equal(ranOut);
    });
});
