import { hours, minutes, seconds } from "../lib/time";
import type { PromiseNumber, Records, RunRecords } from "./auditor";
import { audit } from "./auditor";
import type { Plan, Window } from "./plan";
import { BEGINNING, planOf } from "./plan";
import type { Kept, Played, Stage } from "./play";
import { play } from "./play";

/** A promise that was broken in the night of a seed. */
export interface Violation {
  readonly seed: number;
  readonly promise: PromiseNumber;
  /** An instant on the clock of the lab. */
  readonly at: string;
  readonly text: string;
  /** The command that plays the night again. */
  readonly replay: string;
}

/** The night of a seed, and what was wrong with it. */
export interface Verdict {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** What happened, in order. */
  readonly history: () => readonly string[];
}

/** Plays the night of a seed, and lets the auditor judge it. @param traced whether its history is wanted */
export async function simulate(stage: Stage, seed: number, traced = false): Promise<Verdict> {
  const plan = planOf(seed);
  const played = await play(stage, plan, { traced });
  return { seed, violations: judged(plan, played), history: () => [JSON.stringify(plan), ...played.history.all] };
}

/** What was wrong with a night that has been played. */
export function judged(plan: Plan, played: Played): readonly Violation[] {
  const found = audit(recordsOf(plan, played)).map(({ promise, at, text }) => violation(plan.seed, { promise, at, text }));
  return [...found, ...ownFindings(plan, played)];
}

/** What only whoever plays can see: a run that comes to no end, a process that would have died of an error. */
function ownFindings(
  { seed, store: faults }: Plan,
  { truth: { nowMs: at }, neverEnded, escaped, store, unfenced }: Played,
): readonly Violation[] {
  const say = (text: string) => violation(seed, { promise: 8, at, text });
  return [
    ...(neverEnded ? [say("A run was at work for two days.")] : []),
    ...(faults.length > 0 || neverEnded ? [] : store.open.map((run) => say(`Nobody has brought the run ${run} to its end.`))),
    ...unfenced.map((sent) => say(`${sent} without the fencing number of its run.`)),
    ...escaped.map((error) => say(`An error that nobody caught would have ended Node-RED: ${String(error)}`)),
  ];
}

const violation = (
  seed: number,
  { promise, at, text }: { readonly promise: PromiseNumber; readonly at: number; readonly text: string },
): Violation => ({
  seed,
  promise,
  at: new Date(at).toISOString(),
  text,
  replay: `npm run simulate -- --seed ${seed} --trace`,
});

/** With trouble on the line a change may arrive so much later. */
const LATE_MS = seconds(105);

function recordsOf(plan: Plan, { truth, store, documents, away }: Played): Records {
  const runs = [...store.journals].map(([run, kept]): RunRecords => {
    const document = documents.get(run);
    const failedAt = store.failed.get(run);
    const killed = failedAt === undefined ? {} : { killedAt: failedAt };
    return { journal: journalOf(kept, truth.nowMs), ...killed, ...(document === undefined || document === null ? {} : { document }) };
  });
  const trouble = plan.operations.change > 0 ? { operationMs: LATE_MS } : {};
  return {
    truth,
    runs,
    away: [...away, ...withoutRun(store, truth.nowMs)],
    ...windowsIn(plan.settings),
    neverCuts: plan.settings.atLimit !== "cut",
    limits: { guardEveryMs: seconds(plan.settings.guardSeconds), ...trouble },
  };
}

/** When members may be taken: nothing where that is at any time. */
function windowsIn({ window, deadlineMs }: Plan["settings"]): Pick<Records, "windows"> {
  if (window === null && deadlineMs === null) return {};
  const end = deadlineMs === null ? Number.POSITIVE_INFINITY : BEGINNING + deadlineMs;
  const open = window === null ? [{ from: BEGINNING - hours(1), to: end }] : windowsOf(window);
  return { windows: open.map(({ from, to }) => ({ from, to: Math.min(to, end) })) };
}

/** The maintenance windows of the days that a night can last, as instants. */
const windowsOf = ({ forMinutes }: Window): readonly { readonly from: number; readonly to: number }[] =>
  [0, 1, 2, 3].map((day) => ({ from: BEGINNING + hours(24 * day - 1), to: BEGINNING + hours(24 * day) + minutes(forMinutes) }));

/** From the moment at which the object of a run has ended, since its journal could not be written, until somebody goes on with it. */
const withoutRun = ({ failed, journals }: Played["store"], nowMs: number): readonly { readonly from: number; readonly to: number }[] =>
  [...failed].map(([run, from]) => {
    const goesOn = journals.get(run)?.find(({ entry, writtenAt }) => writtenAt > from && entry.type === "resumed");
    return { from, to: goesOn?.writtenAt ?? nowMs };
  });

/** The journal with the moments of the world, whatever the clock of the process showed. A change counts as announced when that was safe on the disk. */
const journalOf = (kept: readonly Kept[], nowMs: number): readonly unknown[] =>
  kept.map(({ entry, writtenAt, syncedAt }) => ({ ...entry, at: entry.type === "will change" ? (syncedAt ?? nowMs) : writtenAt }));
