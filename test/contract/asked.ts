import type { Connection } from "../../lib/server/array";
import type { ArgsOf, ChangeOp, OperationName, ReadOp } from "../../lib/server/catalogue";
import { changeOf, nameOfRead, operationOf } from "../../lib/server/catalogue";
import { ServerError } from "../../lib/server/errors";
import { checked } from "../../lib/server/layers/checked";
import type { ChangeCall, Invoke } from "../../lib/server/server";
import { layered, Server } from "../../lib/server/server";
import type { Seen } from "../../lib/server/settled";
import { seen } from "../../lib/server/settled";
import { minutes, seconds } from "../../lib/time/duration";
import type { Adapter, Opened, Setting } from "./adapter";
import type { Reading } from "./samples";
import { changeSample, readSample } from "./samples";

/** What went wrong, as the code and, where the server said no, its error id. */
export async function failure(attempt: Promise<unknown>): Promise<Record<string, unknown>> {
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

/** An adapter as it is asked: every question looked at by its schemas, and what a change needs before and after it. */
export class Asked {
  private opened: Opened | undefined;

  constructor(private readonly adapter: Adapter) {}

  get tellsNobody(): boolean {
    return this.adapter.tellsNobody === true;
  }

  async open(world: Setting): Promise<void> {
    this.opened = await this.adapter.open(world);
  }

  async close(): Promise<void> {
    await this.opened?.close();
  }

  server(name: string): Server {
    return new Server(name, this.asks);
  }

  send(name: string, op: OperationName, args: unknown, call: ChangeCall = {}): Promise<unknown> {
    return this.asks(name, op, args as ArgsOf<OperationName>, call);
  }

  /** The next change of this member is made, and its answer gets lost. */
  loseNextAnswer(member: string): void {
    this.now.loseNextAnswer(member);
  }

  async argsFor(op: ChangeOp, on: Server): Promise<unknown> {
    const { args } = changeSample(op);
    return typeof args === "function" ? args(on) : args;
  }

  async anyArgsFor(op: OperationName, on: Server): Promise<unknown> {
    const { kind, example } = operationOf(op);
    return kind === "read" ? readSample(op as ReadOp).args : kind === "change" ? this.argsFor(op as ChangeOp, on) : example;
  }

  look(op: ChangeOp, on: Server, args: unknown): Promise<Seen> {
    return seen(on, op, (changeSample(op).looksFor ?? args) as never);
  }

  /** Brings a member to where it would be seen if the change were made. @returns what the change is sent with */
  async ready(op: ChangeOp, on: Server): Promise<unknown> {
    await changeSample(op).first?.(on);
    const args = await this.argsFor(op, on);
    (await this.look(op, on, args)).should.equal("not", `${op} is seen on ${on.name} before it is sent`);
    return args;
  }

  async untilSeen(op: ChangeOp, on: Server, args: unknown): Promise<void> {
    const { clock } = this.connection;
    const limit = clock.now() + operationOf(op).withinMs + minutes(60);
    for (;;) {
      const how = await this.look(op, on, args).catch(noAnswer);
      if (how === "settled") return;
      // That it answers is a matter of the clock on the wall, which mocha's limit is for.
      if (how !== null && clock.now() > limit) throw new Error(`${op} was not seen to settle on ${on.name}; it is seen: ${how}.`);
      // A look at real PowerShell costs more than two seconds of its fast clock: looking more often changes nothing.
      await clock.sleep(seconds(10));
    }
  }

  /** Afterwards it would be seen if it had been made after all. */
  untilItWouldShow(op: ChangeOp): Promise<void> {
    return this.connection.clock.sleep(changeSample(op).showsWithinMs ?? 0);
  }

  /** What the read that a change names says, the moment of the answer apart. */
  async reading(op: ChangeOp, on: Server, args: unknown): Promise<Reading> {
    const [sight] = changeOf(op).seen;
    const { clock: _now, ...answer } = (await on.read(nameOfRead(sight.read), sight.ask(args) as never)) as Reading;
    return answer;
  }

  private get connection(): Connection {
    return this.now.connection;
  }

  private get now(): Opened {
    if (this.opened === undefined) throw new Error(`${this.adapter.name} is not open.`);
    return this.opened;
  }

  private get asks(): Invoke {
    return layered(this.connection.invoke, checked);
  }
}
