import type { Picture } from "../../server/picture";
import type { ArraySetup } from "../array-setup";
import type { RunDocument } from "../record/document";
import type { MemberPart, RunPart } from "../record/message";
import type { RunState } from "../record/state";
import type { Progress, Secrets, Step, StepResult } from "../step";

/** A run to look at. */
export interface RunView {
  readonly id: string;
  readonly state: RunState;
  readonly array: ArraySetup;
  document(): RunDocument;
}

/** What a run reports to whoever started it. */
export interface Listener {
  /** It has the array, and begins. */
  started?(run: RunView): void;
  /** The member to work on now. */
  member(message: { run: RunPart; member: MemberPart; update: string | null }): void;
  /** Anything changed; for statuses. */
  changed(run: RunView): void;
  ended(run: RunView): void;
}

/** A step that a message wants done. */
export interface StepAsk<Options = unknown> {
  /** `msg.run.token` */
  readonly token: string;
  readonly node: string;
  /** Of the node in the flow, for people. */
  readonly name?: string;
  readonly step: Step<Options>;
  /** The parsed options of the step. Called once the step may act; if it throws, the step fails. */
  readonly options: () => Options;
  /** What its node keeps apart from them. */
  readonly secrets?: Secrets;
  readonly message: Readonly<Record<string, unknown>>;
  readonly onProgress?: (progress: Progress) => void;
}

/** The result of a finished step, and what its message goes on with. */
export interface StepAnswer {
  readonly result: StepResult;
  readonly run: RunPart;
  readonly member: MemberPart;
}

/** What steps by hand pass to each other in their message, since no run keeps it for them. */
export interface Carried {
  readonly found: Picture;
  readonly earlier: Readonly<Record<string, readonly StepResult[]>>;
}
