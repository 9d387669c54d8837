import type { Plan, RunState } from "../record";
import { replay, tookIn } from "../record";
import type { Took } from "../record";
import type { Journals, Listed } from "./store";

/** So many members tell how long one takes, and for them so many runs are read. */
const MEMBERS = 20;
const RUNS = 10;

/**
 * How long members took in the latest runs of this array that have ended, those that were brought the same update first of all: only where there are
 * none do others count, with their name. A record that cannot be read tells nothing.
 */
export async function tookBefore(journals: Pick<Journals, "list" | "read">, plan: Plan): Promise<Pick<Plan, "took">> {
  const isLike = ({ finished, plan: { array, dryRun, byHand } }: Listed) => finished && !dryRun && !byHand && array === plan.array;
  const same: Took[] = [];
  const others: Took[] = [];
  for (const { run } of (await journals.list()).filter(isLike).slice(0, RUNS)) {
    if (same.length >= MEMBERS) break;
    const state = await stateOf(journals, run);
    // A lab is through in no time, or takes its own.
    if (state === null || (state.plan.speed === undefined) !== (plan.speed === undefined)) continue;
    if (state.plan.update === plan.update) same.push(...tookIn(state));
    else others.push(...withUpdate(state));
  }
  const took = (same.length > 0 ? same : others).slice(0, MEMBERS);
  return took.length === 0 ? {} : { took };
}

const withUpdate = (state: RunState): readonly Took[] => tookIn(state).map((took) => ({ ...took, update: state.plan.update ?? "?" }));

async function stateOf(journals: Pick<Journals, "read">, run: string): Promise<RunState | null> {
  try {
    const entries = await journals.read(run);
    return entries === null ? null : replay(entries);
  } catch {
    return null;
  }
}
