import { mock } from "node:test";
import should from "should";
import { operationNames, operationOf } from "../../../../lib/server/catalogue";
import { OutcomeUnknown } from "../../../../lib/server/errors";
import { timeLimit } from "../../../../lib/server/layers/time-limit";
import type { Call, Invoke } from "../../../../lib/server/server";

const withinMs = operationOf("nlb.host").withinMs;
const drainWithinMs = operationOf("nlb.drain").withinMs;

describe("The time limit of an operation", () => {
  let signal: AbortSignal | undefined;
  /** A server that never answers. */
  const silent = ((_server: string, _op: string, _args: unknown, call: Call) => {
    signal = call.signal;
    return new Promise(() => undefined);
  }) as unknown as Invoke;

  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  it("makes a read that is not answered in time one that did not reach its server", async () => {
    const reading = timeLimit(silent)("CAS1", "nlb.host", {}, {});
    mock.timers.tick(withinMs);
    await reading.should.be.rejectedWith({ code: "unreachable", server: "CAS1", operation: "nlb.host", message: /no answer within 30 s/ });
  });

  it("makes a change that is not answered in time one of which nobody knows the outcome", async () => {
    const changing = timeLimit(silent)("CAS1", "nlb.drain", {}, {});
    mock.timers.tick(drainWithinMs);
    await changing.should.be.rejectedWith({ code: "outcome-unknown", server: "CAS1", operation: "nlb.drain" });
  });

  for (const op of operationNames)
    it(`says of each operation what its kind allows to say (${op})`, async () => {
      const asking = timeLimit(silent)("CAS1", op, {} as never, {});
      mock.timers.tick(operationOf(op).withinMs);
      // Whoever was told something may have heard it.
      await asking.should.be.rejectedWith({ code: operationOf(op).kind === "read" ? "unreachable" : "outcome-unknown", operation: op });
    });

  it("is the one in the catalogue, to the millisecond", async () => {
    let over = false;
    const reading = timeLimit(silent)("CAS1", "nlb.host", {}, {}).catch(() => (over = true));
    mock.timers.tick(withinMs - 1);
    await new Promise(setImmediate);
    over.should.be.false();
    mock.timers.tick(1);
    await reading;
    over.should.be.true();
  });

  it("tells the adapter to give up", async () => {
    const reading = timeLimit(silent)("CAS1", "nlb.host", {}, {});
    signal?.aborted.should.be.false();
    mock.timers.tick(withinMs);
    await reading.should.be.rejected();
    signal?.aborted.should.be.true();
  });

  it("is what the caller hears of, even if the adapter gives up at once with an error of its own", async () => {
    const quick = ((_server: string, _op: string, _args: unknown, call: Call) =>
      new Promise((_, reject) => {
        call.signal?.addEventListener("abort", () => reject(new Error("given up")));
      })) as unknown as Invoke;
    const changing = timeLimit(quick)("CAS1", "nlb.drain", {}, { signal: new AbortController().signal });
    mock.timers.tick(drainWithinMs);
    await changing.should.be.rejectedWith(OutcomeUnknown);
  });

  it("lets the adapter hear that the caller gives up", async () => {
    const caller = new AbortController();
    const heeding = ((_server: string, _op: string, _args: unknown, call: Call) =>
      new Promise((_, reject) => {
        call.signal?.addEventListener("abort", () => reject(call.signal?.reason as Error));
      })) as unknown as Invoke;
    const reading = timeLimit(heeding)("CAS1", "nlb.host", {}, { signal: caller.signal });
    caller.abort(new Error("the run has stopped"));
    await reading.should.be.rejectedWith("the run has stopped");
  });

  it("does nothing to an answer that comes in time, and leaves no timer behind", async () => {
    let given: AbortSignal | undefined;
    const prompt = (async (_server: string, _op: string, _args: unknown, call: Call) => {
      given = call.signal;
      return "answer";
    }) as unknown as Invoke;
    const answer: unknown = await timeLimit(prompt)("CAS1", "nlb.host", {}, {});
    should(answer).equal("answer");
    mock.timers.tick(withinMs * 2);
    should(given?.aborted).be.false();
  });

  it("hands on what else goes with the call, and errors as they are", async () => {
    const calls: Call[] = [];
    const failing = (async (_server: string, _op: string, _args: unknown, call: Call) => {
      calls.push(call);
      throw new Error("as it is");
    }) as unknown as Invoke;
    await timeLimit(failing)("CAS1", "nlb.drain", {}, { fence: 7 }).should.be.rejectedWith("as it is");
    should(calls[0]?.fence).equal(7);
  });
});

describe("The time limit of an operation whose caller has given up", () => {
  /** An adapter that does not heed the signal. */
  const deaf = (() => new Promise(() => undefined)) as unknown as Invoke;
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

  it("keeps no process alive, whether the caller gave up before or after the call", () => {
    const before = timers();
    const later = new AbortController();
    for (const signal of [AbortSignal.abort(), later.signal]) timeLimit(deaf)("CAS1", "nlb.host", {}, { signal }).catch(() => undefined);
    timers().should.equal(before + 1);
    later.abort();
    timers().should.equal(before);
  });

  it("listens to a signal that many calls share no longer than each call lasts", async () => {
    const { signal } = new AbortController();
    const [added, removed] = [mock.method(signal, "addEventListener"), mock.method(signal, "removeEventListener")];
    const prompt = (async () => "answer") as unknown as Invoke;
    for (let call = 0; call < 20; call++) await timeLimit(prompt)("CAS1", "nlb.host", {}, { signal });
    added.mock.callCount().should.equal(20);
    removed.mock.callCount().should.equal(20);
  });
});
