import type { ArgsOf, ChangeData, ChangeOp, OperationName, ReadOp, ResultOf } from "./catalogue";

/** What goes with one call. Adapters use `signal` and `fence`; the rest is for the layers of a run. */
export interface Call {
  readonly signal?: AbortSignal;
  /** The run's fencing number: a member refuses a change, and a read that keeps it, with a lower one than it has seen. */
  readonly fence?: number;
}

/** What goes with a change that a run makes. */
export interface ChangeCall extends Call {
  /** How to take it back. A change that itself restores the found state has none. */
  readonly undo?: ChangeData;
  /** The update starts with this change: from here on the member rests on a failure, and nothing is taken back. */
  readonly startsUpdate?: true;
  /** Sent even while the array converges: an unverified member that serves must go out now. */
  readonly atOnce?: true;
  /** In words, when only the real run can know whether the change is needed: "the installer asks for a restart". */
  readonly onlyIf?: string;
}

/** The one function that an adapter implements and that every layer wraps. */
export type Invoke = <Op extends OperationName>(server: string, op: Op, args: ArgsOf<Op>, call: ChangeCall) => Promise<ResultOf<Op>>;
export type Layer = (next: Invoke) => Invoke;

/** `layered(adapter, outermost, …, innermost)` */
export const layered = (adapter: Invoke, ...layers: readonly Layer[]): Invoke => layers.reduceRight((next, layer) => layer(next), adapter);

/** A server that can only be looked at. */
export interface ReadableServer {
  readonly name: string;
  read<Op extends ReadOp>(op: Op, args: ArgsOf<Op>, call?: Call): Promise<ResultOf<Op>>;
}

/** A server as a step sees it. */
export class Server implements ReadableServer {
  constructor(
    readonly name: string,
    private readonly invoke: Invoke,
    private readonly signal?: AbortSignal,
  ) {}

  read<Op extends ReadOp>(op: Op, args: ArgsOf<Op>, call: Call = {}): Promise<ResultOf<Op>> {
    return this.invoke(this.name, op, args, this.with(call));
  }

  change<Op extends ChangeOp>(op: Op, args: ArgsOf<Op>, call: ChangeCall = {}): Promise<ResultOf<Op>> {
    return this.invoke(this.name, op, args, this.with(call));
  }

  private with<C extends Call>(call: C): C {
    if (this.signal === undefined) return call;
    return { ...call, signal: call.signal === undefined ? this.signal : AbortSignal.any([this.signal, call.signal]) };
  }
}
