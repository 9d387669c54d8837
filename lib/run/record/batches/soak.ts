import type { EventCursor } from "../../../server";
import type { Reason, Words } from "../../../texts";
import type { Dated } from "../entry";
import type { Batched } from "./batches";
import { applyOrder, batchToCome } from "./batches";

/** How those that are updated do for a while, beside those that are not yet, before more are taken. */
export interface Soak {
  /** The batch that waits for it, from 0. */
  readonly batch: number;
  readonly startedAt: number;
  readonly until: number;
  /** Where the event logs of each member stood then; null where it did not say. */
  readonly cursors: Readonly<Record<string, EventCursor | null>>;
  /** Null while it lasts. */
  endedAt: number | null;
  /** What came of it. */
  text: Words | null;
  /** Why the run ends, if it does. */
  why: Reason | null;
}

/** Of the state of a run, what its soaks are about. */
interface Soaking extends Batched {
  /** The latest last. */
  readonly soaks: Soak[];
}

/** The soak that lasts now, if one does. */
export const openSoak = ({ soaks }: Pick<Soaking, "soaks">): Soak | undefined => soaks.find(({ endedAt }) => endedAt === null);

/** Takes what was found out between two batches into the state: the order of the members, and the begin or the end of a soak. */
export function applyBetween(state: Soaking, entry: Extract<Dated, { type: "order set" | "soak started" | "soak ended" }>): void {
  if (entry.type === "order set") return applyOrder(state, entry);
  if (entry.type === "soak started") {
    const { until, cursors, at } = entry;
    state.soaks.push({ batch: batchToCome(state), startedAt: at, until, cursors, endedAt: null, text: null, why: null });
    return;
  }
  const soak = openSoak(state);
  if (soak === undefined) throw new Error("The journal ends a soak that it does not begin.");
  Object.assign(soak, { endedAt: entry.at, text: entry.text, why: entry.reason });
}
