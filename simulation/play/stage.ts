import type { NodeRed } from "../runtime";
import type { Connection } from "../../lib/server";

/** The Node-RED, and what its nodes of the simulation use. */
export interface Stage {
  readonly red: NodeRed;
  /** Of the process that is alive. */
  connection: Connection | null;
  /** Is told of each message that a step gets. */
  received: (node: string, message: Readonly<Record<string, unknown>>) => void;
  /** Is told what the loop says. */
  witness: (message: Readonly<Record<string, unknown>>) => void;
}
