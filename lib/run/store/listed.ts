import type { Dated } from "../record";
import type { Listed } from "./store";

/** What is kept of a run for the list, from the ends of its journal; null if it does not begin as one. */
export function listedOf(first: Dated | undefined, last: Dated | undefined): Listed | null {
  if (first?.type !== "run started") return null;
  const { array, members, dryRun, byHand, key, flow } = first.plan;
  const plan = { array, members, dryRun, byHand, key, flow };
  return { run: first.run, startedAt: first.at, plan, finished: last?.type === "run finished" };
}

/** Newest first; those of one moment by their ids, so that every process lists them alike. */
export const byAge = (a: Listed, b: Listed): number => b.startedAt - a.startedAt || (a.run < b.run ? 1 : a.run > b.run ? -1 : 0);
