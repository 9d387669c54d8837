import "should";
import { minutes, seconds } from "../../../lib/time";
import type { Records } from "../../../simulation/auditor";
import { event, found, Scripted, within } from "./scripted";

/** What nobody could have noticed, and what is for people. */
describe("The auditor does not blame a run", () => {
  const begun = { reason: "PlannedApplicationMaintenance", comment: "" } as const;
  const away = (records: Records, fromMinute: number, toMinute: number): Records => {
    const { startedAtMs } = records.truth;
    return { ...records, away: [{ from: startedAtMs + minutes(fromMinute), to: startedAtMs + minutes(toMinute) }] };
  };
  const updating = async (setting: ConstructorParameters<typeof Scripted>[0]) => {
    const run = new Scripted(setting).begin();
    await run.out("CAS1");
    await run.install("CAS1");
    return run;
  };

  it("for what happens while its process is not there, and does as soon as it is there again", async () => {
    const run = await updating({ events: [event("nlb-start", "CAS1", 40)] });
    await run.sleep(minutes(30));
    await run.change("CAS1", "nlb.stop", {}, "undo");
    run.fail();
    const records = run.records();
    found(records, 3).should.not.eql([]);
    found(away(records, 39, 57), 3).should.eql([]);
    found(away(records, 39, 50), 3).should.not.eql([]);
  });

  it("that looks now and then for what others bring in and take out again between two looks", async () => {
    const run = await updating({ events: [event("nlb-start", "CAS1", 40), event("nlb-suspend", "CAS1", 41)] });
    await run.sleep(minutes(30));
    found(run.records(), 3).should.not.eql([]);
    found(within(run.records(), { guardEveryMs: minutes(5) }), 3).should.eql([]);
  });

  it("that looks now and then and closes such a member itself only if it fails, too", async () => {
    const run = await updating({ events: [event("nlb-start", "CAS1", 40)] });
    await run.sleep(run.lab.truth().startedAtMs + minutes(41) - run.clock.now());
    await run.change("CAS1", "nlb.stop", {}, "undo");
    await run.sleep(minutes(1));
    found(within(run.records(), { guardEveryMs: minutes(5) }), 3).should.match([/and the run went on\.$/]);
  });

  it("for the window of a member that rests after a failure, and that has come to its end or was ended by somebody a moment before", async () => {
    for (const [length, ended] of [
      [45, 600],
      [240, 44],
    ] as const) {
      const run = new Scripted({ events: [event("scom-end", "CAS1", ended)] }).begin();
      run.take("CAS1");
      await run.change("CAS1", "scom.begin", { minutes: length, ...begun });
      await run.sleep(minutes(6));
      await run.change("CAS1", "nlb.drain", {});
      await run.sleep(minutes(36));
      if (ended > 60) run.fail();
      await run.sleep(minutes(2));
      if (ended < 60) run.fail();
      await run.sleep(minutes(30));
      found(run.records(), 5).should.eql([]);
    }
  });

  it("for services and a version that an installer is still at, if its report says that nobody has seen that end", async () => {
    const what = "Has the job C:\\Updates\\x.msp ended? It was started at 22:12:31 UTC, and nobody has seen it end.";
    for (const leftToDo of [[], [{ number: 1, part: "look", what, command: null, onlyAfter: null }]]) {
      const run = await updating({});
      await run.sleep(minutes(4));
      run.fail();
      run.finish("CAS1", "failed", { reason: "NLB, SCOM and its default state are left", leftToDo });
      const blamed = found(await run.end(), 6).filter((text) => /service:|version/.test(text));
      (blamed.length > 0).should.equal(leftToDo.length === 0);
    }
  });
});

describe("The auditor on the default state of a member", () => {
  it("finds one that was changed for good, though a warning has told before how it was found", async () => {
    const run = new Scripted({ found: { CAS1: { defaultState: "stopped" } } }).begin();
    run.document.warnings.push("CAS1: it serves, but its default state is stopped (the default state is left as it is)");
    await run.update("CAS1");
    found(await run.end(), 6).should.eql(["6 CAS1: defaultState was stopped, is started, and the report does not name it."]);
  });
});

describe("The auditor on a message that comes twice", () => {
  const used = { member: "CAS1", node: "install", input: { run: { token: "t1" } } };

  it("finds a step that it starts again, unless a process has gone on with the run since", () => {
    for (const goesOn of [false, true]) {
      const run = new Scripted().begin();
      run.write("step started", used);
      if (goesOn) run.write("resumed");
      run.write("step started", used);
      const blamed = goesOn ? [] : ["8 The step install was started on CAS1 by a message that had been used before."];
      found(run.records(), 8).should.eql(blamed);
    }
  });
});

describe("The auditor on a flow that is never to cut anybody", () => {
  it("finds a stop of NLB with clients, unless its member must not serve at all", async () => {
    const run = new Scripted().begin();
    run.take("CAS1");
    await run.change("CAS1", "nlb.stop", {});
    await run.sleep(seconds(1));
    found(run.records(), 4).should.eql([]);
    found({ ...run.records(), neverCuts: true }, 4).should.match([/clients of CAS1 were cut: NLB was stopped\.$/]);
  });
});
