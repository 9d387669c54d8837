import type { Picture } from "../../server";
import type { ArraySetup } from "../array-setup";
import type { MemberPart, RunDocument, RunPart, RunState } from "../record";
import type { StartAsk } from "../rules";
import type { StepResult } from "../step";

/** A run to look at. */
export interface RunView {
  readonly id: string;
  readonly state: RunState;
  readonly array: ArraySetup;
  document(): RunDocument;
}

/** The message that went out last before a run was interrupted. */
export interface LastMessage {
  readonly node: string;
  readonly port: string | null;
  readonly message: Readonly<Record<string, unknown>>;
}

/** What is deployed for a run: the nodes on a member's way, and how it is watched over. */
export interface Deployed extends Pick<StartAsk, "settings"> {
  readonly nodes: NonNullable<StartAsk["nodes"]>;
}

/** What is deployed now for a run that installs this update; null where nobody says. @throws Refused where no run could be started so */
export type DeployedNow = (update: string | null) => Deployed | null;

/** What a run reports to whoever started it. */
export interface Listener {
  /** It has the array, and begins, or goes on. */
  started?(run: RunView, how: "begins" | "goes on"): void;
  /** The member to work on now. */
  member(message: { run: RunPart; member: MemberPart; update: string | null }): void;
  /**
   * After a resume: the step that finished last sends its message again, as it was recorded.
   * @returns false where that step is not there any more, or goes by another name
   */
  again?(last: LastMessage): boolean;
  /** Whether the node is there that is to send its message again. */
  knows?(node: string): boolean;
  /** What is deployed now; null where nobody knows. */
  readonly deployed?: DeployedNow;
  /** Anything changed; for statuses. */
  changed(run: RunView): void;
  ended(run: RunView): void;
  /** Its process has let go of it: it goes on when somebody takes it up. */
  suspended?(run: RunView): void;
}

/** What steps by hand pass to each other in their message, since no run keeps it for them. */
export interface Carried {
  readonly found: Picture;
  readonly earlier: Readonly<Record<string, readonly StepResult[]>>;
  /** The update that they have begun is not verified. From this process alone: no message may say so, or leave it out. */
  readonly unverified?: boolean;
}
