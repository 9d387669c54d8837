import { getEventListeners } from "node:events";
import "should";
import { Looks } from "../../../../lib/run/changes/look";
import type { Connection, Serving } from "../../../../lib/server";
import { ServerError } from "../../../../lib/server";
import type { Clock } from "../../../../lib/time";
import { seconds } from "../../../../lib/time";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { text } from "../../../../lib/texts";

/** Who answers, serves. */
const serving: Serving = (members, signal) =>
  Promise.all(
    members.map(async (member) => {
      const verdict = { member: member.name, serves: true, converging: false, code: "serves", why: text("gate.none") } as const;
      try {
        await member.read("system.info", {}, signal === undefined ? {} : { signal });
        return verdict;
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        return { ...verdict, serves: false, code: "unreachable" as const };
      }
    }),
  );

/** Looks at two members that answer when `asking` is over. */
function looksOn(clock: Clock, asking: (server: string, signal?: AbortSignal) => Promise<void>, telling = serving): Looks {
  const invoke = (async (server: string, _op: string, _args: unknown, { signal }: { signal?: AbortSignal }) => {
    await asking(server, signal);
    const at = new Date(0).toISOString();
    return { computer: server, os: "Windows", powershell: "5.1", bootedAt: at, clock: at, freeDiskMb: 1 };
  }) as unknown as Connection["invoke"];
  const members = ["CAS1", "CAS2"].map((name) => ({ name, address: name }));
  const connection: Connection = { kind: "ssh", clock, invoke, close: () => Promise.resolve() };
  return new Looks({ name: "array", members, minInService: 1, connection, serving: telling });
}

/** The clock of a process that is held up: all that is due by then is due at once. */
class HeldUp implements Clock {
  private at = 0;
  private sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  readonly now = () => this.at;
  readonly elapsed = () => this.at;

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.sleepers.push({ due: this.at + ms, wake });
    });
  }

  async jump(ms: number): Promise<void> {
    await new Promise(setImmediate);
    this.at += ms;
    const due = this.sleepers.filter((one) => one.due <= this.at).sort((a, b) => a.due - b.due);
    this.sleepers = this.sleepers.filter((one) => one.due > this.at);
    for (const { wake } of due) wake();
    await new Promise(setImmediate);
  }

  /** Goes on evenly until this is over. */
  async until<T>(promise: Promise<T>, stepMs: number): Promise<T> {
    const over = promise.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([over, this.jump(stepMs).then(() => false)])));
    return await promise;
  }
}

describe("A look at who serves", () => {
  let clock: VirtualClock;
  let takesMs: Record<string, number>;
  let asked: string[];
  let givenUp: number;
  let looks: Looks;
  beforeEach(() => {
    clock = new VirtualClock(0);
    takesMs = {};
    asked = [];
    givenUp = 0;
    looks = looksOn(clock, async (server, signal) => {
      asked.push(`${server} ${clock.elapsed() / 1000}`);
      signal?.addEventListener("abort", () => givenUp++);
      await clock.sleep(takesMs[server] ?? 0);
    });
  });
  const look = async (briefly: readonly string[] = []) => {
    const began = clock.elapsed();
    const { verdicts } = await looks.look(new Set(briefly));
    return { serve: verdicts.filter(({ serves }) => serves).map(({ member }) => member), tookMs: clock.elapsed() - began };
  };

  it("waits ten seconds for an answer, and longer the first time alone, when sessions have to be opened", async () => {
    takesMs = { CAS2: seconds(20) };
    (await look()).should.eql({ serve: ["CAS1", "CAS2"], tookMs: seconds(20) });
    (await look()).should.eql({ serve: ["CAS1"], tookMs: seconds(10) });
  });

  it("waits three seconds for those of whom no answer is expected", async () => {
    await look();
    takesMs = { CAS2: seconds(20) };
    (await look(["CAS2"])).should.eql({ serve: ["CAS1"], tookMs: seconds(3) });
  });

  it("does not take it for silence that this process was held up itself", async () => {
    const held = new HeldUp();
    const ofBusy = looksOn(held, async () => {
      for (let part = 0; part < 3; part++) await held.sleep(seconds(1));
    });
    await held.until(ofBusy.look(new Set()), seconds(1));
    const looking = ofBusy.look(new Set());
    await held.jump(seconds(60));
    const { verdicts } = await held.until(looking, seconds(1));
    verdicts.map(({ code }) => code).should.eql(["serves", "serves"]);
  });

  it("does not give up what it has asked when it is over, so that no session is ended by it", async () => {
    await look();
    takesMs = { CAS2: seconds(20) };
    await look();
    await clock.sleep(seconds(60));
    givenUp.should.equal(0);
  });

  it("asks a member nothing more as long as that is open, and then anew: an answer to an earlier look does not count", async () => {
    await look();
    asked.splice(0);
    takesMs = { CAS2: seconds(14) };
    await look();
    takesMs = { CAS2: seconds(1) };
    (await look(["CAS2"])).should.eql({ serve: ["CAS1"], tookMs: seconds(3) });
    (await look()).should.eql({ serve: ["CAS1", "CAS2"], tookMs: seconds(2) });
    asked.should.eql(["CAS1 0", "CAS2 0", "CAS1 10", "CAS1 13", "CAS2 14"]);
  });

  it("that follows another one because answers got old asks only those again, and tells how old the oldest is", async () => {
    await look();
    takesMs = { CAS2: seconds(6) };
    const { ageMs } = await looks.look(new Set());
    [ageMs("CAS1"), ageMs("CAS2")].should.eql([seconds(6), 0]);
    asked.splice(0);
    const again = await looks.look(new Set(), { again: true });
    asked.should.eql(["CAS1 6"]);
    [again.ageMs("CAS1"), again.ageMs("CAS2")].should.eql([0, 0]);
    await clock.sleep(seconds(2));
    asked.splice(0);
    await looks.look(new Set(), { again: true });
    asked.should.eql(["CAS1 8", "CAS2 8"]);
    asked.splice(0);
    await looks.look(new Set());
    asked.should.eql(["CAS1 14", "CAS2 14"]);
  });

  it("tells how old the oldest answer of a member is on which its verdict rests", async () => {
    const twice: Serving = async (members, signal) => {
      await serving(members, signal);
      await clock.sleep(seconds(4));
      return await serving(members.slice(0, 1), signal);
    };
    const ofTwo = looksOn(clock, () => Promise.resolve(), twice);
    const { ageMs } = await ofTwo.look(new Set());
    [ageMs("CAS1"), ageMs("CAS2"), ageMs("CAS3")].should.eql([seconds(4), seconds(4), seconds(4)]);
    await clock.sleep(seconds(1));
    ageMs("CAS1").should.equal(seconds(5));
  });

  it("is given up with the run", async () => {
    await look();
    takesMs = { CAS2: seconds(20) };
    const stop = new AbortController();
    const looking = looks.look(new Set(), { signal: stop.signal });
    stop.abort(new Error("stopped"));
    await looking.should.be.rejectedWith("stopped");
  });

  it("that was given up before it began asks nothing", async () => {
    await looks.look(new Set(), { signal: AbortSignal.abort(new Error("stopped")) }).should.be.rejectedWith("stopped");
    asked.should.eql([]);
  });

  it("is given up with the run also where a member has not answered an earlier one", async () => {
    await look();
    takesMs = { CAS2: seconds(50) };
    await look();
    const stop = new AbortController();
    const looking = looks.look(new Set(), { signal: stop.signal });
    const began = clock.elapsed();
    stop.abort(new Error("stopped"));
    await looking.should.be.rejectedWith("stopped");
    clock.elapsed().should.equal(began);
  });

  it("listens to the signal of whoever looks no longer than it lasts", async () => {
    const { signal } = new AbortController();
    await looks.look(new Set(), { signal });
    getEventListeners(signal, "abort").should.have.length(0);
  });
});
