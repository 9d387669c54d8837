import { operationNames, operationOf } from "../../server/catalogue";
import type { Picture } from "../../server/picture";
import { minutes } from "../../time/duration";
import type { MemberState } from "./state";

/** What of a member is not as it was found, in words: "nlb is stopped, was converged". What counts as found all the same is for its read to say. */
export function differencesFrom(found: Picture | null, left: Picture): readonly string[] {
  if (found === null) return [];
  return operationNames.flatMap((name) => {
    const operation = operationOf(name);
    if (operation.kind !== "read" || operation.facts === undefined) return [];
    const before = found.readings[name as keyof typeof found.readings];
    const now = left.readings[name as keyof typeof left.readings];
    if (before === null || before === undefined) return [];
    if (now === null || now === undefined) return [`${name} could not be read`];
    if (operation.asFound?.(before, now) === true) return [];
    return Object.entries(operation.facts).flatMap(([fact, tell]) => {
      const [was, is] = [tell(before), tell(now)];
      return is === was ? [] : [`${fact} is ${is}, was ${was}`];
    });
  });
}

/** The jobs that a run has started on a member, and by when each has ended. */
export const jobsOf = (member: MemberState): readonly { id: string; endsBy: number }[] =>
  member.changes.flatMap(({ op, args, at, outcome }) => {
    if (op !== "job.start" || outcome === "failed") return [];
    const { id, limitMinutes } = args as { id: string; limitMinutes: number };
    return [{ id, endsBy: at + minutes(limitMinutes) }];
  });
