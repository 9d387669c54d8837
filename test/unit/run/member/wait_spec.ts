import should from "should";
import { Unreachable } from "../../../../lib/server/errors";
import { waiting } from "../../../../lib/run/member/wait";
import { minutes, seconds } from "../../../../lib/time/duration";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { AnsweringServer } from "../../../shared/answering";

const gone = () => new Unreachable({ server: "CAS1", operation: "nlb.host", what: "no answer" });

describe("waiting", () => {
  const begin = (dryRun = false) => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const wait = waiting({ server: new AnsweringServer("CAS1", {}), clock, signal: stop.signal, dryRun });
    return { clock, stop, wait, since: clock.now() };
  };
  /** Answers one after the other, the last one for ever. */
  const answers = <T>(...list: (T | Error)[]) => {
    const looks = { count: 0, look: () => Promise.resolve(true as unknown as T) };
    looks.look = () => {
      const answer = list[Math.min(looks.count++, list.length - 1)] as T | Error;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    return looks;
  };

  it("ends with the first look that is enough", async () => {
    const { clock, wait, since } = begin();
    const { look } = answers("converging", "converging", "converged");
    (await wait.until(look, (state) => state === "converged", { limitMs: minutes(2) })).should.eql({ met: true, answer: "converged" });
    (clock.now() - since).should.equal(seconds(10));
  });

  it("takes so many good looks in a row as it is told, and begins to count anew after a bad one", async () => {
    const { wait } = begin();
    const looks = answers("converged", "converging", "converged", "converged");
    await wait.until(looks.look, (state) => state === "converged", { limitMs: minutes(2), inARow: 2 });
    looks.count.should.equal(4);
  });

  it("begins to count anew after a look that was not answered", async () => {
    const { wait } = begin();
    const looks = answers<string>("converged", gone(), "converged", "converged");
    await wait.until(looks.look, (state) => state === "converged", { limitMs: minutes(2), inARow: 2, unreachableIsNotYet: true });
    looks.count.should.equal(4);
  });

  it("has the look in between told each answer that is not enough, and no other", async () => {
    const { wait } = begin();
    const told: string[] = [];
    const { look } = answers<string>("draining", gone(), "stopped", "draining", "stopped");
    const meanwhile = (state: string) => void told.push(state);
    const options = { limitMs: minutes(2), inARow: 2, unreachableIsNotYet: true, meanwhile };
    await wait.until(look, (state) => state === "stopped", options);
    told.should.eql(["draining", "draining"]);
  });

  it("gives up at its limit with the last answer, after one more look there", async () => {
    const { clock, wait, since } = begin();
    const { look } = answers("draining");
    (await wait.until(look, () => false, { limitMs: seconds(12) })).should.eql({ met: false, answer: "draining" });
    (clock.now() - since).should.equal(seconds(12));
  });

  it("fails when the server cannot be reached, unless that is to be expected", async () => {
    const { look } = answers<string>("draining", gone(), "stopped");
    await begin()
      .wait.until(look, (state) => state === "stopped", { limitMs: minutes(2) })
      .should.be.rejectedWith(Unreachable);
    const again = answers<string>("draining", gone(), "stopped");
    const waited = await begin().wait.until(again.look, (state) => state === "stopped", { limitMs: minutes(2), unreachableIsNotYet: true });
    waited.met.should.be.true();
  });

  it("is not disturbed by a look in between that fails at the server, but by a mistake of ours", async () => {
    const failing = (error: Error) => ({ limitMs: seconds(7), meanwhile: () => Promise.reject(error) });
    const { look } = answers("draining");
    (await begin().wait.until(look, () => false, failing(gone()))).met.should.be.false();
    await begin()
      .wait.until(look, () => false, failing(new TypeError("no such thing")))
      .should.be.rejectedWith(TypeError);
  });

  it("ends with the run, without another look", async () => {
    const { clock, stop, wait } = begin();
    const looks = answers("draining");
    const waited = wait.until(looks.look, () => false, { limitMs: minutes(30) });
    await clock.sleep(seconds(12));
    stop.abort(new Error("stopped"));
    await waited.should.be.rejectedWith("stopped");
    looks.count.should.equal(3);
    await wait.until(looks.look, () => true, { limitMs: minutes(30) }).should.be.rejectedWith("stopped");
    looks.count.should.equal(3);
  });

  it("tells a look to give up at its limit, by the clock of whoever answers, and leaves nothing behind that waits", async () => {
    const { clock, stop, wait, since } = begin();
    const heeding = (signal: AbortSignal) => clock.sleep(minutes(1), signal);
    await wait.within(seconds(3), heeding).should.be.rejected();
    (clock.now() - since).should.equal(seconds(3));
    (await wait.within(seconds(3), async () => 7)).should.equal(7);
    clock.now().should.equal(since + seconds(3));
    const answersOn = new VirtualClock();
    const server = new AnsweringServer("CAS1", {});
    const slow = waiting({ server, clock, answersOn, signal: stop.signal, dryRun: false });
    await slow.within(seconds(3), (signal) => answersOn.sleep(minutes(1), signal)).should.be.rejected();
    clock.now().should.equal(since + seconds(3));
  });

  it("looks once in a dry run, and goes on", async () => {
    const { clock, wait, since } = begin(true);
    const { look } = answers("converging");
    should(await wait.until(look, () => false, { limitMs: minutes(2) })).eql({ met: true, answer: "converging", foreseen: true });
    await wait.pause(minutes(5));
    clock.now().should.equal(since);
  });
});
