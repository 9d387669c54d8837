import { getEventListeners } from "node:events";
import fc from "fast-check";
import "should";
import { hours, minutes } from "../../../lib/time/duration";
import { VirtualClock } from "../../../lib/time/virtual-clock";

describe("A virtual clock", () => {
  it("stands still while nobody sleeps", async () => {
    const clock = new VirtualClock(7);
    await new Promise(setImmediate);
    clock.now().should.equal(7);
  });

  it("jumps to the moment at which a sleeper wakes", async () => {
    const clock = new VirtualClock(0);
    await clock.sleep(hours(5));
    clock.now().should.equal(hours(5));
    await clock.sleep(-1);
    clock.now().should.equal(hours(5));
  });

  it("wakes sleepers in the order of their times, and those of one time in the order in which they went to sleep", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 8 }), async (lengths) => {
        const clock = new VirtualClock(0);
        const woken: [at: number, sleeper: number][] = [];
        await Promise.all(lengths.map((ms, sleeper) => clock.sleep(ms).then(() => woken.push([clock.now(), sleeper]))));
        woken.should.eql(lengths.map((ms, sleeper) => [Math.max(0, ms), sleeper]).sort(([a, i], [b, j]) => a! - b! || i! - j!));
      }),
      { numRuns: 30 },
    );
  });

  it("lets a sleeper that wakes go on before it jumps again", async () => {
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    const note = (what: string) => seen.push(`${what} at ${clock.now()}`);
    await Promise.all([
      clock.sleep(minutes(1)).then(async () => {
        await new Promise(setImmediate);
        note("first");
        await clock.sleep(1);
        note("first again");
      }),
      clock.sleep(minutes(2)).then(() => note("second")),
    ]);
    seen.should.eql(["first at 60000", "first again at 60001", "second at 120000"]);
  });

  it("gives up a sleep as soon as it is told to, without any time going by", async () => {
    const clock = new VirtualClock(0);
    const caller = new AbortController();
    const sleep = clock.sleep(hours(1), caller.signal);
    caller.abort(new Error("the run has stopped"));
    await sleep.should.be.rejectedWith("the run has stopped");
    await clock.sleep(hours(1), caller.signal).should.be.rejectedWith("the run has stopped");
    for (let round = 0; round < 20; round++) await new Promise(setImmediate);
    clock.now().should.equal(0);
  });

  it("does not wait for a sleeper that was given up", async () => {
    const clock = new VirtualClock(0);
    const caller = new AbortController();
    const givenUp = clock.sleep(hours(1), caller.signal).catch(() => undefined);
    const other = clock.sleep(hours(2)).then(() => clock.now());
    caller.abort();
    await givenUp;
    (await other).should.equal(hours(2));
  });

  it("goes on after everybody has woken or given up", async () => {
    const clock = new VirtualClock(0);
    const caller = new AbortController();
    const sleep = clock.sleep(hours(1), caller.signal);
    caller.abort();
    await sleep.should.be.rejected();
    await new Promise(setImmediate);
    await clock.sleep(3);
    clock.now().should.equal(3);
  });

  it("does not listen to a signal any longer once the sleeper is awake", async () => {
    const { signal } = new AbortController();
    await new VirtualClock(0).sleep(1, signal);
    getEventListeners(signal, "abort").should.have.length(0);
  });
});
