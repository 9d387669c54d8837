import { isDeepStrictEqual } from "node:util";
import type { Done, NotDone } from "../../../lib/adapters/lab";
import type { Finding } from "../finding";
import type { Announced, Night } from "../night";

/**
 * Promise 7: every change has a synced journal entry before it. Reads all changes that reached the lab, made or refused, and looks for an entry of
 * their own for each. That the entry was on the disk the truth cannot show: the journal that is given has to be what was on the disk.
 */
export function writtenFirst(night: Night): readonly Finding[] {
  const { failed } = night.truth;
  const free = new Set(night.runs.filter(({ dryRun }) => !dryRun).flatMap(({ announced }) => announced));
  const refused = failed.filter(({ kind, why }) => kind === "change" && why === "refused");
  const sent: readonly (Done | NotDone)[] = [...night.changes(), ...refused].sort((a, b) => a.atMs - b.atMs);
  return sent.flatMap((change) => {
    const entry = [...free].find((one) => announces(one, change));
    if (entry !== undefined) {
      free.delete(entry);
      return [];
    }
    const { member, op, atMs: at } = change;
    return [{ promise: 7 as const, at, member, text: `${op} was sent to ${member} without an entry in a journal before it.` }];
  });
}

const announces = (entry: Announced, { member, op, args, atMs }: Pick<Done, "member" | "op" | "args" | "atMs">): boolean =>
  entry.member === member && entry.op === op && entry.at <= atMs && includes(args, entry.args);

/** Whether the arguments that arrived are those that were announced. Defaults may have been added since. */
function includes(arrived: unknown, announced: unknown): boolean {
  const [all, some] = [arrived, announced].map((args) => JSON.parse(JSON.stringify(args ?? {})) as Record<string, unknown>);
  return Object.entries(some ?? {}).every(([name, value]) => isDeepStrictEqual(all?.[name], value));
}
