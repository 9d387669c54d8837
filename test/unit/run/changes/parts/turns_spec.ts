import { getEventListeners } from "node:events";
import "should";
import { Turns } from "../../../../../lib/run/changes/turns";

describe("Turns", () => {
  const order: string[] = [];
  /** Work that goes on until it is let go. */
  const held = (name: string) => {
    let go = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      go = resolve;
    });
    const work = async () => {
      order.push(`${name} begins`);
      await over;
      order.push(`${name} ends`);
      return name;
    };
    return { work, go };
  };
  const settled = () => new Promise(setImmediate);
  beforeEach(() => order.splice(0));

  it("come one after the other, also behind one that failed", async () => {
    const turns = new Turns();
    const [one, two] = [held("one"), held("two")];
    const first = turns.take(async () => {
      await one.work();
      throw new Error("no");
    });
    const second = turns.take(two.work);
    await settled();
    order.should.eql(["one begins"]);
    one.go();
    await first.should.be.rejectedWith("no");
    await settled();
    order.should.eql(["one begins", "one ends", "two begins"]);
    two.go();
    (await second).should.equal("two");
  });

  it("leave nobody behind who waits for the signal of whoever had one, however it went", async () => {
    const turns = new Turns();
    const one = held("one");
    const { signal } = new AbortController();
    const stop = new AbortController();
    const first = turns.take(one.work, signal);
    const second = turns.take(() => Promise.resolve("two"), signal);
    const third = turns.take(() => Promise.resolve("three"), stop.signal);
    await settled();
    getEventListeners(signal, "abort").should.have.length(1);
    stop.abort(new Error("stopped"));
    await third.should.be.rejectedWith("stopped");
    one.go();
    (await Promise.all([first, second])).should.eql(["one", "two"]);
    getEventListeners(signal, "abort").should.eql([]);
    getEventListeners(stop.signal, "abort").should.eql([]);
  });

  it("are not given to somebody who gives up in the very moment in which it would be his", async () => {
    const turns = new Turns();
    const one = held("one");
    const stop = new AbortController();
    const first = turns.take(async () => {
      await one.work();
      stop.abort(new Error("stopped"));
    });
    const second = turns.take(() => Promise.resolve(order.push("two begins")), stop.signal);
    one.go();
    await first;
    await second.should.be.rejectedWith("stopped");
    order.should.eql(["one begins", "one ends"]);
  });
});
