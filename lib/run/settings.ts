import type { Say, Text } from "../texts";
import { minutes, seconds } from "../time";
import type { Window } from "../time";
import type { HowMany } from "./batches";
import { oneAtATime } from "./batches";

/** Something in the flow itself that would lose a member on its way. */
export interface FlowProblem {
  readonly code: string;
  readonly text: Text;
  /** Preflight refuses to go on. */
  readonly serious: boolean;
}

/** In which languages runs speak. */
export interface Languages {
  /** In documents for other systems, and to whoever gives commands. */
  readonly documents: Say;
  /** In reports for people. */
  readonly reports: {
    readonly say: Say;
    readonly language: string;
    /** Whose clocks `say` goes by. Default: UTC. */
    readonly zone?: string;
    /** The same by the clocks of another zone, from the IANA list. */
    readonly inZone?: (zone: string) => Say;
  };
}

export type Order = "listed" | "reversed" | "default-host-last";

/** How a run is watched over. */
export interface RunSettings {
  /** If no step is at work on the member for this long, its message counts as lost. */
  readonly watchdogMs: number;
  /** Between two looks at who serves. */
  readonly guardEveryMs: number;
  readonly window: Window | null;
  /** By whose clocks a time without its offset from UTC is meant, from the IANA list; null: by nobody's. */
  readonly zone: string | null;
  /** Planned time for one member; null: as long as the slowest of this run and of earlier ones took, and an assumed time without any. */
  readonly memberMs: number | null;
  /** What becomes of it when its nodes or Node-RED are started again in mid-run. */
  readonly afterRestart: "resume" | "ask" | "end";
  /** What becomes of a run whose step fails: it ends, or it holds and asks a person. */
  readonly whenStepFails: "end" | "hold";
  /** How long it holds; null: until somebody answers. */
  readonly holdMs: number | null;
  /** How it is answered when that is over. */
  readonly holdThen: "put-back" | "abandon";
  /** How many members are updated at the same time, batch after batch. */
  readonly howMany: readonly HowMany[];
  /** In which order: as the array lists them, the other way round, or with its default host last. */
  readonly order: Order;
  /** How long those that are updated are looked at, beside those that are not yet, before the next batch; 0: not at all. */
  readonly soakMs: number;
  readonly flowProblems: readonly FlowProblem[];
  /** Steps that should come before the installation and do not, by their type; null: the flow is not known, as by hand. */
  readonly leftOut: readonly string[] | null;
}

export const defaultSettings: RunSettings = {
  watchdogMs: minutes(15),
  guardEveryMs: seconds(15),
  window: null,
  zone: null,
  memberMs: null,
  afterRestart: "resume",
  whenStepFails: "end",
  holdMs: null,
  holdThen: "put-back",
  howMany: oneAtATime,
  order: "listed",
  soakMs: 0,
  flowProblems: [],
  leftOut: null,
};
