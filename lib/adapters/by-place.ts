import { operationOf } from "../server";
import type { Invoke, Place } from "../server";

/** Sends each operation to the adapter of the place where it runs, so that no adapter has to know another. */
export const byPlace =
  (places: Readonly<Record<Place, Invoke>>): Invoke =>
  (server, op, args, call) =>
    places[operationOf(op).on](server, op, args, call);
