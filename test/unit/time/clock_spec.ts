import { getEventListeners } from "node:events";
import { mock } from "node:test";
import "should";
import { realClock, scaledClock } from "../../../lib/time/clock";
import { hours } from "../../../lib/time/duration";

/** Lets promises that are ready go on. */
const soon = () => new Promise(setImmediate);

const ended = (sleep: Promise<void>): { how: string } => {
  const state = { how: "asleep" };
  sleep.then(
    () => (state.how = "woken"),
    (error: unknown) => (state.how = (error as Error).message),
  );
  return state;
};

describe("The clock on the wall", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 5000 }));
  afterEach(() => mock.timers.reset());

  it("shows the time of day", () => {
    realClock.now().should.equal(5000);
  });

  it("wakes a sleeper after its time and not before", async () => {
    const sleep = ended(realClock.sleep(100));
    mock.timers.tick(99);
    await soon();
    sleep.how.should.equal("asleep");
    mock.timers.tick(1);
    await soon();
    sleep.how.should.equal("woken");
  });

  it("wakes one with less than nothing to sleep at once", async () => {
    const sleep = ended(realClock.sleep(-5));
    mock.timers.tick(1);
    await soon();
    sleep.how.should.equal("woken");
  });

  it("lets a sleeper sleep longer than one timer can hold", async () => {
    const longestTimer = 2 ** 31 - 1;
    const sleep = ended(realClock.sleep(hours(24 * 30)));
    mock.timers.tick(longestTimer);
    await soon();
    sleep.how.should.equal("asleep");
    mock.timers.tick(hours(24 * 30) - longestTimer - 1);
    await soon();
    sleep.how.should.equal("asleep");
    mock.timers.tick(1);
    await soon();
    sleep.how.should.equal("woken");
  });

  it("gives up a sleep as soon as it is told to, with the reason", async () => {
    const caller = new AbortController();
    const sleep = ended(realClock.sleep(100, caller.signal));
    caller.abort(new Error("the run has stopped"));
    await soon();
    sleep.how.should.equal("the run has stopped");
    await realClock.sleep(100, caller.signal).should.be.rejectedWith("the run has stopped");
  });

  it("says that a sleep was given up where the reason is no error", async () => {
    const caller = new AbortController();
    caller.abort("enough");
    await realClock.sleep(100, caller.signal).should.be.rejectedWith("The wait was given up.");
  });

  it("does not listen to a signal any longer once the sleeper is awake", async () => {
    const { signal } = new AbortController();
    const sleep = realClock.sleep(100, signal);
    getEventListeners(signal, "abort").should.have.length(1);
    mock.timers.tick(100);
    await sleep;
    getEventListeners(signal, "abort").should.have.length(0);
  });
});

describe("An accelerated clock", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 }));
  afterEach(() => mock.timers.reset());

  it("runs as many times as fast as told, from the time that it was given", () => {
    const clock = scaledClock(300, hours(100));
    clock.now().should.equal(hours(100));
    mock.timers.tick(2000);
    clock.now().should.equal(hours(100) + 600_000);
  });

  it("shows a process that is started again the time that went on without it", () => {
    mock.timers.tick(500);
    scaledClock(300, 0, 1000).now().should.equal(150_000);
  });

  it("counts sleep in its own time", async () => {
    const sleep = ended(scaledClock(300, 0).sleep(60_000));
    mock.timers.tick(199);
    await soon();
    sleep.how.should.equal("asleep");
    mock.timers.tick(1);
    await soon();
    sleep.how.should.equal("woken");
  });
});
