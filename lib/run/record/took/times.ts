import type { Say } from "../../../texts";
import type { Plan } from "../entry";
import type { Expected, Takes, Timed } from "./reckoned";
import { expected, takes } from "./reckoned";

/** The times of a run for other systems, as far as there are any. */
export interface TimesDocument {
  /** By when it is to be over; null: whenever it is. */
  readonly deadline: string | null;
  /** How long a member takes by what is known, in seconds; null where nothing is set and nothing was measured. */
  readonly memberTakes: {
    readonly usualSeconds: number;
    readonly slowSeconds: number;
    /** How many members were measured, of this run and of earlier ones. */
    readonly measured: number;
    /** Where the slow case comes from, for people. */
    readonly source: string;
  } | null;
  /** When all members are expected to be done; null where nobody knows, in a dry run, while it is paused, and once it has ended. */
  readonly expectedEnd: { readonly usual: string; readonly slow: string } | null;
}

type Planned = Timed & { readonly plan: Pick<Plan, "deadline" | "dryRun"> };

const setFor = ({ deployed }: Pick<Plan, "deployed">): number | null => deployed?.settings?.memberMs ?? null;

/** Nothing where it would be assumed. */
const known = (by: Takes, setMs: number | null): Takes | null => (by.measured === 0 && setMs === null ? null : by);

/** The times of a run now. */
export function timesOf(
  state: Planned & { readonly phase: string; readonly paused: object | null },
  { now, say }: { readonly now: number; readonly say: Say },
): TimesDocument {
  const { plan, phase, paused } = state;
  const by = known(takes(state, setFor(plan)), setFor(plan));
  const isOnItsWay = phase === "running" && paused === null && !plan.dryRun;
  const end = by === null || !isOnItsWay ? undefined : expected(state, by, now).at(-1);
  return {
    deadline: plan.deadline === undefined ? null : iso(plan.deadline),
    memberTakes:
      by === null
        ? null
        : { usualSeconds: inSeconds(by.usualMs), slowSeconds: inSeconds(by.slowMs), measured: by.measured, source: say(by.source) },
    expectedEnd: end === undefined ? null : { usual: iso(end.usualEnd), slow: iso(end.slowEnd) },
  };
}

/** What was reckoned when the run began; null where nothing was known. */
export function reckonedAtStart(state: Planned & { readonly startedAt: number }): { readonly by: Takes; readonly end: Expected } | null {
  const { plan, startedAt } = state;
  const atStart = { ...state, members: state.members.map((member) => ({ ...member, phase: "waiting" as const, outcome: "untouched" })) };
  const by = known(takes(atStart, setFor(plan)), setFor(plan));
  const end = by === null ? undefined : expected(atStart, by, startedAt).at(-1);
  return by === null || end === undefined ? null : { by, end };
}

const iso = (at: number): string => new Date(at).toISOString();
const inSeconds = (ms: number): number => Math.round(ms / 1000);
