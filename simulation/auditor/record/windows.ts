import type { Finding } from "../finding";
import type { Night } from "../night";

/**
 * Promise 11: clock jumps, daylight saving and time zones open or close nothing wrongly. Reads when members were first changed, against the windows
 * as instants, which whoever plays the night has worked out by hand. Without them it cannot be judged.
 */
export function inWindows(night: Night): readonly Finding[] {
  const { windows } = night.records;
  if (windows === undefined) return [];
  return night.runs.flatMap((run) =>
    run.started.flatMap(({ member, at }) => {
      const first = night.changes().find((change) => change.member === member && change.atMs >= at && change.atMs <= run.to);
      if (first === undefined || windows.some(({ from, to }) => from <= at && at < to)) return [];
      return [{ promise: 11 as const, at, member, text: `${member} was taken outside the maintenance window.` }];
    }),
  );
}
