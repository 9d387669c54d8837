import type { EventName, Fault, Found, OutsideEvent } from "../../lib/adapters/lab";

export type ExampleName = "exchange-cas-array" | "web-farm";

/** Settings of the bundled flow that differ from night to night. */
export interface FlowSettings {
  readonly guardSeconds: number;
  readonly drainMinutes: number;
  readonly atLimit: "put-back" | "wait-on" | "cut";
  readonly windowMinutes: number;
}

/** Something that the operator sends to the loop. */
export interface Command {
  readonly atMs: number;
  readonly command: "start" | "stop";
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
}
