import should from "should";
import { catalogue } from "../../../../lib/server/catalogue";
import { OperationFailed, OutcomeUnknown, Unreachable } from "../../../../lib/server/errors";
import { retryReads } from "../../../../lib/server/layers/retry-reads";
import type { Invoke } from "../../../../lib/server/server";
import { seconds } from "../../../../lib/time/duration";
import { VirtualClock } from "../../../../lib/time/virtual-clock";

const about = { server: "CAS1", what: "no answer" } as const;
const unanswered = new Unreachable({ ...about, operation: "nlb.host" });

/** A server that fails in the given ways first, then answers; with the times at which it was asked. */
const failing = (clock: VirtualClock, ...errors: readonly Error[]) => {
  const askedAt: number[] = [];
  const begin = clock.now();
  const invoke = (async () => {
    askedAt.push(clock.now() - begin);
    const error = errors[askedAt.length - 1];
    if (error !== undefined) throw error;
    return "answer";
  }) as unknown as Invoke;
  return { askedAt, invoke };
};

describe("A read that is not answered", () => {
  it("is asked again after a pause", async () => {
    const clock = new VirtualClock();
    const { askedAt, invoke } = failing(clock, unanswered, unanswered);
    const answer: unknown = await retryReads({ times: 2, pauseMs: seconds(3), clock })(invoke)("CAS1", "nlb.host", {}, {});
    should(answer).equal("answer");
    askedAt.should.eql([0, 3000, 6000]);
  });

  it("fails when it has been asked often enough", async () => {
    const clock = new VirtualClock();
    const { askedAt, invoke } = failing(clock, unanswered, unanswered, unanswered, unanswered);
    await retryReads({ times: 2, clock })(invoke)("CAS1", "nlb.host", {}, {}).should.be.rejectedWith(unanswered);
    askedAt.should.have.length(3);
  });

  it("is not asked again when the server has answered no", async () => {
    const clock = new VirtualClock();
    const no = new OperationFailed({ ...about, operation: "nlb.host", errorId: "not-a-member" });
    const { askedAt, invoke } = failing(clock, no);
    await retryReads({ clock })(invoke)("CAS1", "nlb.host", {}, {}).should.be.rejectedWith(no);
    askedAt.should.have.length(1);
  });

  it("is not asked again where asking leaves a trace elsewhere, as a wrong password does", async () => {
    const clock = new VirtualClock();
    const { askedAt, invoke } = failing(clock, unanswered, unanswered);
    const { example } = catalogue["probe.signOn"];
    await retryReads({ clock })(invoke)("CAS1", "probe.signOn", example, {}).should.be.rejectedWith(unanswered);
    askedAt.should.have.length(1);
  });

  it("is not asked again once its caller has given up, before or in the pause", async () => {
    const stopped = new Error("the run has stopped");
    for (const [abortAfterMs, error] of [
      [0, unanswered],
      [500, stopped],
    ] as const) {
      const clock = new VirtualClock();
      const caller = new AbortController();
      const { askedAt, invoke } = failing(clock, unanswered);
      if (abortAfterMs === 0) caller.abort(stopped);
      else void clock.sleep(abortAfterMs).then(() => caller.abort(stopped));
      await retryReads({ clock })(invoke)("CAS1", "nlb.host", {}, { signal: caller.signal }).should.be.rejectedWith(error);
      askedAt.should.have.length(1);
    }
  });
});

describe("A change", () => {
  it("is never sent twice, however it failed", async () => {
    for (const Failed of [Unreachable, OutcomeUnknown]) {
      const clock = new VirtualClock();
      const error = new Failed({ ...about, operation: "nlb.drain" });
      const { askedAt, invoke } = failing(clock, error);
      await retryReads({ times: 5, clock })(invoke)("CAS1", "nlb.drain", {}, {}).should.be.rejectedWith(error);
      askedAt.should.have.length(1);
    }
  });
});
