import { said, saidReason } from "../../../shared/english";
import should from "should";
import type { StepAnswer } from "../../../../lib/run/member";
import { defaultSettings } from "../../../../lib/run/settings";
import { StepFailed } from "../../../../lib/run/step";
import { replay } from "../../../../lib/run/record/state";
import { minutes, seconds } from "../../../../lib/time/duration";
import { asked, byHandOn, outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";
import { quoted } from "../../../../lib/texts";

const { stop, stay, install, verify, start, usual } = procedure;
const all = Object.values(procedure);
const failing = (code: string) => doing("failing", () => Promise.reject(new StepFailed(code, quoted("It failed."), quoted("Look at it."))));

describe("a run", () => {
  it("takes one member after the other through the flow's steps, in the array's order", async () => {
    const array = new SmallArray();
    const played = await play(array);
    should(played.run.state.outcome).equal("finished");
    outcomes(played).should.eql(["updated", "updated", "updated"]);
    array.sent
      .slice(0, 5)
      .should.eql(["CAS1 nlb.stop", "CAS1 nlb.setDefaultState", "CAS1 job.start", "CAS1 nlb.start", "CAS1 nlb.setDefaultState"]);
    array.sent.map((line) => line.slice(0, 4)).should.eql(array.sent.map((line) => line.slice(0, 4)).sort());
  });

  it("works on the members that it is asked for, and no others", async () => {
    const array = new SmallArray();
    const played = await play(array, all, { members: ["cas2"] });
    played.run.state.members.map(({ name }) => name).should.eql(["CAS2"]);
    array.sent.filter((line) => !line.startsWith("CAS2")).should.eql([]);
  });

  it("journals every change before it is sent", async () => {
    const array = new SmallArray();
    array.beforeChange = (member, op) => {
      const journal = [...array.store.journals.kept.values()].at(-1) ?? [];
      const announced = journal.filter((entry) => entry.type === "will change" && entry.member === member && entry.op === op).length;
      const told = journal.filter((entry) => entry.type === "did change").length;
      announced.should.be.above(0);
      journal.filter((entry) => entry.type === "will change").length.should.equal(told + 1);
    };
    const played = await play(array);
    should(played.run.state.outcome).equal("finished");
  });

  it("is what replaying its journal gives", async () => {
    const array = new SmallArray();
    const { run } = await play(array, [stop, failing("x")]);
    const entries = (await array.store.journals.read(run.id)) ?? [];
    replay(entries).should.eql(run.state);
  });
});

describe("a message of a run", () => {
  it("moves a member once, however often it comes", async () => {
    const array = new SmallArray();
    const { run, answers } = await play(array);
    const old = (answers[0] as StepAnswer).run.token;
    await run
      .step({ token: old, node: "stop", step: stop, options: () => ({}), message: {} })
      .should.be.rejectedWith({ code: "run-ended" });
    array.sent.filter((line) => line === "CAS1 nlb.stop").length.should.equal(1);
  });

  it("that was cloned is refused in the other branch while the first goes on", async () => {
    const array = new SmallArray();
    const refused: unknown[] = [];
    const clone = doing("cloned", async (c) => {
      const run = array.runs.runningOn("CAS-ARRAY");
      await run
        ?.step({ token: "spent", node: "other", step: stop, options: () => ({}), message: {} })
        .catch((error: unknown) => refused.push(error));
      await c.wait.pause(10);
    });
    const played = await play(array, [clone, ...all]);
    refused.length.should.equal(3);
    should(refused[0]).have.property("code", "token-spent");
    should(played.run.state.outcome).equal("finished");
  });

  it("that was sent twice is done once, while the first is at work and afterwards", async () => {
    const array = new SmallArray();
    const twice: unknown[] = [];
    const ended = new Promise<void>((resolve) => {
      const member = async (token: string) => {
        const run = array.runs.runningOn("CAS-ARRAY");
        const ask = { token, node: "stop", step: stop, options: () => ({}), message: {} };
        const both = await Promise.allSettled([run?.step(ask), run?.step(ask)]);
        const late = await Promise.allSettled([run?.step(ask)]);
        twice.push(...[...both, ...late].map((how) => (how.status === "rejected" ? (how.reason as { code: string }).code : "done")));
        await run?.stop("now", null);
      };
      void array.runs.start(
        { ...asked, array: array.setup },
        { changed: () => undefined, ended: () => resolve(), member: ({ run }) => void member(run.token) },
      );
    });
    await ended;
    twice.should.eql(["done", "token-spent", "token-spent"]);
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.start"]);
  });

  it("that is lost stops the run by the watchdog, and the member is put back", async () => {
    const array = new SmallArray();
    let sent = 0;
    const ended = new Promise<void>((resolve) => {
      void array.runs.start(
        {
          ...asked,
          array: array.setup,
        },
        {
          changed: () => undefined,
          ended: () => resolve(),
          member: ({ run }) => {
            sent++;
            void array.runs.runningOn("CAS-ARRAY")?.step({ token: run.token, node: "stop", step: stop, options: () => ({}), message: {} });
          },
        },
      );
    });
    await ended;
    const [journal] = array.store.journals.kept.values();
    const state = replay(journal ?? []);
    should(state.reason?.code).equal("message-lost");
    sent.should.equal(1);
    array.at("CAS1").nlb.should.equal("converged");
    saidReason(state.reason).should.match(/after stop/);
  });

  it("is not taken for lost while the journal still writes that a long step has ended", async () => {
    const array = new SmallArray();
    const append = array.store.journals.append.bind(array.store.journals);
    array.store.journals.append = async (...args) => {
      if (args[1].type === "step finished") await array.clock.sleep(seconds(40));
      await append(...args);
    };
    const long = doing("long", ({ wait }) => wait.pause(minutes(30)));
    const played = await play(array, [long, ...all]);
    should(played.run.state.reason).equal(null);
  });
});

describe("upkeep", () => {
  it("is sent while the member is out and ends with it", async () => {
    const array = new SmallArray(["CAS1", "CAS2"], 1);
    const quiet = doing("quiet", async (c) => {
      await c.server.change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" }, { undo: ["scom.end", {}] });
      c.keepUp(["scom.extend", { minutes: 30 }], minutes(10));
    });
    const long = doing("long", (c) => c.wait.pause(minutes(100)));
    const loud = doing("loud", async (c) => {
      await c.endUpkeep("scom.extend");
      await c.server.change("scom.end", {});
    });
    const played = await play(array, [quiet, stop, stay, long, install, verify, start, usual, loud], { members: ["CAS1"] });
    should(played.run.state.outcome).equal("finished");
    const upkeep = played.run.state.members[0]?.changes.filter(({ cause }) => cause === "upkeep") ?? [];
    upkeep.length.should.be.within(5, 8);
    await array.clock.sleep(minutes(60));
    array.sent.at(-1)?.should.equal("CAS1 scom.end");
  });
});

describe("a member's time", () => {
  it("outside the maintenance window no run is started", async () => {
    const array = new SmallArray();
    const settings = { ...defaultSettings, window: { from: "01:00", to: "02:00", zone: "UTC" } };
    await play(array, all, { settings }).should.be.rejectedWith({ code: "window-closed" });
  });

  const inWindow = (to: string, memberMs: number | null = null) => ({
    settings: { ...defaultSettings, window: { from: "21:00", to, zone: "UTC" }, memberMs },
  });
  const lasting = (time: number) => [stop, doing("long", (c) => c.wait.pause(time)), stay, install, verify, start, usual];

  it("a member that would take as long as the one before it, and not be finished before the window's end, is not started", async () => {
    const played = await play(new SmallArray(), lasting(minutes(100)), inWindow("01:00"));
    should(played.run.state.reason?.code).equal("window-closed");
    outcomes(played).should.eql(["updated", "untouched", "untouched"]);
    saidReason(played.run.state.reason).should.match(
      /^CAS2 was not started: it takes about 1 h 40 min \(as CAS1 did in this run\), and the .* ends in/,
    );
  });

  it("the first member has its time too: as the loop sets it, or else as it is assumed", async () => {
    const assumed = await play(new SmallArray(), lasting(minutes(1)), inWindow("23:30"));
    outcomes(assumed).should.eql(["untouched", "untouched", "untouched"]);
    saidReason(assumed.run.state.reason).should.match(
      /it takes about 2 h 00 min \(assumed, since no earlier run tells, and “One member takes” in the loop/,
    );
    const set = await play(new SmallArray(), lasting(minutes(1)), inWindow("23:30", minutes(30)));
    outcomes(set).should.eql(["updated", "updated", "updated"]);
  });

  it("what is through in no time, since it has the update, says nothing of how long an update takes", async () => {
    const had = doing("has it", (c) => Promise.resolve(c.member.name === "CAS1" ? { alreadyUpdated: true as const } : {}));
    const played = await play(
      new SmallArray(),
      [had, doing("long", (c) => c.wait.pause(c.member.name === "CAS1" ? minutes(20) : 0))],
      inWindow("00:10"),
    );
    outcomes(played).slice(0, 2).should.eql(["already-updated", "untouched"]);
    saidReason(played.run.state.reason).should.match(/CAS2 was not started: it takes about 2 h 00 min/);
  });

  it("a step asks the loop, and a member for which it is too late is untouched and has not failed", async () => {
    const late: string[] = [];
    const look = doing("look", async (c) => {
      await c.wait.pause(minutes(45));
      const why = c.tooLate();
      if (why !== null) throw new StepFailed("window-closed", why);
      late.push(c.member.name);
    });
    const played = await play(new SmallArray(), [look, stop, start], inWindow("23:00", minutes(30)));
    late.should.be.empty();
    outcomes(played).should.eql(["untouched", "untouched", "untouched"]);
    saidReason(played.run.state.reason).should.match(/\(set by “One member takes” in the loop\)/);
  });
});

describe("steps by hand", () => {
  it("keep to the guard and to the lock, and hand on how the server was found", async () => {
    const array = new SmallArray();
    const byHand = byHandOn(array, "CAS2");
    const first = await array.runs.byHand({ ...byHand, step: stop });
    first.carried.found.facts.should.have.property("nlb", "converged");
    const asFound = doing("restore", (c) =>
      c.server.change("nlb.start", {}).then(() => ({ text: quoted(c.found("nlb.host")?.state ?? "") })),
    );
    const second = await array.runs.byHand({ ...byHand, step: asFound, carried: first.carried });
    said(second.result.text).should.equal("converged");
    array.at("CAS1").nlb = "stopped";
    array.at("CAS3").nlb = "stopped";
    await array.runs.byHand({ ...byHand, step: stop }).should.be.rejectedWith({ code: "guard-broken" });
  });

  it("take back their own changes when they fail", async () => {
    const array = new SmallArray();
    const half = doing("half", async (c) => {
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
      throw new StepFailed("x", quoted("It failed."));
    });
    const byHand = byHandOn(array, "CAS2");
    await array.runs.byHand({ ...byHand, step: half }).should.be.rejectedWith({ code: "x" });
    await array.runs.whenIdle("CAS-ARRAY");
    array.at("CAS2").nlb.should.equal("converged");
  });

  it("are refused while a run is at work on the array", async () => {
    const array = new SmallArray();
    const slow = doing("slow", (c) => c.wait.pause(minutes(10)));
    const playing = play(array, [slow, ...all]);
    await array.clock.sleep(minutes(1));
    const byHand = byHandOn(array, "CAS2");
    await array.runs.byHand({ ...byHand, step: stop }).should.be.rejectedWith({ code: "array-busy" });
    await playing;
  });
});

describe("what a step says of its progress", () => {
  const restarting = doing("restart", (c) => {
    c.report({ text: quoted("restarting") });
    return Promise.resolve();
  });
  const progressIn = async (dryRun: boolean) => {
    const played = await play(new SmallArray(), [restarting], { dryRun });
    return said(played.run.state.members[0]!.steps[0]!.progress!.text);
  };

  it("is said as it is, but in a dry run as what would be: nothing is under way there", async () => {
    (await progressIn(false)).should.equal("restarting");
    (await progressIn(true)).should.match(/^.+: restarting$/);
  });
});
