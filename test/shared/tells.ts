import type { ArgsOf, TellOp } from "../../lib/server/catalogue";
import { operationNames, operationOf } from "../../lib/server/catalogue";
import type { Tell } from "../../lib/server/operation";
import type { Receiver } from "./receiver";

/** Every tell of the catalogue. */
export const tells = operationNames.filter((op): op is TellOp => operationOf(op).kind === "tell");

/** The arguments of a tell's example, with another id. */
export const toldAs = (op: TellOp, id: string): ArgsOf<TellOp> => ({ ...exampleOf(op), id });

/** The arguments of a tell's example, led to a receiver. Which argument is the address a tell has in common with all others: `url`. */
export function toldTo(op: TellOp, receiver: Pick<Receiver, "url">): ArgsOf<TellOp> {
  const example = exampleOf(op);
  if (typeof example.url !== "string") throw new Error(`The example of ${op} has no url that could be led to a receiver of a test.`);
  return { ...example, url: receiver.url };
}

/** What must arrive of a tell's example. */
export const arrivesOf = (op: TellOp): { readonly id: string; readonly body: unknown } => ({
  id: exampleOf(op).id,
  body: (operationOf(op) as Tell).arrives,
});

const exampleOf = (op: TellOp) => operationOf(op).example as ArgsOf<TellOp>;
