import should from "should";
import { OperationFailed } from "../../../../../lib/server";
import type { Run } from "../../../../../lib/run/engine/run";
import { defaultSettings } from "../../../../../lib/run/settings";
import { hours, minutes } from "../../../../../lib/time/duration";
import { said, saidReason } from "../../../../shared/english";
import { outcomes, play } from "../../play";
import { SmallArray } from "../../small-array";

const settings = { ...defaultSettings, howMany: [{ count: 1 }, { count: 2 }], soakMs: minutes(30) };
const four = () => new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
const playSoaked = (array: SmallArray, more: object = {}) => play(array, undefined, { settings: { ...settings, ...more } });
const soaking = (array: SmallArray): Run["state"]["soaks"] => array.runs.runningOn("CAS-ARRAY")?.state.soaks ?? [];

/** Does this as soon as a soak has begun. */
async function whileItSoaks(array: SmallArray, what: () => unknown): Promise<void> {
  while (soaking(array).length === 0) await array.clock.sleep(minutes(1));
  await array.clock.sleep(minutes(5));
  what();
}

/** Its event logs cannot be read any more. */
function silent(array: SmallArray, member: string): void {
  array.beforeAnswer = (name, op) => {
    if (name === member && op === "events.since")
      throw new OperationFailed({ server: name, operation: op, what: "the log is full", errorId: "x" });
  };
}

describe("A soak between two batches", () => {
  it("lets nobody be taken until its time is over, and then goes on where the updated members did as well as the others", async () => {
    const array = four();
    const taken: number[] = [];
    array.beforeChange = (name, op) => {
      if (name !== "CAS1" && op === "job.start") taken.push(array.clock.now());
    };
    const played = await playSoaked(array);
    outcomes(played).should.eql(["updated", "updated", "updated", "updated"]);
    const { soaks, members } = played.run.state;
    soaks
      .map(({ batch, startedAt, endedAt }) => [batch, (endedAt ?? 0) - startedAt >= minutes(30)])
      .should.eql([
        [1, true],
        [2, true],
      ]);
    soaks
      .map(({ text }) => said(text ?? ""))
      .should.match([/^CAS1 did as well as CAS2, CAS3 and CAS4 for 30 min/, /^CAS1, CAS2 and CAS3 did as well as CAS4/]);
    Math.min(...taken).should.be.aboveOrEqual((members[0]?.finishedAt ?? Infinity) + minutes(30));
  });

  it("ends the run where an updated member logs more errors than those not yet updated; nothing is done to them", async () => {
    const array = four();
    void whileItSoaks(array, () => array.at("CAS1").logs("MSExchange", 5));
    const { run } = await playSoaked(array);
    should(run.state.reason?.code).equal("soak-worse");
    saidReason(run.state.reason).should.match(/CAS1 has logged 5 errors of MSExchange\/1000.*Nothing was done to CAS2, CAS3 and CAS4/s);
    outcomesOf(run).should.eql(["updated", "untouched", "untouched", "untouched"]);
    array.sent.filter((line) => !line.startsWith("CAS1")).should.eql([]);
    array.at("CAS1").nlb.should.equal("converged");
  });

  it("goes on where the others have the same trouble in the same minutes, and where it was there before", async () => {
    const array = four();
    array.at("CAS1").logs("Before", 50);
    void whileItSoaks(array, () => ["CAS1", "CAS3"].forEach((name) => array.at(name).logs("MSExchange", 5)));
    should((await playSoaked(array)).run.state.outcome).equal("finished");
  });

  it("ends the run where it is not known how an updated member did: that is not well", async () => {
    const array = four();
    void whileItSoaks(array, () => silent(array, "CAS1"));
    const { run } = await playSoaked(array);
    should(run.state.reason?.code).equal("soak-unknown");
    outcomesOf(run).should.eql(["updated", "untouched", "untouched", "untouched"]);
  });

  it("does without one of the others that does not say, as long as there is another", async () => {
    const array = four();
    void whileItSoaks(array, () => silent(array, "CAS4"));
    should((await playSoaked(array, { howMany: [{ count: 1 }, { count: 3 }] })).run.state.outcome).equal("finished");
  });

  it("ends the run where none of the others says how it did: there is nothing to look at it beside", async () => {
    const array = four();
    void whileItSoaks(array, () => {
      array.beforeAnswer = (name, op) => {
        if (name !== "CAS1" && op === "events.since")
          throw new OperationFailed({ server: name, operation: op, what: "the log is full", errorId: "x" });
      };
    });
    const { run } = await playSoaked(array);
    should(run.state.reason?.code).equal("soak-unknown");
    saidReason(run.state.reason).should.match(/CAS2.*the log is full/s);
    outcomesOf(run).should.eql(["updated", "untouched", "untouched", "untouched"]);
  });

  for (const [when, op, soaks] of [
    ["it begins", "events.cursor", []],
    ["it comes to its end", "events.since", [null]],
  ] as const)
    it(`is not written down where an operator stops the run just as ${when}`, async () => {
      const array = four();
      let answers = 0;
      array.beforeAnswer = (_, asked) => {
        const run = array.runs.runningOn("CAS-ARRAY");
        const isDone = run?.state.members[0]?.phase === "ended";
        if (isDone && asked === op && ++answers === 4) void run.stop("now", "Ada");
      };
      const { run } = await playSoaked(array);
      should(run.state.reason?.code).equal("stopped-by-operator");
      run.state.soaks.map(({ endedAt }) => endedAt).should.eql(soaks);
    });

  it("ends at once where an updated member serves no more", async () => {
    const array = four();
    void whileItSoaks(array, () => (array.at("CAS1").nlb = "stopped"));
    const { run } = await playSoaked(array, { soakMs: hours(10) });
    should(run.state.reason?.code).equal("updated-member-out");
    array.clock.now().should.be.below((run.state.soaks[0]?.startedAt ?? 0) + hours(1));
  });

  it("ends at once where an operator stops the run, now or after this member", async () => {
    for (const when of ["now", "after-member"] as const) {
      const array = four();
      void whileItSoaks(array, () => void array.runs.runningOn("CAS-ARRAY")?.stop(when, "Ada"));
      const { run } = await playSoaked(array, { soakMs: hours(10) });
      should(run.state.reason?.code).equal("stopped-by-operator");
      array.clock.now().should.be.below((run.state.soaks[0]?.startedAt ?? 0) + hours(1));
    }
  });

  it("takes nobody after it while the run is paused", async () => {
    const array = four();
    void whileItSoaks(array, async () => {
      const run = array.runs.runningOn("CAS-ARRAY");
      await run?.pause("Ada");
      await array.clock.sleep(hours(3));
      array.sent.filter((line) => line.startsWith("CAS2")).should.eql([]);
      await run?.goOn("Ada");
    });
    should((await playSoaked(array)).run.state.outcome).equal("finished");
  });

  it("goes on where it was when the run was let go of and taken up again", async () => {
    const array = four();
    const ended = new Promise<Run["state"]>((resolve) => {
      const listener = { member: () => undefined, changed: () => undefined, ended: ({ state }: { state: Run["state"] }) => resolve(state) };
      void whileItSoaks(array, async () => {
        const run = array.runs.runningOn("CAS-ARRAY");
        const until = soaking(array)[0]?.until ?? 0;
        array.at("CAS1").logs("MSExchange", 5);
        await run?.suspend("the test wants it");
        await array.clock.sleep(minutes(2));
        const taken = await array.runs.takeUp({ array: array.setup, flow: "loop", deployed: () => ({ nodes: {}, settings }), listener });
        should(taken?.state.soaks[0]?.until).equal(until);
        await array.clock.sleep(minutes(10));
        array.runs.runningOn("CAS-ARRAY")?.state.soaks.length.should.equal(1);
      });
      void playSoaked(array);
    });
    const { reason, soaks } = await ended;
    should(reason?.code).equal("soak-worse");
    soaks.length.should.equal(1);
  });

  it("is none in a dry run, nor before anything was updated", async () => {
    const array = four();
    const { run } = await play(array, undefined, { settings, dryRun: true });
    run.state.soaks.should.eql([]);
  });
});

const outcomesOf = (run: Run): string[] => outcomes({ run, answers: [] });
