import type { Fault } from "../../lib/adapters/lab";
import type { Connection } from "../../lib/server/array";

/** The world that an adapter under test is opened on. */
export interface Setting {
  readonly array: string;
  readonly members: readonly string[];
  readonly seed: number;
  readonly faults: readonly Fault[];
}

export interface Opened {
  readonly connection: Connection;
  /** The next change of this member is made, and its answer gets lost. */
  loseNextAnswer(member: string): void;
  close(): Promise<void>;
}

export interface Adapter {
  readonly name: string;
  /** Nothing that is told leaves it: nobody is to hear of a simulation. */
  readonly tellsNobody?: true;
  /** A member whose address leads to CAS3; none where members have no addresses. */
  readonly misled?: string;
  open(world: Setting): Promise<Opened>;
}
