import type { Text } from "../texts";
import { followed } from "../time";
import type { ArgsOf, ChangeData, ChangeOp, OperationName, ReadOp, ResultOf, TellOp } from "./catalogue";

/** The reads, the changes and the tells among some operations. */
export type ReadOf<Uses extends OperationName> = Extract<Uses, ReadOp>;
export type ChangeOf<Uses extends OperationName> = Extract<Uses, ChangeOp>;
export type TellOf<Uses extends OperationName> = Extract<Uses, TellOp>;

/** Who signs on. The password is in no property, so that it does not show where a call is printed, compared or written down as JSON. */
export class Account {
  readonly #password: string;

  constructor(
    readonly user: string,
    password: string,
  ) {
    this.#password = password;
  }

  password(): string {
    return this.#password;
  }
}

/** What goes with one call. Adapters use `signal`, `fence` and `account`; the rest is for the layers of a run. */
export interface Call {
  readonly signal?: AbortSignal;
  /** The run's fencing number: a member refuses a change, and a read that keeps it, with a lower one than it has seen. */
  readonly fence?: number;
  /** With which the operation signs on. Beside the arguments, since those are written down. */
  readonly account?: Account;
  /** Not asked again when no answer comes: whoever polls has a patience of its own. */
  readonly once?: true;
}

/** What goes with a change that a run makes. */
export interface ChangeCall<Uses extends OperationName = OperationName> extends Call {
  /** How to take it back. A change that itself restores the found state has none. */
  readonly undo?: ChangeData<ChangeOf<Uses>>;
  /** The update starts with this change: from here on the member rests on a failure, and nothing is taken back. */
  readonly startsUpdate?: true;
  /** Sent even while the array converges: an unverified member that serves must go out now. */
  readonly atOnce?: true;
  /** The condition, if only a real run can know whether the change is needed: "the installer asks for a restart". */
  readonly onlyIf?: Text;
}

/** The one function that an adapter implements and that every layer wraps. */
export type Invoke = <Op extends OperationName>(server: string, op: Op, args: ArgsOf<Op>, call: ChangeCall) => Promise<ResultOf<Op>>;
export type Layer = (next: Invoke) => Invoke;

/** `layered(adapter, outermost, …, innermost)` */
export const layered = (adapter: Invoke, ...layers: readonly Layer[]): Invoke => layers.reduceRight((next, layer) => layer(next), adapter);

/**
 * What may ask some operations only. It exists for the compiler alone: an object that may ask more can be used where less is needed,
 * and not the other way round.
 */
export interface Limited<Uses extends OperationName> {
  readonly mayAsk?: (op: Uses) => void;
}

/** A server that can only be looked at. @typeParam Uses the operations that may be asked of it */
export interface ReadableServer<Uses extends OperationName = OperationName> extends Limited<Uses> {
  readonly name: string;
  read<Op extends ReadOf<Uses>>(op: Op, args: ArgsOf<Op>, call?: Call): Promise<ResultOf<Op>>;
}

/** A server as a step sees it. @typeParam Uses the operations that may be asked of it */
export interface AskedServer<Uses extends OperationName = OperationName> extends ReadableServer<Uses> {
  change<Op extends ChangeOf<Uses>>(op: Op, args: ArgsOf<Op>, call?: ChangeCall<Uses>): Promise<ResultOf<Op>>;
  /** Also resolves if it was told already, or if nobody knows whether it arrived: then the run says so. */
  tell<Op extends TellOf<Uses>>(op: Op, args: ArgsOf<Op>, call?: Call): Promise<void>;
}

/** A server, reached through the layers that it was made with. */
export class Server implements AskedServer {
  constructor(
    readonly name: string,
    private readonly invoke: Invoke,
    private readonly signal?: AbortSignal,
  ) {}

  read<Op extends ReadOp>(op: Op, args: ArgsOf<Op>, call: Call = {}): Promise<ResultOf<Op>> {
    return this.ask(op, args, call);
  }

  change<Op extends ChangeOp>(op: Op, args: ArgsOf<Op>, call: ChangeCall = {}): Promise<ResultOf<Op>> {
    return this.ask(op, args, call);
  }

  async tell<Op extends TellOp>(op: Op, args: ArgsOf<Op>, call: Call = {}): Promise<void> {
    await this.ask(op, args, call);
  }

  private ask<Op extends OperationName>(op: Op, args: ArgsOf<Op>, call: ChangeCall): Promise<ResultOf<Op>> {
    if (this.signal === undefined) return this.invoke(this.name, op, args, call);
    return call.signal === undefined
      ? this.invoke(this.name, op, args, { ...call, signal: this.signal })
      : this.askUntilEither([this.signal, call.signal], { op, args, call });
  }

  /** Given up with either signal. No longer than the call lasts: one of them may live as long as the run. */
  private async askUntilEither<Op extends OperationName>(
    signals: readonly AbortSignal[],
    { op, args, call }: { readonly op: Op; readonly args: ArgsOf<Op>; readonly call: ChangeCall },
  ): Promise<ResultOf<Op>> {
    const either = new AbortController();
    const follows = signals.map((signal) => followed(signal, either));
    try {
      return await this.invoke(this.name, op, args, { ...call, signal: either.signal });
    } finally {
      for (const { unfollow } of follows) unfollow();
    }
  }
}
