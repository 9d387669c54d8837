/** What a run is allowed, in milliseconds where nothing else is said. Within these times nobody can be blamed for what others do. */
export interface Limits {
  /** Between two looks at who serves. */
  readonly guardEveryMs: number;
  /** How long a look may take: a member that has not answered by then counts as unreachable. */
  readonly lookMs: number;
  /** From the moment at which a change is sent until it is made. */
  readonly operationMs: number;
  /** How long monitoring may be without its window after somebody has ended it: until upkeep begins it again, and its agent has noticed. */
  readonly quietAgainMs: number;
  /** After which a state counts as the one in which a member was left: services have started, NLB has converged. */
  readonly settleMs: number;
  /** How much of the time after the end must be known. */
  readonly tailMs: number;
}

export const usualLimits: Limits = {
  guardEveryMs: 15_000,
  lookMs: 10_000,
  operationMs: 5_000,
  quietAgainMs: 11 * 60_000,
  settleMs: 5 * 60_000,
  tailMs: 3 * 3_600_000,
};

/** How old a look may be on which a change was decided. */
export const freshMs = ({ lookMs, operationMs }: Limits): number => lookMs + operationMs;

/** After which the run must have noticed that too few members serve: a second look follows a bad one. */
export const noticedMs = ({ guardEveryMs, lookMs, operationMs }: Limits): number => guardEveryMs + 2 * lookMs + operationMs;

/** After which a member that must not take traffic must have been closed. */
export const closedMs = ({ guardEveryMs, lookMs, operationMs }: Limits): number => guardEveryMs + lookMs + operationMs;
