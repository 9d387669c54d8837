import type { Finding } from "../finding";
import type { Night, Run } from "../night";

/**
 * Promise 10: one trigger key, one run; two triggers, one run and one refusal. Reads the journals of all runs: no key twice, and no two runs at
 * work on a member at the same time. Whether a second trigger was refused shows only where there was one.
 */
export function oneRun({ runs }: Night): readonly Finding[] {
  return runs.flatMap((run, index) =>
    runs
      .slice(index + 1)
      .flatMap((other) => [
        ...(run.key !== null && run.key === other.key
          ? [finding(other, `The key ${run.key} has started two runs, ${run.id} and ${other.id}.`)]
          : []),
        ...(overlap(run, other) ? [finding(other, `The runs ${run.id} and ${other.id} were at work on the same array at once.`)] : []),
      ]),
  );
}

const overlap = (run: Run, other: Run): boolean =>
  run.from < endOf(other) && other.from < endOf(run) && run.members.some((member) => other.members.includes(member));

/** A run whose journal could not be written is over, and its array free, before somebody else ends its record. */
const endOf = ({ to, drivenUntil }: Run): number => Math.min(to, drivenUntil);

const finding = ({ from: at }: Run, text: string): Finding => ({ promise: 10, at, member: null, text });
