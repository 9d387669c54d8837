import should from "should";
import type { Fault } from "../../lib/adapters/lab";
import { Lab } from "../../lib/adapters/lab";
import type { Connection } from "../../lib/server/array";
import type { ArgsOf, ChangeOp, OperationName, ReadOp, TellOp } from "../../lib/server/catalogue";
import { changeOf, nameOfRead, operationNames, operationOf } from "../../lib/server/catalogue";
import { ServerError } from "../../lib/server/errors";
import { checked } from "../../lib/server/layers/checked";
import type { ChangeCall, Invoke } from "../../lib/server/server";
import { layered, Server } from "../../lib/server/server";
import type { Seen } from "../../lib/server/settled";
import { seen } from "../../lib/server/settled";
import { Receiver } from "../shared/receiver";
import { minutes, seconds } from "../../lib/time/duration";
import type { Reading } from "./samples";
import { changeSample, readSample } from "./samples";

/** The world that an adapter under test is opened on. */
export interface Setting {
  readonly array: string;
  readonly members: readonly string[];
  readonly seed: number;
  readonly faults: readonly Fault[];
}

export interface Opened {
  readonly connection: Connection;
  /** The next change of this member is made, and its answer gets lost. */
  loseNextAnswer(member: string): void;
  close(): Promise<void>;
}

export interface Adapter {
  readonly name: string;
  /** A member whose address leads to CAS3; none where members have no addresses. */
  readonly misled?: string;
  open(world: Setting): Promise<Opened>;
}

const reads = operationNames.filter((op): op is ReadOp => operationOf(op).kind === "read");
const changes = operationNames.filter((op): op is ChangeOp => operationOf(op).kind === "change");
const tells = operationNames.filter((op): op is TellOp => operationOf(op).kind === "tell");

const world: Setting = {
  array: "contract",
  // A night on which jobs that are to be ended in the middle last nearly as long as they can.
  seed: 383,
  members: ["CAS1", "CAS2", "CAS3", "LOST1", "GONE1"],
  faults: [
    { name: "scom-refuses", member: "CAS2" },
    { name: "reboot-hangs", member: "GONE1" },
  ],
};

/** What went wrong, as the code and, where the server said no, its error id. */
async function failure(attempt: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    const { code, server, operation } = error;
    return { code, server, operation, ...("errorId" in error ? { errorId: error.errorId } : {}) };
  }
  return { code: "none: it was done" };
}

/** A server that restarts does not answer for a while, nor does one to which a new session is being opened. */
const noAnswer = (error: unknown): null => {
  if (error instanceof ServerError) return null;
  throw error;
};

/** Every operation of the catalogue on an adapter: the same questions, the same answers, the same errors. */
export function contract(adapter: Adapter): void {
  describe(`The contract of the catalogue on ${adapter.name}`, function () {
    this.timeout(minutes(2));
    let opened: Opened;
    let invoke: Invoke;
    before(async () => {
      opened = await adapter.open(world);
      invoke = layered(opened.connection.invoke, checked);
    });
    after(() => opened?.close());

    const server = (name: string): Server => new Server(name, invoke);
    const send = (name: string, op: OperationName, args: unknown, call: ChangeCall = {}): Promise<unknown> =>
      invoke(name, op, args as ArgsOf<OperationName>, call);
    const argsFor = async (op: ChangeOp, on: Server): Promise<unknown> => {
      const { args } = changeSample(op);
      return typeof args === "function" ? args(on) : args;
    };
    const anyArgsFor = async (op: OperationName, on: Server): Promise<unknown> => {
      const { kind, example } = operationOf(op);
      return kind === "read" ? readSample(op as ReadOp).args : kind === "change" ? argsFor(op as ChangeOp, on) : example;
    };
    const look = (op: ChangeOp, on: Server, args: unknown): Promise<Seen> => seen(on, op, (changeSample(op).looksFor ?? args) as never);
    /** Brings a member to where it would be seen if the change were made. @returns what the change is sent with */
    const ready = async (op: ChangeOp, on: Server): Promise<unknown> => {
      await changeSample(op).first?.(on);
      const args = await argsFor(op, on);
      (await look(op, on, args)).should.equal("not", `${op} is seen on ${on.name} before it is sent`);
      return args;
    };
    const untilSeen = async (op: ChangeOp, on: Server, args: unknown): Promise<void> => {
      const { clock } = opened.connection;
      const limit = clock.now() + operationOf(op).withinMs + minutes(60);
      for (;;) {
        const how = await look(op, on, args).catch(noAnswer);
        if (how === "settled") return;
        // That it answers is a matter of the clock on the wall, which mocha's limit is for.
        if (how !== null && clock.now() > limit) throw new Error(`${op} was not seen to settle on ${on.name}; it is seen: ${how}.`);
        // A look at real PowerShell costs more than two seconds of its fast clock: looking more often changes nothing.
        await clock.sleep(seconds(10));
      }
    };
    /** Afterwards it would be seen if it had been made after all. */
    const untilItWouldShow = (op: ChangeOp): Promise<void> => opened.connection.clock.sleep(changeSample(op).showsWithinMs ?? 0);
    /** What the read that a change names says, the moment of the answer apart. */
    const reading = async (op: ChangeOp, on: Server, args: unknown): Promise<Reading> => {
      const [sight] = changeOf(op).seen;
      const { clock: _now, ...answer } = (await on.read(nameOfRead(sight.read), sight.ask(args) as never)) as Reading;
      return answer;
    };

    for (const op of reads) {
      it(`${op}: answers as the lab does`, async () => {
        const { args, varies = [] } = readSample(op);
        const steady = (answer: unknown) => Object.fromEntries(Object.entries(answer as object).filter(([name]) => !varies.includes(name)));
        // A world of its own: the same seed, and nothing was done to it yet.
        const lab = new Lab({ ...world, speed: 1 });
        try {
          const expected = await layered(lab.invoke, checked)("CAS1", op, args, {});
          steady(await send("CAS1", op, args)).should.eql(steady(expected));
        } finally {
          await lab.close();
        }
      });
    }

    // A run with a higher number has been there, which changed nothing.
    before(async () => {
      await send("CAS3", "nlb.resume", {}, { fence: 9 });
      await send("CAS3", "scom.end", {}, { fence: 9 });
    });

    for (const op of changes) {
      const { proof, refused, unharmed } = changeSample(op);

      it(`${op}: is made, and seen in the read that it names; made again it does no harm`, async () => {
        const on = server("CAS1");
        const args = await ready(op, on);
        await send("CAS1", op, args, { fence: 2 });
        await untilSeen(op, on, args);
        const left = await proof?.(on);
        const first = await reading(op, on, args);
        await send("CAS1", op, args, { fence: 2 });
        await untilItWouldShow(op);
        await untilSeen(op, on, args);
        should(await proof?.(on)).eql(left);
        const second = await reading(op, on, args);
        if (unharmed === undefined) second.should.eql(first);
        else unharmed(first, second);
      });

      it(`${op}: is refused with a lower fencing number than the member has seen, and not made`, async () => {
        const on = server("CAS3");
        const args = await ready(op, on);
        (await failure(send("CAS3", op, args, { fence: 8 }))).should.eql({ code: "fenced", server: "CAS3", operation: op });
        await untilItWouldShow(op);
        (await look(op, on, args)).should.equal("not");
      });

      if (refused !== undefined) {
        it(`${op}: a refusal carries the server's error id (${refused.errorId})`, async () => {
          const on = server("CAS2");
          await refused.first?.(on);
          const args = refused.args ?? (await argsFor(op, on));
          (await failure(send("CAS2", op, args))).should.eql({
            code: "operation-failed",
            server: "CAS2",
            operation: op,
            errorId: refused.errorId,
          });
        });
      }

      it(`${op}: a lost answer is an unknown outcome, and the change is seen`, async () => {
        const on = server("LOST1");
        const args = await ready(op, on);
        opened.loseNextAnswer("LOST1");
        (await failure(send("LOST1", op, args))).should.eql({ code: "outcome-unknown", server: "LOST1", operation: op });
        await untilSeen(op, on, args);
        await proof?.(on);
      });
    }

    for (const op of tells) {
      it(`${op}: is taken, without an answer`, async () => {
        await using receiver = await Receiver.open();
        const { id } = operationOf(op).example as { readonly id: string };
        should(await send("CAS1", op, { ...(operationOf(op).example as object), id, url: receiver.url })).be.undefined();
      });
    }

    for (const op of operationNames) {
      it(`${op}: a server that is not in the array cannot be reached`, async () => {
        const args = await anyArgsFor(op, server("CAS1"));
        const { code, server: name } = await failure(send("NOBODY", op, args));
        ({ name }).should.eql({ name: "NOBODY" });
        // The lab asks SCOM, which says that it knows no such computer.
        ["unreachable", "operation-failed"].should.containEql(code);
      });
    }

    const { misled } = adapter;
    if (misled !== undefined) {
      it("a member whose address leads to another server is not asked, and nothing is done there", async () => {
        const on = server("CAS3");
        const wrong = { code: "operation-failed", server: misled, errorId: "wrong-server" };
        (await failure(send(misled, "system.info", {}))).should.eql({ ...wrong, operation: "system.info" });
        for (const op of ["nlb.stop", "system.restart", "job.start"] as const) {
          const args = await ready(op, on);
          (await failure(send(misled, op, args, { fence: 9 }))).should.eql({ ...wrong, operation: op });
          await untilItWouldShow(op);
          (await look(op, on, args)).should.equal("not");
        }
      });
    }

    describe("when a member is down", () => {
      before(async () => {
        const on = server("GONE1");
        const { bootedAt } = await on.read("system.info", {});
        await on.change("system.restart", { bootedAt });
        for (;;) if ((await failure(on.read("system.info", {}))).code === "unreachable") break;
      });

      for (const op of operationNames.filter((name) => operationOf(name).on === "member")) {
        it(`${op}: says that it is unreachable`, async () => {
          const args = await anyArgsFor(op, server("CAS1"));
          (await failure(send("GONE1", op, args))).should.eql({ code: "unreachable", server: "GONE1", operation: op });
        });
      }

      for (const op of ["probe.tcp", "probe.http"] as const) {
        it(`${op}: answers that nobody is there, which is no error`, async () => {
          const answer = await server("GONE1").read(op as "probe.tcp", readSample(op).args as never);
          (answer.error === null).should.be.false();
        });
      }
    });
  });
}
