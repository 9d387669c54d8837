import type { Host } from "./array";
import type { Jobs } from "./jobs";
import type { Line } from "./line";
import type { Machine } from "./machine";

/** One member with everything that belongs to it. */
export interface Resident {
  readonly machine: Machine;
  readonly host: Host;
  readonly jobs: Jobs;
  readonly line: Line;
}
