import type { Picture } from "../../server/picture";
import type { ArraySetup } from "../array-setup";
import type { RunDocument } from "../record/document";
import type { MemberPart, RunPart } from "../record/message";
import type { RunState } from "../record/state";
import type { Progress, Step, StepResult } from "../step";

/** A run to look at. */
export interface RunView {
  readonly id: string;
  readonly state: RunState;
  readonly array: ArraySetup;
  document(): RunDocument;
}

/** What a run tells whoever started it. */
export interface Listener {
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
  readonly step: Step<Options>;
  /** What the step is set to, parsed. Asked for when the step may act; what it throws fails the step. */
  readonly options: () => Options;
  readonly message: Readonly<Record<string, unknown>>;
  readonly onProgress?: (progress: Progress) => void;
}

/** What a step that was done leaves, and how its message goes on. */
export interface StepAnswer {
  readonly result: StepResult;
  readonly run: RunPart;
  readonly member: MemberPart;
}

/** What steps by hand hand on to each other in their message, since no run holds it for them. */
export interface Carried {
  readonly found: Picture;
  readonly earlier: Readonly<Record<string, readonly StepResult[]>>;
}
