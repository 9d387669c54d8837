import type { Dated } from "../record";
import type { Listed } from "./store";

/** What is kept of a run for the list, from the ends of its journal; null if it does not begin as one. */
export function listedOf(first: Dated | undefined, last: Dated | undefined): Listed | null {
  if (first?.type !== "run started") return null;
  const { array, members, dryRun, byHand, key, flow } = first.plan;
  const plan = { array, members, dryRun, byHand, key, flow };
  return { run: first.run, startedAt: first.at, plan, finished: last?.type === "run finished" };
}

/** The time in the id of a run: by the wall, since an array may have a clock of its own, and that of a lab may be set back. */
const secondOf = ({ run }: Listed): string => /^\d{8}-\d{6}/.exec(run)?.[0] ?? "";
const downwards = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);

/** Newest first; those of one second by their start, then by their ids, so that every process lists them alike. */
export const byAge = (a: Listed, b: Listed): number =>
  downwards(secondOf(a), secondOf(b)) || b.startedAt - a.startedAt || downwards(a.run, b.run);
