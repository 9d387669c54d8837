import { getEventListeners } from "node:events";
import should from "should";
import { memberNamed } from "../../../lib/server/array";
import type { ArgsOf, ChangeOp } from "../../../lib/server/catalogue";
import { operationNames, operationOf } from "../../../lib/server/catalogue";
import { OutcomeUnknown, Unreachable } from "../../../lib/server/errors";
import { hostLabel, isAddress } from "../../../lib/server/host-name";
import { retryReads } from "../../../lib/server/layers/retry-reads";
import { sameBoot } from "../../../lib/server/operations/system";
import { scom } from "../../../lib/server/operations/scom";
import { takePicture } from "../../../lib/server/picture";
import type { Call, Invoke } from "../../../lib/server/server";
import { Server } from "../../../lib/server/server";
import { seen } from "../../../lib/server/settled";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { maintenance } from "../../shared/readings";

/** An adapter that notes what goes with each call. @param answer what it answers, or how it fails */
function noting(answer: (op: string) => unknown = () => undefined): { invoke: Invoke; calls: { op: string; call: Call }[] } {
  const calls: { op: string; call: Call }[] = [];
  const invoke = (async (_server: string, op: string, _args: unknown, call: Call) => {
    calls.push({ op, call });
    return await answer(op);
  }) as unknown as Invoke;
  return { invoke, calls };
}
const changes = operationNames.filter((op): op is ChangeOp => operationOf(op).kind === "change");

describe("The signal of whoever asks", () => {
  for (const [kind, ask] of [
    ["read", (server: Server, call: Call) => server.read("nlb.host", {}, call)],
    ["change", (server: Server, call: Call) => server.change("nlb.stop", {}, call)],
    [
      "tell",
      (server: Server, call: Call) => server.tell("notice.post", { id: "1", url: "https://example.org/x", body: {} } as never, call),
    ],
  ] as const)
    it(`goes with every ${kind}: that of the server, that of the call, and both where there are two`, async () => {
      for (const aborts of ["its", "own"] as const) {
        const [its, own] = [new AbortController(), new AbortController()];
        let answer: () => void = () => undefined;
        const answered = new Promise<void>((resolve) => (answer = resolve));
        const { invoke, calls } = noting(() => answered);
        const asked = [
          ask(new Server("CAS1", invoke, its.signal), { fence: 3 }),
          ask(new Server("CAS1", invoke), { signal: own.signal }),
          ask(new Server("CAS1", invoke, its.signal), { signal: own.signal }),
        ];
        ({ its, own })[aborts].abort();
        answer();
        await Promise.all(asked);
        calls.map(({ call }) => call.signal?.aborted).should.eql([aborts === "its", aborts === "own", true]);
        should(calls[0]?.call.fence).equal(3);
      }
    });

  it("is kept no longer than the call: one of two may live as long as the run", async () => {
    const [its, own] = [new AbortController(), new AbortController()];
    const { invoke, calls } = noting();
    await new Server("CAS1", invoke, its.signal).read("nlb.host", {}, { signal: own.signal });
    getEventListeners(its.signal, "abort").should.have.length(0);
    getEventListeners(own.signal, "abort").should.have.length(0);
    its.abort();
    should(calls[0]?.call.signal?.aborted).be.false();
  });

  for (const op of changes)
    it(`goes with the look whether a change is seen (${op})`, async () => {
      const { signal } = new AbortController();
      const looked: Call[] = [];
      const asked = {
        name: "CAS1",
        read: (_op: string, _args: unknown, call: Call = {}) => (looked.push(call), Promise.reject(new Error("seen"))),
      };
      const args = operationOf(op).example as ArgsOf<typeof op>;
      await seen(asked as never, op, args, { signal, fence: 7 }).should.be.rejectedWith("seen");
      looked.should.eql([{ signal, fence: 7 }]);
    });

  it("goes with every read of a picture, also of those that are read again", async () => {
    const { signal } = new AbortController();
    const { invoke, calls } = noting(() => {
      throw new Unreachable({ server: "CAS1", operation: "nlb.host", what: "gone" });
    });
    const first = await takePicture(new Server("CAS1", invoke), { signal });
    const asked = calls.length;
    asked.should.be.above(3);
    await takePicture(new Server("CAS1", invoke), { signal }, first);
    calls.should.have.length(2 * asked);
    for (const { call } of calls) should(call.signal).equal(signal);
  });

  it("ends the pause before a read is tried again", async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const { invoke, calls } = noting(() => {
      throw new Unreachable({ server: "CAS1", operation: "nlb.host", what: "gone" });
    });
    const reading = retryReads({ times: 2, pauseMs: 60_000, clock })(invoke)("CAS1", "nlb.host", {}, { signal: stop.signal });
    await new Promise(setImmediate);
    stop.abort(new Error("stopped"));
    await reading.should.be.rejectedWith("stopped");
    calls.should.have.length(1);
  });
});

describe("An operation without an answer", () => {
  for (const op of operationNames) {
    // A read that leaves a trace elsewhere, such as a wrong password, is asked once.
    const asksAgain = operationOf(op).kind === "read" && op !== "probe.signOn";
    it(`is sent again only where it is a read that leaves no trace (${op})`, async () => {
      const { invoke, calls } = noting(() => {
        throw new Unreachable({ server: "CAS1", operation: op, what: "gone" });
      });
      const again = retryReads({ times: 2, pauseMs: 1, clock: new VirtualClock() })(invoke);
      await again("CAS1", op, {} as never, {}).should.be.rejectedWith(Unreachable);
      calls.should.have.length(asksAgain ? 3 : 1);
    });
  }

  it("is not sent again where the server may have got it", async () => {
    const { invoke, calls } = noting(() => {
      throw new OutcomeUnknown({ server: "CAS1", operation: "nlb.host", what: "gone" });
    });
    await retryReads({ clock: new VirtualClock() })(invoke)("CAS1", "nlb.host", {}, {}).should.be.rejectedWith(OutcomeUnknown);
    calls.should.have.length(1);
  });
});

describe("What is the same, though it is written in another way", () => {
  const members = [
    { name: "CAS1", address: "10.0.0.1" },
    { name: "cas2.example.org", address: "10.0.0.2" },
  ];
  for (const [typed, found] of [
    ["CAS1", "CAS1"],
    ["cas1", "CAS1"],
    [" Cas1 ", "CAS1"],
    ["CAS1.example.org", "CAS1"],
    ["CAS2.EXAMPLE.ORG", "cas2.example.org"],
    ["CAS2", "cas2.example.org"],
    ["CAS3", undefined],
    ["CAS", undefined],
    ["", undefined],
  ] as const)
    it(`a member, by its name ("${typed}")`, () => {
      should(memberNamed(members, typed)?.name).equal(found);
    });

  it("prefers the member that has just that name", () => {
    const both = [
      { name: "CAS1.a.example", address: "" },
      { name: "cas1", address: "" },
    ];
    should(memberNamed(both, "CAS1")?.name).equal("cas1");
    should(memberNamed(both, "cas1.A.example")?.name).equal("CAS1.a.example");
  });

  for (const [name, is] of [
    ["10.0.0.1", true],
    ["fe80::1", true],
    ["2001:db8::a.b", true],
    [" ::1 ", true],
    ["cas1", false],
    ["10.example.org", false],
  ] as const)
    it(`an address is taken whole, a name by its first part (${name})`, () => {
      isAddress(name).should.equal(is);
      hostLabel(name).should.equal(is ? name.trim() : name.split(".")[0]);
    });

  for (const [byMs, same] of [
    [0, true],
    [59_999, true],
    [60_000, false],
    [-59_999, true],
    [-60_000, false],
  ] as const)
    it(`a boot, within a minute (${byMs} ms)`, () => {
      const at = Date.UTC(2026, 0, 10, 22);
      sameBoot(new Date(at).toISOString(), new Date(at + byMs).toISOString()).should.equal(same);
    });

  for (const [endsAt, asFound] of [
    ["2026-01-10T21:59:59.999Z", true],
    ["2026-01-10T22:00:00.000Z", true],
    ["2026-01-10T22:00:00.001Z", false],
    [null, false],
  ] as const)
    it(`a maintenance window that was found and has run out since (${endsAt})`, () => {
      const is = scom["scom.maintenance"].asFound;
      should(is?.(maintenance({ on: true, endsAt }), maintenance({ on: false }))).equal(asFound);
      should(is?.(maintenance({ on: true, endsAt }), maintenance({ on: true, endsAt: "2026-01-11T02:00:00.000Z" }))).equal(false);
    });
});
