import type { Clock } from "../../time";
import type { Fault, Found } from "./laws";
import type { RoleName } from "./machine";

export interface LabOptions {
  /** The name of the array; with role and seed it identifies the world. */
  readonly array: string;
  readonly members: readonly string[];
  readonly seed: number;
  /** How many times as fast as the wall clock. */
  readonly speed: number;
  readonly faults: readonly Fault[];
  /** Default: `exchange-cas`. */
  readonly role?: RoleName;
  /** How members are when the world begins, by name, where that is not as usual. */
  readonly found?: Readonly<Record<string, Found>>;
  /** Tests pass a virtual one; otherwise the lab has its own, which runs at `speed`. */
  readonly clock?: Clock;
  /** Where the accepted operations are kept, so that the world goes on when the process does not. Default: in memory only. */
  readonly folder?: string;
  /** Where the truth is written. */
  readonly truthFile?: string;
}
