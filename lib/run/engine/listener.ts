import type { Picture } from "../../server";
import type { ArraySetup } from "../array-setup";
import type { MemberPart, RunDocument, RunPart, RunState } from "../record";
import type { StepResult } from "../step";

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

/** What steps by hand pass to each other in their message, since no run keeps it for them. */
export interface Carried {
  readonly found: Picture;
  readonly earlier: Readonly<Record<string, readonly StepResult[]>>;
}
