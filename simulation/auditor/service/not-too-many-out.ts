import type { Finding } from "../finding";
import type { Night } from "../night";
import { outBecauseOfUs } from "../night";

/**
 * Promise 2: no more members than allowed are out because of us. Reads when each member did not serve and by whose doing, so a member that others
 * have stopped does not count. A member that rests counts until its run has ended; from then on it is for people.
 */
export function notTooManyOut(night: Night): readonly Finding[] {
  const outs = outBecauseOfUs(night);
  return outs.flatMap(({ member, from }) => {
    const atOnce = outs.filter((other) => other.from <= from && other.to > from && other.run.to >= from);
    const members = [...new Set(atOnce.map((other) => other.member))];
    if (members.length <= night.limits.atOnce) return [];
    return [{ promise: 2 as const, at: from, member, text: `${members.join(" and ")} were out at once.` }];
  });
}
