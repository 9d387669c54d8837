import { isDeepStrictEqual } from "node:util";
import type { ArgsOf, ChangeOp } from "./catalogue";
import { changeOf, nameOfRead } from "./catalogue";
import type { Call, ReadableServer } from "./server";

/** How far a change is seen: not at all, received but not settled, or settled. */
export type Seen = "not" | "under-way" | "settled";

/**
 * Asks the read that a change names how far the change is seen.
 * A change has settled when the settled answer would be the answer that is given now.
 */
export async function seen<Op extends ChangeOp>(server: ReadableServer, op: Op, args: ArgsOf<Op>, call: Call = {}): Promise<Seen> {
  const change = changeOf(op);
  const parsed = change.args.parse(args);
  const [sight] = change.seen;
  const reading = await server.read(nameOfRead(sight.read), sight.ask(parsed) as never, call);
  if (isDeepStrictEqual(sight.becomes(reading, parsed), reading)) return "settled";
  return change.underWay?.(reading, parsed) === true ? "under-way" : "not";
}
