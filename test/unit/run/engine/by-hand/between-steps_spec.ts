import should from "should";
import type { ByHandAsk } from "../../../../../lib/run/engine/by-hand";
import { replay } from "../../../../../lib/run/record/state";
import type { Step } from "../../../../../lib/run/step";
import { StepFailed } from "../../../../../lib/run/step";
import type { Words } from "../../../../../lib/texts";
import { quoted } from "../../../../../lib/texts";
import { hours, minutes, seconds } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { byHandOn, play } from "../../play";
import { SmallArray } from "../../small-array";
import { doing, installArgs, procedure } from "../../small-steps";

const { stop, stay, install, verify, start } = procedure;
const failing = doing("failing", () => Promise.reject(new StepFailed("x", quoted("It failed."))));

/** Begins a window of 30 minutes, which is kept up. */
const quiet = doing("quiet", async (c) => {
  const begin = ["scom.begin", { minutes: 30, reason: "ApplicationInstallation", comment: "" }] as const;
  await c.server.change(...begin, { undo: ["scom.end", {}] });
  const said = { begun: quoted("begun again"), ranOut: quoted("ran out"), lastsMs: minutes(30), keptForMs: minutes(25) };
  c.keepUp(["scom.extend", { minutes: 30 }], minutes(5), { begin, undo: ["scom.end", {}], ...said });
});
const loud = doing("loud", async (c) => {
  await c.endUpkeep("scom.extend");
  await c.server.change("scom.end", {});
});

const people: Person[] = [];

/** A person who does one step after the other on CAS1, and hands on what each has passed on. */
class Person {
  readonly told: string[] = [];
  private gone = false;
  private carried: ByHandAsk["carried"];

  constructor(readonly array = new SmallArray()) {
    people.push(this);
  }

  /** The array is deployed no more. */
  readonly again = () => {
    if (this.gone) throw new Error("The array is disabled.");
    return this.array.setup;
  };

  leaves(): void {
    this.gone = true;
  }

  async does(...steps: Step[]): Promise<void> {
    const told = (what: Words) => void this.told.push(said(what));
    const { again } = this;
    for (const step of steps) {
      const carried = this.carried === undefined ? {} : { carried: this.carried };
      this.carried = (await this.array.runs.byHand({ ...byHandOn(this.array, "CAS1"), step, told, again, ...carried })).carried;
    }
  }

  waits(ms: number): Promise<void> {
    return this.array.clock.sleep(ms);
  }

  /** For how long the monitoring stays quiet, in minutes; -1: it is not. */
  get quietFor(): number {
    const { scomEndsAt } = this.array.at("CAS1");
    return scomEndsAt === null ? -1 : (Date.parse(scomEndsAt) - this.array.clock.now()) / 60_000;
  }

  count(change: string): number {
    return this.array.sent.filter((sent) => sent === change).length;
  }
}

describe("between two steps by hand", () => {
  // What they have left would be seen to for a day.
  afterEach(() => {
    for (const person of people.splice(0)) person.leaves();
  });

  it("a member that comes into service unverified, by whoever's hand, is stopped at once, and who began is told", async () => {
    const anna = new Person();
    const { array, told } = anna;
    await anna.does(stop, stay, install);
    await anna.waits(minutes(40));
    array.at("CAS1").nlb = "converged";
    await anna.waits(seconds(20));
    array.at("CAS1").nlb.should.equal("stopped");
    told[0]!.should.match(/^CAS1 came into service by another hand before its update was verified/);
    told.join(" ").should.match(/was stopped again/);
    // It was written down before, as a run of its own.
    const last = replay([...array.store.journals.kept.values()].at(-1)!);
    last.should.match({ plan: { byHand: true }, outcome: "stopped", reason: { code: "serves-unverified" } });
    last.members[0]!.changes.map(({ op, outcome }) => [op, outcome]).should.eql([["nlb.stop", "done"]]);
    // And again.
    array.at("CAS1").nlb = "converged";
    await anna.waits(seconds(30));
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("one that served when its step ended is left alone: whoever lets it take clients must not lose them by a look", async () => {
    const anna = new Person();
    await anna.does(install);
    await anna.waits(minutes(5));
    anna.array.at("CAS1").nlb.should.equal("converged");
    anna.told.should.eql([]);
  });

  it("one that is verified may come back by whatever hand", async () => {
    const anna = new Person();
    await anna.does(stop, install, verify);
    anna.array.at("CAS1").nlb = "converged";
    await anna.waits(minutes(5));
    anna.array.at("CAS1").nlb.should.equal("converged");
  });

  it("monitoring stays quiet as long as the member is out, and is left to its end once it serves again", async () => {
    const anna = new Person();
    await anna.does(quiet, stop);
    for (let at = 0; at < 180; at += 10) {
      await anna.waits(minutes(10));
      anna.quietFor.should.be.above(10);
    }
    await anna.does(start);
    await anna.waits(minutes(2));
    const extended = anna.count("CAS1 scom.extend");
    extended.should.be.above(4);
    await anna.waits(hours(2));
    anna.count("CAS1 scom.extend").should.equal(extended);
  });

  it("monitoring is begun again where somebody has ended the window, as long as the member is out", async () => {
    const anna = new Person();
    await anna.does(quiet, stop);
    anna.array.at("CAS1").scomEndsAt = null;
    await anna.waits(minutes(6));
    anna.quietFor.should.be.above(20);
  });

  it("monitoring is left as it is once a step by hand has ended the window", async () => {
    const anna = new Person();
    await anna.does(quiet, stop, loud);
    await anna.waits(hours(2));
    anna.quietFor.should.equal(-1);
  });

  it("a step that begins extends the window first, and keeps it up while it is at work", async () => {
    const anna = new Person();
    await anna.does(quiet, stop);
    anna.array.at("CAS1").scomEndsAt = new Date(anna.array.clock.now() + minutes(1)).toISOString();
    let atBegin = 0;
    const long = doing("long", async (c) => {
      atBegin = anna.quietFor;
      await c.wait.pause(hours(2));
      anna.quietFor.should.be.above(10);
    });
    await anna.does(long);
    atBegin.should.be.above(20);
  });

  it("what goes wrong with that is told once, and tried again", async () => {
    const anna = new Person();
    await anna.does(quiet, stop);
    anna.array.beforeAnswer = (_member, op) => {
      if (op.startsWith("scom")) throw new Error("SCOM is away.");
    };
    await anna.waits(minutes(21));
    anna.told.should.match([/^CAS1 could not be looked after since the last step by hand .*SCOM is away/]);
    anna.array.beforeAnswer = () => undefined;
    await anna.waits(minutes(6));
    anna.quietFor.should.be.above(20);
  });

  it("monitoring is not made quiet again by a step on a member that serves again", async () => {
    const anna = new Person();
    await anna.does(quiet, stop, start);
    await anna.waits(minutes(1));
    anna.array.at("CAS1").scomEndsAt = null;
    await anna.does(verify);
    anna.count("CAS1 scom.begin").should.equal(1);
  });

  it("a member that cannot be stopped is not stopped again and again: what to do is told", async () => {
    const anna = new Person();
    await anna.does(stop, install);
    await anna.waits(minutes(1));
    anna.array.trouble.set("nlb.stop", "always-refused");
    anna.array.at("CAS1").nlb = "converged";
    await anna.waits(hours(1));
    anna.told.join(" ").should.match(/CAS1 SERVES UNVERIFIED and could not be stopped .*By hand, now/);
    const journals = anna.array.store.journals.kept.size;
    await anna.waits(hours(1));
    anna.array.store.journals.kept.size.should.equal(journals);
    journals.should.be.below(5);
  });

  it("a step that fails leaves the watch and the window of those before it", async () => {
    const anna = new Person();
    await anna.does(quiet, stop, install);
    await anna.does(failing).should.be.rejected();
    await anna.waits(hours(1));
    anna.quietFor.should.be.above(10);
    anna.array.at("CAS1").nlb = "converged";
    await anna.waits(seconds(20));
    anna.array.at("CAS1").nlb.should.equal("stopped");
  });

  it("a run that takes the member takes over: nobody else keeps anything up", async () => {
    const anna = new Person();
    await anna.does(quiet, stop);
    await play(anna.array, [stop, install, verify, start, loud], { members: ["CAS1"] });
    anna.array.at("CAS1").nlb = "stopped";
    await anna.waits(hours(2));
    anna.quietFor.should.equal(-1);
  });

  it("all that ends a day after the last step, and where the array is not there any more, which is told", async () => {
    const anna = new Person();
    await anna.does(stop, install);
    await anna.waits(hours(25));
    anna.array.at("CAS1").nlb = "converged";
    await anna.waits(hours(1));
    anna.array.at("CAS1").nlb.should.equal("converged");
    anna.told.should.eql([]);

    const bert = new Person();
    await bert.does(stop, install);
    bert.leaves();
    await bert.waits(hours(1));
    bert.told.should.match([/^CAS1 could not be looked after since the last step by hand .*The array is disabled/]);
  });
});

describe("while a step by hand is at work", () => {
  it("a member that comes into service unverified is stopped at once, and the step ends", async () => {
    const anna = new Person();
    const { array } = anna;
    await anna.does(stop);
    const installing = doing("installing", async (c) => {
      await c.server.change("job.start", installArgs(c.workId(1)), { startsUpdate: true });
      await c.wait.pause(minutes(2));
      array.at("CAS1").nlb = "converged";
      await c.wait.pause(hours(1));
    });
    const began = array.clock.elapsed();
    await anna.does(installing).should.be.rejectedWith({ code: "serves-unverified" });
    (array.clock.elapsed() - began).should.be.below(minutes(3));
    await array.runs.whenIdle("CAS-ARRAY");
    array.at("CAS1").nlb.should.equal("stopped");
  });

  it("one that a person had let in before is not cut by it", async () => {
    const anna = new Person();
    await anna.does(install);
    await anna.does(doing("looks long", (c) => c.wait.pause(minutes(10))));
    anna.array.at("CAS1").nlb.should.equal("converged");
    should(anna.array.sent).not.containEql("CAS1 nlb.stop");
  });
});
