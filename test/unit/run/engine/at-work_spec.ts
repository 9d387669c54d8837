import should from "should";
import { AtWork } from "../../../../lib/run/engine/at-work";

describe("What is at work on the members of a run", () => {
  it("has a signal for each member: what is over for one is not over for another", () => {
    const atWork = new AtWork();
    const [first, second] = [atWork.signalOf("CAS1"), atWork.signalOf("CAS2")];
    atWork.over("CAS1");
    [first.aborted, second.aborted, atWork.signal.aborted].should.eql([true, false, false]);
    atWork.signalOf("CAS2").should.equal(second);
  });

  it("ends with the run on each member, for the same reason, also on one that comes late", () => {
    const atWork = new AtWork();
    const first = atWork.signalOf("CAS1");
    const why = new Error("stopped");
    atWork.stop(why);
    for (const signal of [first, atWork.signal, atWork.signalOf("CAS2")]) should(signal.reason).equal(why);
  });

  it("is idle when all steps have ended, however they end", async () => {
    const atWork = new AtWork();
    let [end, fail] = [(): void => undefined, (): void => undefined];
    atWork.begun(new Promise<void>((resolve) => (end = resolve)));
    atWork.begun(new Promise<void>((_, reject) => (fail = () => reject(new Error("It failed.")))));
    let idle = false;
    const waiting = atWork.idle().then(() => (idle = true));
    fail();
    await new Promise(setImmediate);
    idle.should.be.false();
    end();
    await waiting;
    await atWork.idle();
  });
});
