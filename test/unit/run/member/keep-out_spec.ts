import should from "should";
import type { ArraySetup } from "../../../../lib/run/array-setup";
import type { Kept } from "../../../../lib/run/member/keep-out";
import { keepOut, lookOnly, stopIfServing } from "../../../../lib/run/member/keep-out";
import { OperationFailed } from "../../../../lib/server/errors";
import { minutes, seconds } from "../../../../lib/time/duration";
import { said, saidIfAny } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import type { SmallArray } from "../small-array";
import { installArgs } from "../small-steps";
import { fourMembers, SmallWork } from "./small-work";

const tells = (kept: Kept | null) => kept && { alarm: saidIfAny(kept.alarm), told: kept.told.map(said) };

/** CAS1, its update begun and not verified, and no step at work on it. */
const unverified = (array: SmallArray, member = "CAS1") =>
  new SmallJournal({}, array.clock.now())
    .take(member)
    .begin("install")
    .change({ op: "forefront.disable" })
    .change({ op: "job.start", args: installArgs("j") })
    .end("install", "installed");

/** The same, and a step at work that may be waiting for it after a boot. */
const restarting = (array: SmallArray, pass = 0) => unverified(array).pass(pass).begin("restart");

const stoppedAgain = { alarm: "", told: ["It had come into service unverified and was stopped again. Look at it."] };
const leftOut = { alarm: "", told: ["It is left out of service until you have looked at it."] };
const stops = (array: SmallArray) => array.sent.filter((line) => line.endsWith("nlb.stop"));

/** Of an array whose members answer at once, so that moments can be told to the millisecond. */
function promptly(): SmallArray {
  const array = fourMembers();
  for (const member of array.members.values()) member.answersAfterMs = 0;
  return array;
}

describe("a look at a member that must not serve", () => {
  it("stops it at once where it serves, and says nothing of one that is out", async () => {
    const array = fourMembers();
    const { work, member, signal } = new SmallWork(unverified(array), array);
    should(tells(await stopIfServing(work, member, signal))).eql(stoppedAgain);
    should(await stopIfServing(work, member, signal)).be.null();
    stops(array).should.eql(["CAS1 nlb.stop"]);
  });

  it("asks nothing and sends nothing where members stand behind nothing: they serve by answering", async () => {
    const array = fourMembers();
    const { work, member, signal } = new SmallWork(unverified(array), array, { takenOut: "behind-nothing" });
    should(await stopIfServing(work, member, signal)).be.null();
    array.asked.should.eql([]);
  });

  it("stops nothing where a member gets out by other means, and says so first", async () => {
    const array = fourMembers();
    const { work, member, signal } = new SmallWork(unverified(array, "CAS2"), array, { takenOut: "by-other-means" }, "CAS2");
    const alarm = "CAS2 SERVES UNVERIFIED, and this run has no way to stop it: take it out at your load balancer now.";
    should(tells(await stopIfServing(work, member, signal))).eql({ alarm, told: [] });
    array.at("CAS2").nlb = "stopped";
    should(await stopIfServing(work, member, signal)).be.null();
    array.sent.should.eql([]);
  });

  it("passes on a mistake of ours: it says nothing about the member", async () => {
    const array = fourMembers();
    array.beforeAnswer = () => {
      throw new TypeError("no such thing");
    };
    const { work, member, signal } = new SmallWork(unverified(array), array);
    await stopIfServing(work, member, signal).should.be.rejectedWith(TypeError);
  });
});

describe("a member that has just booted into service while a step waits for it", () => {
  /** How long ago it has booted when it is asked. */
  const booted = (array: SmallArray, ago: number) => {
    array.beforeAnswer = (name, op) => {
      if (op === "system.info") array.at(name).bootedAt = new Date(array.clock.now() - ago).toISOString();
    };
  };

  for (const [ago, waits] of [
    [0, true],
    [minutes(2) - 1, true],
    [minutes(2), false],
    [minutes(30), false],
  ] as const)
    it(`is ${waits ? "left to that step for five seconds" : "stopped at once"} when it has booted ${ago} ms ago`, async () => {
      const array = promptly();
      booted(array, ago);
      const { work, member, signal } = new SmallWork(restarting(array), array);
      let stoppedAt = Number.NaN;
      array.beforeChange = () => (stoppedAt = array.clock.elapsed());
      const since = array.clock.elapsed();
      should(tells(await stopIfServing(work, member, signal))).eql(stoppedAgain);
      (stoppedAt - since).should.equal(waits ? seconds(5) : 0);
    });

  it("is stopped at once where it does not say when it has booted", async () => {
    const array = promptly();
    array.beforeAnswer = (server, operation) => {
      if (operation === "system.info") throw new OperationFailed({ server, operation, what: "busy", errorId: "busy" });
    };
    const { work, member, signal } = new SmallWork(restarting(array), array);
    const since = array.clock.elapsed();
    should(tells(await stopIfServing(work, member, signal))).eql(stoppedAgain);
    (array.clock.elapsed() - since).should.be.below(seconds(5));
  });

  it("is not waited for where that question shows a mistake of ours", async () => {
    const array = promptly();
    array.beforeAnswer = (_, op) => {
      if (op === "system.info") throw new TypeError("no such thing");
    };
    const { work, member, signal } = new SmallWork(restarting(array), array);
    await stopIfServing(work, member, signal).should.be.rejectedWith(TypeError);
  });

  it("is not asked about its boot where it does not serve, nor where no step is at work", async () => {
    const array = promptly();
    const waitedFor = new SmallWork(restarting(array), array);
    array.at("CAS1").nlb = "stopped";
    should(await stopIfServing(waitedFor.work, waitedFor.member, waitedFor.signal)).be.null();
    array.at("CAS1").nlb = "converged";
    const resting = new SmallWork(unverified(array), array);
    should(tells(await stopIfServing(resting.work, resting.member, resting.signal))).eql(stoppedAgain);
    waitedFor.asked("system.info").should.equal(0);
  });

  /** The stop that its step has sent when the five seconds are over, and how long ago. */
  const sent = {
    "is left to the step that has just stopped it": [seconds(20) - 1, "nlb.stop", []] as const,
    "is stopped where the stop of its step has no effect": [seconds(20), "nlb.stop", ["CAS1 nlb.stop"]] as const,
    "is stopped where its step has done something else": [0, "nlb.setDefaultState", ["CAS1 nlb.stop"]] as const,
  };
  for (const [what, [ago, op, then]] of Object.entries(sent))
    it(what, async () => {
      const array = promptly();
      booted(array, seconds(1));
      const args = op === "nlb.stop" ? {} : { state: "stopped" };
      const journal = restarting(array, (seconds(5) - ago) / minutes(1)).change({ op, args });
      const { work, member, signal } = new SmallWork(journal, array);
      should(tells(await stopIfServing(work, member, signal))).eql(then.length === 0 ? null : stoppedAgain);
      array.sent.should.eql(then);
    });

  it("is stopped where nothing has been sent to it", async () => {
    const array = promptly();
    booted(array, seconds(1));
    const { work, member, signal } = new SmallWork(new SmallJournal({}, array.clock.now()).take("CAS1").begin("restart"), array);
    should(tells(await stopIfServing(work, member, signal))).eql(stoppedAgain);
  });

  it("is nobody's affair any more where it is out after the five seconds", async () => {
    const array = promptly();
    booted(array, seconds(1));
    const small = new SmallWork(restarting(array), array);
    small.after(seconds(3), () => (array.at("CAS1").nlb = "stopped"));
    should(await stopIfServing(small.work, small.member, small.signal)).be.null();
    array.sent.should.eql([]);
  });
});

describe("a member that serves unverified and does not let itself be stopped", () => {
  const notStopped =
    /^CAS1 SERVES UNVERIFIED and could not be stopped \(CAS1: refused .*\)\. By hand, now: Stop-NlbClusterNode -HostName CAS1\.$/;

  /** The tries to stop it, by the seconds since the first. */
  async function tries(array: SmallArray, meanwhile: (small: SmallWork) => void = () => undefined) {
    const small = new SmallWork(unverified(array), array);
    const at: number[] = [];
    array.beforeChange = () => at.push(array.clock.elapsed());
    meanwhile(small);
    const kept = tells(await stopIfServing(small.work, small.member, small.signal));
    return { kept, after: at.map((ms) => Math.round((ms - (at[0] ?? 0)) / 1000)) };
  }

  it("is tried again after five seconds and after fifteen more where that is refused, and then named with the command", async () => {
    const array = fourMembers();
    array.trouble.set("nlb.stop", "always-refused");
    const { kept, after } = await tries(array);
    after.should.eql([0, 5, 20]);
    kept!.alarm.should.match(notStopped);
    kept!.told.should.eql([]);
  });

  it("is stopped by the next try", async () => {
    const array = fourMembers();
    array.trouble.set("nlb.stop", "refused");
    const { kept, after } = await tries(array);
    after.should.eql([0, 5]);
    should(kept).eql(stoppedAgain);
  });

  it("is not tried again once it is out, by whoever's hand", async () => {
    const array = fourMembers();
    array.trouble.set("nlb.stop", "always-refused");
    const { kept, after } = await tries(array, (small) => small.after(seconds(3), () => (array.at("CAS1").nlb = "stopped")));
    after.should.eql([0]);
    should(kept).eql(stoppedAgain);
  });

  it("is named as one that has not stopped where the stop was accepted and is not seen: it was waited for, and is not sent twice", async () => {
    const array = fourMembers();
    const { kept, after } = await tries(array, () => {
      array.at("CAS1").change = () => undefined;
    });
    after.should.eql([0]);
    should(kept).eql({
      alarm: "CAS1 SERVES UNVERIFIED and has not stopped. By hand, now: Stop-NlbClusterNode -HostName CAS1.",
      told: [],
    });
  });

  it("is waited for where it falls silent after its stop was accepted", async () => {
    const array = fourMembers();
    const { kept, after } = await tries(array, (small) => {
      const stopped = array.at("CAS1").change.bind(array.at("CAS1"));
      array.at("CAS1").change = (...change) => {
        stopped(...change);
        array.at("CAS1").reachable = false;
        small.after(seconds(50), () => (array.at("CAS1").reachable = true));
      };
    });
    after.should.eql([0]);
    should(kept).eql(stoppedAgain);
  });
});

/** How a member stands, and what is said of it by the one look of a run that sends nothing more. */
const standings: Readonly<
  Record<string, { stands: (array: SmallArray) => void; setup?: Partial<ArraySetup>; alarm: RegExp; told: string[] }>
> = {
  "serves, which is said first with the command": {
    stands: () => undefined,
    alarm: /^CAS2 SERVES UNVERIFIED, and an interrupted run stops nothing\. By hand, now: Stop-NlbClusterNode -HostName CAS2\.$/,
    told: [],
  },
  "is out": { stands: (array) => (array.at("CAS2").nlb = "stopped"), alarm: /^$/, told: leftOut.told },
  "serves by other means, where there is no command": {
    stands: () => undefined,
    setup: { takenOut: "by-other-means" },
    alarm: /^CAS2 SERVES UNVERIFIED, and this run has no way to stop it/,
    told: [],
  },
  "is out by other means, whatever the others do": {
    stands: (array) => (array.at("CAS2").nlb = "stopped"),
    setup: { takenOut: "by-other-means" },
    alarm: /^$/,
    told: leftOut.told,
  },
  "is silent": {
    stands: (array) => (array.at("CAS2").reachable = false),
    alarm: /^It is not known whether CAS2 serves unverified \(no answer\)\. Look at it now\.$/,
    told: ["It does not answer, so it is not known whether it serves."],
  },
  "answers with an error": {
    stands: (array) => {
      array.beforeAnswer = (server, operation) => {
        if (server === "CAS2" && operation === "nlb.host")
          throw new OperationFailed({ server, operation, what: "provider load failure", errorId: "x" });
      };
    },
    alarm: /^It is not known whether CAS2 serves unverified \(provider load failure\)\. Look at it now\.$/,
    told: [],
  },
};

describe("an interrupted run says of a member that must not serve that it", () => {
  for (const [how, { stands, setup, alarm, told }] of Object.entries(standings))
    it(how, async () => {
      const array = fourMembers();
      stands(array);
      const { work, member } = new SmallWork(unverified(array, "CAS2"), array, setup, "CAS2");
      const kept = tells(await lookOnly(work, member));
      kept!.alarm.should.match(alarm);
      kept!.told.should.eql(told);
      array.sent.should.eql([]);
    });
});

describe("a member that is left to rest", () => {
  it("is waited for while it is silent, and stopped when it comes back into service", async () => {
    const array = fourMembers();
    array.at("CAS1").reachable = false;
    const small = new SmallWork(unverified(array), array);
    small.after(minutes(10), () => (array.at("CAS1").reachable = true));
    should(tells(await keepOut(small.work, small.member, small.signal))).eql(stoppedAgain);
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("is given up after a quarter of an hour of silence, which is said", async () => {
    const array = fourMembers();
    array.at("CAS1").reachable = false;
    const { work, member, signal } = new SmallWork(unverified(array), array);
    const since = array.clock.elapsed();
    tells(await keepOut(work, member, signal))!.alarm.should.match(/^It is not known whether CAS1 serves unverified/);
    (array.clock.elapsed() - since).should.be.within(minutes(15), minutes(16));
  });
});
