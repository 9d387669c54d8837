import type { Finding } from "../finding";
import type { Night, Run } from "../night";

/**
 * Promise 11: clock jumps, daylight saving and time zones open or close nothing wrongly. Reads when members were first changed and when updates were
 * started, against the windows as instants (a deadline cuts them off), which whoever plays the night has worked out by hand. Without them it cannot be
 * judged. A member is not taken either that would not be done by the end if it took as long as one before it in the same run.
 */
export function inWindows(night: Night): readonly Finding[] {
  const { windows } = night.records;
  if (windows === undefined) return [];
  const isIn = (at: number): boolean => windows.some(({ from, to }) => from <= at && at < to);
  const finding = (member: string, at: number, text: string): Finding => ({ promise: 11, at, member, text });
  return night.runs.flatMap((run) =>
    run.started.flatMap(({ member, at }) => {
      const its = night.changes().filter((change) => change.member === member && change.atMs >= at && change.atMs <= run.to);
      if (its.length === 0) return [];
      const update = its.find((change) => night.isUpdate(change));
      const slow = slowest(night, run, at);
      const end = windows.find(({ from, to }) => from <= at && at < to)?.to;
      if (end === undefined) return [finding(member, at, `${member} was taken outside the maintenance window.`)];
      return [
        ...(slow !== null && at + slow.ms > end + ROUNDED_MS
          ? [
              finding(
                member,
                at,
                `${member} was taken ${minutes(end - at)} before the end, though ${slow.member} had taken ${minutes(slow.ms)}.`,
              ),
            ]
          : []),
        // When it was sent nobody knows: it may have been on its way for so long.
        ...(update !== undefined && !isIn(update.atMs - night.limits.operationMs) && !isIn(update.atMs)
          ? [finding(member, update.atMs, `The update of ${member} was started outside the maintenance window.`)]
          : []),
      ];
    }),
  );
}

/** Stamps are whole milliseconds. */
const ROUNDED_MS = 1;

const minutes = (ms: number): string => `${Math.floor(ms / 60_000)} min`;

/** Of the members that the run had updated by then from the beginning and without a break, the one that took longest. */
function slowest(night: Night, run: Run, by: number): { readonly member: string; readonly ms: number } | null {
  const took = run.finished.flatMap(({ member, at: to, outcome }) => {
    const from = run.started.find((one) => one.member === member)?.at;
    if (from === undefined || to > by || outcome !== "updated") return [];
    const isBroken = [...run.resumedAt, ...run.questions.filter((one) => one.member === member).map(({ askedAt }) => askedAt)].some(
      (at) => from <= at && at <= to,
    );
    const updated = night
      .changes()
      .some((change) => change.member === member && change.atMs >= from && change.atMs <= to && night.isUpdate(change));
    return isBroken || !updated || run.takenHalfDone.includes(member) ? [] : [{ member, ms: to - from }];
  });
  return took.sort((one, other) => other.ms - one.ms)[0] ?? null;
}
