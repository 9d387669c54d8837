import should from "should";
import { leaveMember, unwritten } from "../../../../lib/run/member";
import { JournalFailed } from "../../../../lib/run/record/reason";
import { OperationFailed } from "../../../../lib/server/errors";
import type { OperationName } from "../../../../lib/server/catalogue";
import { reason } from "../../../../lib/texts";
import { hours, minutes } from "../../../../lib/time/duration";
import { said, saidReason } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import type { SmallArray } from "../small-array";
import { byHandOn } from "../play";
import { installArgs, procedure } from "../small-steps";
import { fourMembers, SmallWork } from "./small-work";

const guardBroken = reason("guard-broken", "Too few others serve.");

/** Leaves the member. @returns what is said of it, and how it is left */
async function left(small: SmallWork, why = guardBroken) {
  const { work, recorder, member, array } = small;
  await leaveMember(work, recorder, member, why, () => array.clock.now());
  return { outcome: member.outcome, since: member.reason!.since.map(said), says: saidReason(member.reason) };
}

/** How it is left, and what was done since. */
async function asLeft(...by: Parameters<typeof left>) {
  const { outcome, since } = await left(...by);
  return { outcome, since };
}

/** Its latest step is at work since a moment ago, or is over. */
const journalOf = (array: SmallArray) => new SmallJournal({}, array.clock.now() - minutes(1)).take("CAS1");

/** CAS1, taken out of service. */
const takenOut = (array: SmallArray) => {
  array.at("CAS1").nlb = "stopped";
  return journalOf(array)
    .begin("stop")
    .change({ op: "nlb.stop", undo: ["nlb.start", {}] })
    .end("stop", "stopped");
};
const MEND = "Start-NlbClusterNode -HostName CAS1";

/** CAS1, taken out, and an installer at work on it. */
const installing = (array: SmallArray, lastsMs = 0) => {
  array.at("CAS1").change(["job.start", installArgs("j")], lastsMs);
  return takenOut(array)
    .pass(1)
    .begin("install")
    .change({ op: "job.start", args: installArgs("j") });
};
const itsStepFailed = (array: SmallArray, lastsMs = 0) => installing(array, lastsMs).fail("install", reason("x", "It failed."));
const itsStepWentWell = (array: SmallArray, lastsMs = 0) => installing(array, lastsMs).end("install", "installed");

const verified = (array: SmallArray) => itsStepWentWell(array).begin("verify").end("verify", "well", false, true);

/** Whatever is asked of CAS1 shows a mistake of ours. */
const ourFault = (array: SmallArray) => {
  array.beforeAnswer = (name) => {
    if (name === "CAS1") throw new TypeError("no such thing");
  };
};

describe("a member that is left since its run goes no further", () => {
  it("is untouched where nothing was changed on it, and nothing is said of what was done", async () => {
    const array = fourMembers();
    const small = new SmallWork(journalOf(array).begin("preflight").end("preflight", "fit to start", false), array);
    should(await asLeft(small)).eql({ outcome: "untouched", since: [] });
    array.sent.should.eql([]);
  });

  it("has failed where its own step did, though nothing was changed on it", async () => {
    const array = fourMembers();
    const small = new SmallWork(journalOf(array).begin("preflight").fail("preflight", reason("x", "It is not fit.")), array);
    (await left(small)).outcome.should.equal("failed");
  });

  it("is not disturbed, and not said to be put back, where it is verified and back already", async () => {
    const array = fourMembers();
    const journal = verified(array).begin("start").change({ op: "nlb.start" }).end("start", "serves");
    array.at("CAS1").nlb = "converged";
    should(await asLeft(new SmallWork(journal, array))).eql({ outcome: "updated", since: [] });
    array.sent.should.eql([]);
  });

  it("is put back where it is verified and not back yet", async () => {
    const array = fourMembers();
    const small = new SmallWork(verified(array), array);
    should(await asLeft(small)).eql({ outcome: "updated", since: ["CAS1 was put back as it was found."] });
    array.at("CAS1").nlb.should.equal("converged");
  });

  it("is not touched where the run was interrupted, and nothing more is said", async () => {
    const array = fourMembers();
    const small = new SmallWork(takenOut(array), array);
    should(await asLeft(small, reason("interrupted", "The flow was redeployed."))).eql({ outcome: "failed", since: [] });
    array.sent.should.eql([]);
  });
});

describe("why a member could not be put back", () => {
  const refusing = (array: SmallArray) => {
    array.beforeChange = (server, operation) => {
      const hint = "Free the disk.";
      throw new OperationFailed({ server, operation: operation as OperationName, what: "the disk is full", errorId: "x", hint });
    };
  };

  for (const [code, says] of [
    ["operation-failed", "is not said again where the run ends for the same"],
    ["drain-limit", "is said where the run ends for something else"],
  ] as const)
    it(`comes with what to do; that ${says}`, async () => {
      const array = fourMembers();
      refusing(array);
      const { since } = await left(new SmallWork(takenOut(array), array), reason(code, "So it is."));
      since[0]!.should.match(/^CAS1 could not be put back as it was found: .*the disk is full/);
      since[0]!.includes("Free the disk.").should.equal(code === "drain-limit");
    });
});

describe("a mistake of ours while a member is left", () => {
  it("is told as what kept it from being put back; all that may be left is named, and how it stands is not known", async () => {
    const array = fourMembers();
    const small = new SmallWork(takenOut(array), array);
    ourFault(array);
    const { outcome, since } = await left(small);
    outcome.should.equal("failed");
    since.should.eql(["CAS1 could not be put back as it was found: no such thing"]);
    small.member.toMend.map(({ command }) => command).should.eql([MEND]);
    small.member.left!.unknown.map((why) => saidReason(why)).should.eql(["no such thing"]);
  });

  it("is what the reason begins with where the member's update is not verified: how it stands has to be read first", async () => {
    const array = fourMembers();
    const small = new SmallWork(itsStepFailed(array), array);
    ourFault(array);
    const { says, since } = await left(small);
    says.should.match(
      /^It is not known how this member stands, since the run met a fault of its own .*: no such thing\. Look at it first\./,
    );
    since.should.eql([]);
  });

  it("leaves the end of a run whose journal cannot be written with all that may be left to do", async () => {
    const array = fourMembers();
    const { work, recorder } = new SmallWork(takenOut(array), array);
    ourFault(array);
    const { members } = await unwritten(work, recorder.state, reason("journal-failed", "No space left."));
    members[0]!.toMend.map(({ command }) => command).should.eql([MEND]);
    members[0]!.left!.unknown.map((why) => saidReason(why)).should.eql(["no such thing"]);
    members.map(({ phase }) => phase).should.eql(["ended", "waiting", "waiting", "waiting"]);
  });
});

describe("a journal that fails while a member is left", () => {
  for (const [what, journal] of Object.entries({ "is put back": takenOut, "is to be stopped again": itsStepFailed }))
    it(`ends that at once where the member ${what}: nobody would know of anything that is still done`, async () => {
      const array = fourMembers();
      const small = new SmallWork(journal(array), array);
      if (journal === itsStepFailed) array.at("CAS1").nlb = "converged";
      let asked = Number.NaN;
      array.store.journals.append = () => {
        asked = array.asked.length;
        return Promise.reject(new Error("no space left on device"));
      };
      await left(small).should.be.rejectedWith(JournalFailed);
      array.asked.length.should.equal(asked);
      array.sent.should.eql([]);
    });
});

describe("what was left to do by a person who works by hand", () => {
  it("is nothing: that person goes on", async () => {
    const array = fourMembers();
    await array.runs.byHand({ ...byHandOn(array, "CAS1"), step: procedure.stop });
    await array.runs.whenIdle(array.setup.name);
    const [journal] = array.store.journals.kept.values();
    const [end] = journal!.flatMap((entry) => (entry.type === "member finished" ? [entry] : []));
    should([end!.outcome, ...end!.toMend]).eql(["done-by-hand"]);
  });
});

describe("a member that rests", () => {
  const ENDED = "Its job update.exe has ended since, with exit code 0.";
  const NOT_KNOWN = "It is not known whether its job update.exe has ended: look on CAS1 first.";
  const ofJobs = (since: readonly string[]) => since.filter((line) => line.includes("update.exe"));
  const silent = (small: SmallWork, from: number, until: number) => {
    small.after(from, () => (small.array.at("CAS1").reachable = false));
    small.after(until, () => (small.array.at("CAS1").reachable = true));
  };

  it("is watched until its job ends, which is told; its silence meanwhile does not matter", async () => {
    for (const from of [0, minutes(10)])
      for (const begun of [itsStepFailed, itsStepWentWell]) {
        const array = fourMembers();
        const small = new SmallWork(begun(array, minutes(40)), array);
        silent(small, from, from + minutes(1));
        ofJobs((await left(small)).since).should.eql([ENDED]);
      }
  });

  it("is not watched any longer than its job may last, and then it is told that nobody knows", async () => {
    const array = fourMembers();
    const small = new SmallWork(itsStepFailed(array, hours(10)), array);
    const since = array.clock.elapsed();
    ofJobs((await left(small)).since).should.eql([NOT_KNOWN]);
    (array.clock.elapsed() - since).should.be.within(minutes(60), minutes(62));
  });

  it("has a job of which nobody knows where it is silent all the time, unless its step has seen it end", async () => {
    for (const [begun, told] of [
      [itsStepFailed, [NOT_KNOWN]],
      [itsStepWentWell, []],
    ] as const) {
      const array = fourMembers();
      const small = new SmallWork(begun(array), array);
      array.at("CAS1").reachable = false;
      ofJobs((await left(small)).since).should.eql(told);
    }
  });

  it("has nothing said of a job that had ended before: its step has told", async () => {
    for (const begun of [itsStepFailed, itsStepWentWell]) {
      const array = fourMembers();
      ofJobs((await left(new SmallWork(begun(array), array))).since).should.eql([]);
    }
  });

  const AGAIN = "It had come into service unverified and was stopped again. Look at it.";
  const comesIn = (small: SmallWork, after: number) => small.after(after, () => (small.array.at("CAS1").nlb = "converged"));

  it("is said once to have been stopped again, however often that was", async () => {
    const array = fourMembers();
    const small = new SmallWork(itsStepFailed(array, minutes(30)), array);
    for (const after of [0, minutes(5), minutes(10)]) comesIn(small, after);
    const { since } = await left(small);
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.stop", "CAS1 nlb.stop"]);
    since.filter((line) => line === AGAIN).should.have.length(1);
    since.should.not.containEql("It is left out of service until you have looked at it.");
  });

  it("and falls silent is said to have been in service before, and not to answer now", async () => {
    const array = fourMembers();
    const small = new SmallWork(itsStepFailed(array, minutes(30)), array);
    comesIn(small, 0);
    silent(small, minutes(10), hours(10));
    const { says, since } = await left(small);
    says.should.match(/^It is not known whether CAS1 serves unverified/);
    since.slice(-2).should.eql([AGAIN, "It does not answer, so it is not known whether it serves."]);
  });
});
