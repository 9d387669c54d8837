import { hours } from "../../../time";
import type { Text } from "../../../texts";
import { duration, text } from "../../../texts";
import type { Batched } from "../batches";
import { batchesOf, batchToCome } from "../batches";
import type { Plan } from "../entry";
import type { Took, Worked } from "./took";
import { tookIn } from "./took";

/** What a first member is assumed to take where nothing is set and nothing has been measured: a rollup and a restart, with some room. */
const ASSUMED_MS = hours(2);

/** How long a member takes, by what is known. */
export interface Takes {
  /** As a rule: half of the measured ones took no longer. */
  readonly usualMs: number;
  /** In the slow case: whether a member is begun is decided by this. */
  readonly slowMs: number;
  /** Where the slow case comes from. */
  readonly source: Text;
  /** How many members were measured. */
  readonly measured: number;
}

type Placed = Worked & Batched["members"][number];

/** Of a run, what its times follow from. */
export interface Timed extends Batched<Placed> {
  readonly id: string;
  readonly plan: Pick<Plan, "atOnce" | "took" | "deployed">;
}

/**
 * How long a member takes. What somebody has set counts in place of earlier runs, and a member of this run that took longer counts against what is set:
 * it is the same night, and the same update.
 * @param setMs what is set; null: nothing
 */
export function takes(state: Pick<Timed, "id" | "members" | "plan">, setMs: number | null): Takes {
  const here = tookIn(state);
  const measured = [...here, ...(setMs === null ? (state.plan.took ?? []) : [])].sort((one, other) => other.ms - one.ms);
  const [slowest] = measured;
  const set: Takes | null = setMs === null ? null : { usualMs: setMs, slowMs: setMs, source: text("run.takes-as-set"), measured: 0 };
  if (slowest === undefined || (setMs ?? 0) >= slowest.ms)
    return set ?? { usualMs: ASSUMED_MS, slowMs: ASSUMED_MS, source: text("run.takes-assumed"), measured: 0 };
  // Of an even number the longer one of the two in the middle.
  const usualMs = measured[Math.ceil(measured.length / 2) - 1]?.ms ?? slowest.ms;
  return {
    usualMs,
    slowMs: slowest.ms,
    source: sourceOf(slowest, { run: state.id, count: measured.length, usualMs }),
    measured: measured.length,
  };
}

function sourceOf(
  { member: name, run, update }: Took,
  { run: here, count, usualMs }: { readonly run: string; readonly count: number; readonly usualMs: number },
): Text {
  const slowest =
    run === here
      ? text("run.takes-as-before", { name })
      : update === undefined
        ? text("run.takes-as-earlier", { name, run })
        : text("run.takes-as-other", { name, run, update });
  return count === 1 ? slowest : text("run.takes-slowest", { source: slowest, measured: count, usual: duration(usualMs) });
}

/** How long a member takes from the start of its update on, in the slow case; null where nothing tells. */
export const updateTakes = (state: Pick<Timed, "id" | "members" | "plan">): number | null => {
  const measured = [...tookIn(state), ...(state.plan.took ?? [])].map(({ updateMs }) => updateMs);
  return measured.length === 0 ? null : Math.max(...measured);
};

/** When members are expected to be done. */
export interface Expected {
  readonly usualEnd: number;
  readonly slowEnd: number;
}

/**
 * When each batch that is not through is done, if nothing comes in between: the last one is the end of the run.
 * @param from where the time is counted from: what is at work has begun before it
 */
export function expected(state: Timed, { usualMs, slowMs }: Pick<Takes, "usualMs" | "slowMs">, from: number): readonly Expected[] {
  const soakMs = state.plan.deployed?.settings?.soakMs ?? 0;
  const end = { usualEnd: from, slowEnd: from };
  const open = batchesOf(state).slice(batchToCome(state) < 0 ? state.members.length : batchToCome(state));
  return open.map((batch, index) => {
    const begun = Math.min(...batch.flatMap(({ phase, startedAt }) => (phase === "waiting" ? [] : [startedAt ?? from])), from);
    const pause = index === 0 ? 0 : soakMs;
    end.usualEnd += pause + Math.max(0, usualMs - (from - begun));
    end.slowEnd += pause + Math.max(0, slowMs - (from - begun));
    return { ...end };
  });
}
