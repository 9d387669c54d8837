import type {
  ArgsOf,
  AskedServer,
  ChangeData,
  ChangeOf,
  Facts,
  Limited,
  Member,
  OperationName,
  ReadableServer,
  ReadOp,
  ResultOf,
  TakenOut,
  Verdict,
} from "../server";
import type { Text, Words } from "../texts";
import { Failure, reason } from "../texts";
import type { FlowProblem } from "./settings";

/** The progress of a step. `text` is short enough for a node's status: "23 clients left". */
export interface Progress {
  readonly text: Text;
  /** 0 to 1, where it is known. */
  readonly fraction?: number;
  /** By name, for the document of the run, where the texts among them become strings. */
  readonly figures?: Readonly<Record<string, number | Words>>;
}

/** What a step returns: JSON, kept in the journal and shown in `msg.payload` with its texts as strings. */
export interface StepResult {
  /** False when nothing had to be done. */
  readonly changed: boolean;
  /** For the report: "no clients left after 12 min". */
  readonly text: Text;
  /** `text` already says what would be done, since the work itself was left out: "would install Rollup 6". */
  readonly foreseen?: true;
  /** The output by which the message leaves, if a step has more than one. Default: the first. */
  readonly port?: string;
  /** Nothing is left to do on this member: it has the update already. */
  readonly alreadyUpdated?: true;
  /** Whether the server is to be restarted after what was done: `needed` until it has been. `perhaps`: in a plan, nobody knows yet. */
  readonly restart?: "no" | "needed" | "under-way" | "perhaps";
  /** What the step has really established, where that depends on more than its options (`not-installed` stays so). */
  readonly facts?: Facts;
  /** The picture of the member before the update, for later steps to compare with. */
  readonly before?: unknown;
}

/** What belongs to a failure besides its sentence. */
interface Found {
  readonly hint: Text | null;
  /** In sentences. */
  readonly found: readonly Text[];
  /** A person is to say what becomes of it, also where the loop does not hold a run whose step fails. */
  readonly asks?: true;
}

/** Thrown by a step that cannot do its work. The run stops with `code` as its reason. */
export class StepFailed extends Failure {
  /** A person is to say what becomes of it. */
  readonly asks: boolean;

  /**
   * @param code stable, e.g. `drain-limit`
   * @param what about the member at work, unless it names another; short, since it stands in headlines
   * @param more what to do next (a server's own hint is `quoted`), or that and what was found: the end of a log, a list of services
   */
  constructor(code: string, what: Text, more: Text | Found | null = null) {
    const { hint, found } = more === null || "text" in more ? { hint: more, found: [] } : more;
    super({ ...reason(code, what, hint), since: found });
    this.asks = more !== null && "asks" in more && more.asks === true;
  }
}

export interface WaitOptions<T> {
  /** On the run's clock. */
  readonly limitMs: number;
  /** Between two looks. Default: 5 s. */
  readonly everyMs?: number;
  /** After each look that was not enough. Its failure fails nothing. */
  readonly meanwhile?: (answer: T) => void | Promise<void>;
  /** The server may be unreachable meanwhile (a boot, an installer): look again instead of failing. */
  readonly unreachableIsNotYet?: boolean;
  /** How many looks in a row must be enough. Default: 1. */
  readonly inARow?: number;
}

/** `foreseen`: nobody has waited, so nothing can be said of how long it takes and what was left. */
export type Waited<T> =
  | { readonly met: true; readonly answer: T; readonly foreseen?: true }
  | { readonly met: false; readonly answer: T | undefined; readonly foreseen?: undefined };

/** Waiting on the run's clock. Ends with the run; in a dry run it looks once and goes on as if it had been enough. */
export interface Wait<Uses extends OperationName = OperationName> extends Limited<Uses> {
  until<T>(look: () => Promise<T>, enough: (answer: T) => boolean, options: WaitOptions<T>): Promise<Waited<T>>;
  /** Until a change is seen in the read that it names. Default limit: its own `settlesWithinMs`. False: not within the limit. */
  settled<Op extends ChangeOf<Uses>>(op: Op, args: ArgsOf<Op>, options?: Partial<WaitOptions<unknown>>): Promise<boolean>;
  pause(ms: number): Promise<void>;
  /** What a look answers that is told to give up after some time, on the clock that its server answers by. */
  within<T>(limitMs: number, look: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** What upkeep does where somebody has ended what it is to keep up, and how that is taken back. */
export interface BeginAgain<Uses extends OperationName = OperationName> {
  readonly begin: ChangeData<ChangeOf<Uses>>;
  readonly undo: ChangeData<ChangeOf<Uses>>;
  /** Said once each time, where it has ended before its time. */
  readonly begun: Text;
  /** The same where it has come to its own end. */
  readonly ranOut: Text;
  /** How long it lasts, in milliseconds, when upkeep begins; null: for ever. */
  readonly lastsMs: number | null;
  /** How long it lasts at least, in milliseconds, from a moment at which it was seen kept up. */
  readonly keptForMs: number;
}

/** What a node keeps apart from its options, such as passwords. Nothing of it shows where it is printed or written down as JSON. */
export class Secrets<Names extends string = string> {
  readonly #kept: Readonly<Record<string, unknown>>;

  constructor(kept: Readonly<Record<string, unknown>> = {}) {
    this.#kept = kept;
  }

  /** Empty where there is none. */
  of(name: Names): string {
    const secret = this.#kept[name];
    return typeof secret === "string" ? secret : "";
  }
}

/** How a run of ours has left a member that it has not brought back. */
export interface LeftHalfDone {
  readonly run: string;
  /** By a person, step by step. */
  readonly byHand: boolean;
  /** When that run was last heard of on this member, on the clock of its run. */
  readonly at: number;
  /** Its update has started and is not verified. */
  readonly unverified: boolean;
  /** What is not as it was found. */
  readonly differences: readonly Text[];
  /** What the job runs that is still at work, or of which it cannot be told; null where none is. */
  readonly job: { readonly file: Words; readonly running: boolean } | null;
}

/** All that a step sees. @typeParam Uses the operations that it may ask: those in the `uses` of its step @typeParam Names those in its `secrets` */
export interface StepContext<Uses extends OperationName = OperationName, Names extends string = string> extends Limited<Uses> {
  readonly server: AskedServer<Uses>;
  readonly member: Member & { readonly position: number; readonly of: number };
  readonly array: {
    readonly name: string;
    readonly minInService: number;
    readonly takenOut: TakenOut;
    /** All other members of the array, to look at. */
    readonly others: readonly ReadableServer<Uses>[];
    /** Of the first member that is to be touched: the names of those that follow. None in a dry run, which looks at each in its turn. */
    readonly toCome: readonly string[];
    /** Who serves now, this member included. */
    serving(): Promise<readonly Verdict[]>;
  };
  readonly wait: Wait<Uses>;
  readonly secrets: Pick<Secrets<Names>, "of">;
  readonly report: (progress: Progress) => void;
  /** Something that a person should know, kept in the report; the run goes on. */
  readonly warn: (text: Text) => void;
  /** The run's clock, milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Milliseconds that pass on the run's clock, whoever sets it meanwhile: for durations and limits. */
  readonly elapsed: () => number;
  /** Why the member could not be finished before the maintenance window ends, as the loop reckons; null if it can, or there is no window. */
  readonly tooLate: () => Text | null;
  /** What a read answered before the run first changed the member; undefined if it could not be read. */
  readonly found: <Op extends ReadOp>(read: Op) => ResultOf<Op> | undefined;
  /**
   * Whether it was looked at before our work on it began. False where this is a step by hand that nobody has handed anything to: what it has found
   * is how the member is now, which tells nothing of how it was.
   */
  readonly foundEarlier: boolean;
  /** What a run of ours has left half done on this member, or another one, looked at now; null where nothing is. It may read for a while. */
  readonly leftHalfDone: (member?: string) => Promise<LeftHalfDone | null>;
  /** With which arguments this visit has made this change before its process died: what is seen of it is our own work. Null: it has not. */
  madeBefore<Op extends ChangeOf<Uses>>(op: Op): ArgsOf<Op> | null;
  /** The picture that an earlier step gave as `before`. */
  readonly before: unknown;
  /** Results of the named step on this member in this run, oldest first, so that later steps can restore what earlier ones changed. */
  readonly earlier: (step: string) => readonly StepResult[];
  /**
   * The id of something that this step must do only once, a job or a tell: stays the same when the step is started again half-way.
   * @param which counts from 1: a further try of a job, a further tell
   */
  readonly workId: (which: number) => string;
  /**
   * Sends a change repeatedly while the member is out, whichever step is at work; only when it is not settled.
   * @param ifEnded where somebody has ended it: what begins it again
   */
  readonly keepUp: (change: ChangeData<ChangeOf<Uses>>, everyMs: number, ifEnded?: BeginAgain<Uses>) => void;
  /** Resolves when what is being sent has arrived. */
  readonly endUpkeep: (op: ChangeOf<Uses>) => Promise<void>;
  /** Problems that the flow's owner found in the flow itself (no Catch for foreign nodes, …). */
  readonly flowProblems: readonly FlowProblem[];
  /** Steps that should come before the installation and do not, by their type; null: the flow is not known, as by hand. */
  readonly leftOut: readonly string[] | null;
}

/** The context that the functions of a step get, from the list of its operations. @example `type Context = ContextOf<typeof uses>` */
export type ContextOf<List extends readonly OperationName[], Names extends string = never> = StepContext<List[number], Names>;

/**
 * One step of the procedure. Every step may be run twice, or started again half-way, without harm.
 * @typeParam Options its options, already parsed: it does not know how forms write numbers, nor their limits
 */
export interface Step<Options = unknown, Result extends StepResult = StepResult, Uses extends OperationName = OperationName> {
  /** The type of its node. */
  readonly name: string;
  readonly summary: string;
  /**
   * All operations that it asks, including those that take its changes back; others do not compile. The rights that its user needs on the
   * servers follow from this list. (The reads in which its changes are seen, and those of the picture, need not be in it.)
   */
  readonly uses: readonly Uses[];
  /** Facts of the member that hold once the step is finished, for a later check. */
  establishes?(options: Options): Facts;
  /** After this step the update counts as proven: on a later failure the member is put back instead of left to rest. */
  readonly verifies?: true;
  /** What comes after it relies on what it makes sure of: nobody may leave it out. */
  readonly reliedOn?: true;
  run(context: StepContext<Uses>, options: Options): Promise<Result>;
}

/** A step may get more from its node than its options. */
export interface WithSecrets<Names extends string> {
  /** The names of what its node keeps for it apart from its options. */
  readonly secrets?: readonly Names[];
}

/** Gives a step its types, and makes sure that it asks only what it lists in `uses` and in `secrets`; adds nothing. */
export const step = <Options, Result extends StepResult, const Uses extends OperationName, const Names extends string = never>(
  definition: Omit<Step<Options, Result, Uses>, "run"> &
    WithSecrets<Names> & {
      // A property, not a method: for a method the compiler would accept one that asks for more.
      readonly run: (context: StepContext<Uses, NoInfer<Names>>, options: Options) => Promise<Result>;
    },
): Step<Options, Result, Uses> & WithSecrets<Names> => definition;
