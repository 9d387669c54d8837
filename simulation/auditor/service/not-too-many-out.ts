import type { Finding } from "../finding";
import type { Night, Run } from "../night";
import { outBecauseOfUs } from "../night";

/**
 * Promise 2: no more members than allowed are out because of us: none beside another that is not of the same batch. Reads when each member did not serve and by whose doing, so a member that others
 * have stopped does not count. A member that rests counts until its run has ended; from then on it is for people.
 */
export function notTooManyOut(night: Night): readonly Finding[] {
  const outs = outBecauseOfUs(night);
  return outs.flatMap(({ member, from }) => {
    const atOnce = outs.filter((other) => other.from <= from && other.to > from && other.run.to >= from);
    const members = [...new Set(atOnce.map((other) => other.member))];
    const isOneBatch = (run: Run): boolean => run.batches.some((batch) => members.every((name) => batch.includes(name)));
    if (members.length <= 1 || atOnce.every(({ run }) => isOneBatch(run))) return [];
    return [{ promise: 2 as const, at: from, member, text: `${members.join(" and ")} were out at once.` }];
  });
}
