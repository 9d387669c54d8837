import type { Reason } from "../texts";
import type { ReadOp } from "./catalogue";
import { operationNames, operationOf } from "./catalogue";
import { OperationFailed, ServerError } from "./errors";
import type { Facts, Read } from "./operation";
import type { Call, ReadableServer } from "./server";

/** The answers of all reads that have facts, by name; null where the read failed, absent where the server has nothing of the kind. */
export type Readings = Readonly<Partial<Record<ReadOp, unknown>>>;

/** A member at one moment: its answers, and the few words for them that reports use (null: not known). */
export interface Picture {
  readonly facts: Facts;
  readonly readings: Readings;
  /** Why facts are missing. */
  readonly unknown: readonly Reason[];
}

const reads = operationNames.flatMap((name) => {
  const operation = operationOf(name);
  return operation.kind === "read" && operation.facts !== undefined ? [[name as ReadOp, operation as Required<Read>] as const] : [];
});

/**
 * Reads everything that belongs to the picture of a member. What cannot be read is null there, with the reason; it fails nothing.
 * @param known an earlier picture: only what is missing in it is read
 */
export async function takePicture(server: ReadableServer, call: Call = {}, known?: Picture): Promise<Picture> {
  const facts: Record<string, string | null> = { ...known?.facts };
  const readings: Partial<Record<ReadOp, unknown>> = { ...known?.readings };
  const unknown: Reason[] = [];
  for (const [name, read] of known === undefined ? reads : reads.filter(([name]) => known.readings[name] === null)) {
    try {
      const answer: unknown = await server.read(name, {} as never, call);
      readings[name] = answer;
      for (const [fact, tell] of Object.entries(read.facts)) facts[fact] = tell(answer);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const none = error instanceof OperationFailed && read.noneIf?.includes(error.errorId) === true;
      if (none) {
        delete readings[name];
        for (const fact of Object.keys(read.facts)) delete facts[fact];
        continue;
      }
      readings[name] = null;
      for (const fact of Object.keys(read.facts)) facts[fact] = null;
      unknown.push(error.reason);
    }
  }
  return { facts, readings, unknown };
}
