import type { EventName, Fault, Found, OutsideEvent } from "../../lib/adapters/lab";

export type ExampleName = "exchange-cas-array" | "web-farm";

/** Settings of the bundled flow that differ from night to night. */
export interface FlowSettings {
  readonly guardSeconds: number;
  readonly drainMinutes: number;
  readonly atLimit: "put-back" | "wait-on" | "cut";
  readonly windowMinutes: number;
  /** Whether a step that fails holds the run, and what people answer then. */
  readonly hold: Hold | null;
  /** Whether several members are updated at once. */
  readonly batches: Batches | null;
  /** When members may be taken; null: at any time. */
  readonly window: Window | null;
  /** By when the run is to be over, in milliseconds since the night began; null: whenever it is. */
  readonly deadlineMs: number | null;
}

/** A maintenance window that is open when the night begins. */
export interface Window {
  /** From an hour before the night begins until so long after it, and at the same hours of the next days. */
  readonly forMinutes: number;
  readonly zone: string;
  /** Of the zone, in winter, when nights are. */
  readonly aheadHours: number;
  /** The planned time for a member; 0: by those before. */
  readonly memberMinutes: number;
}

/** How many at once, in which order, and for how long the updated ones are looked at before more are taken. */
export interface Batches {
  readonly howMany: string;
  readonly order: "listed" | "reversed" | "default-host-last";
  readonly soakMinutes: number;
}

/** A loop that holds, and those who answer. */
export interface Hold {
  readonly minutes: number;
  readonly otherwise: "put-back" | "abandon";
  /** For each question in turn; without one nobody answers. */
  readonly answers: readonly {
    readonly afterMs: number;
    readonly answer: "retry" | "skip" | "done-by-hand" | "put-back" | "abandon";
    /** Somebody else answers otherwise at the same moment. */
    readonly twice: boolean;
  }[];
}

/** Something that the operator sends to the loop. */
export interface Command {
  readonly atMs: number;
  readonly command: "start" | "stop" | "pause" | "go-on" | "answer";
  readonly key?: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** How likely it is, for each operation, that something goes wrong with it. */
export interface OperationFaults {
  readonly change: number;
  readonly read: number;
}

/** Somebody sets the clock of the computer on which the runs are. */
export interface ClockJump {
  readonly atMs: number;
  readonly byMs: number;
}

/** Where a process is killed: before or after an entry is written, or a change is made, counted over the night. */
export interface KillPoint {
  readonly point: "before-entry" | "after-entry" | "before-change" | "after-change";
  readonly nth: number;
}

/** The process with Node-RED is killed, and started again some time later. */
export interface Kills {
  readonly points: readonly KillPoint[];
  readonly atMs: readonly number[];
  /** How long it is gone, by turns. */
  readonly awayMs: readonly number[];
  /** The setting of the loop. */
  readonly afterRestart: "resume" | "ask" | "end";
}

/** Somebody presses the button Deploy. */
export interface DeployAgain {
  readonly atMs: number;
  readonly type: "full" | "flows" | "nodes";
  /** Which node is moved on the screen and so restarted, of those of the flow. */
  readonly node: number;
  /** The limit of the drain is edited, too. */
  readonly edits: boolean;
}

/** An append to a journal fails: nothing is written, or it is written and whether it is on the disk nobody knows. */
export interface StoreFault {
  readonly append: number;
  readonly kind: "append" | "sync";
}

/** All that is to happen in a night: a function of its seed. Times are milliseconds since the night began. */
export interface Plan {
  readonly seed: number;
  readonly example: ExampleName;
  readonly members: readonly string[];
  readonly minInService: number;
  readonly settings: FlowSettings;
  readonly lab: {
    readonly seed: number;
    readonly faults: readonly Fault[];
    readonly events: readonly (OutsideEvent & { readonly name: EventName })[];
    readonly found: Readonly<Record<string, Found>>;
  };
  readonly operations: OperationFaults;
  readonly commands: readonly Command[];
  readonly jumps: readonly ClockJump[];
  readonly kills: Kills;
  readonly deploys: readonly DeployAgain[];
  readonly store: readonly StoreFault[];
  /** How likely it is, for each message to a step, that it comes once more. */
  readonly messagesAgain: number;
}
