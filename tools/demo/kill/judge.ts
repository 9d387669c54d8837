import { isDeepStrictEqual } from "node:util";
import type { Truth } from "../../../lib/adapters/lab";
import type { OperationName } from "../../../lib/server";
import type { RunRecords } from "../../../simulation/auditor";
import { audit } from "../../../simulation/auditor";

/** Of the auditor's promises the one about kills. */
const NOTHING_TWICE = 8;

export interface Judged {
  /** What was done twice, in words; empty where nothing was. */
  readonly doneTwice: readonly string[];
  /** The members that do not serve, or do not have the version that was to be installed. */
  readonly notUpdated: readonly string[];
}

/** What a night came to by the lab's truth. @param build which every member is to have; null: any */
export function judged(truth: Truth, runs: readonly RunRecords[], build: string | null): Judged {
  const audited = audit({ truth, runs }).filter(({ promise }) => promise === NOTHING_TWICE);
  return {
    doneTwice: [...new Set([...audited.map(({ text }) => text), ...madeAgain(truth)])],
    notUpdated: Object.entries(truth.members).flatMap(([name, { nlb, reachable, version, outSince }]) =>
      reachable && nlb === "converged" && outSince === null && (build === null || version === build) ? [] : [name],
    ),
  };
}

/** What takes a change back, beside another one of its kind: a job and a boot start and stop services, too. */
const takenBackBy: Readonly<Partial<Record<OperationName, readonly OperationName[]>>> = {
  "nlb.drain": ["nlb.start", "nlb.resume"],
  "nlb.stop": ["nlb.start", "nlb.resume"],
  "nlb.start": ["nlb.drain", "nlb.stop", "nlb.suspend"],
  "forefront.disable": ["forefront.enable"],
  "forefront.enable": ["forefront.disable"],
  "services.stop": ["services.start", "job.start", "system.restart"],
  "services.start": ["services.stop", "job.start", "system.restart"],
};

/**
 * The same change made again on a member that nobody else has touched, although nothing had taken it back meanwhile. Maintenance mode is none of
 * these: a window that has run out is begun again.
 */
function madeAgain({ operations, outside }: Truth): readonly string[] {
  const alone = operations.filter(({ kind, member }) => kind === "change" && !outside.some((one) => one.member === member));
  const changes = alone.filter(({ op }) => !op.startsWith("scom."));
  return changes.flatMap((change, index) => {
    const { member, op, args } = change;
    const before = changes.slice(0, index).filter((one) => one.member === member);
    const last = before.findLastIndex((one) => one.op === op && isDeepStrictEqual(one.args, args));
    const back = before.slice(last + 1).some((one) => one.op === op || takenBackBy[op]?.includes(one.op) === true);
    return last === -1 || back ? [] : [`${op} was done twice on ${member}.`];
  });
}
