import { operationNames, operationOf } from "../server/catalogue";
import type { Picture } from "../server/picture";
import { minutes } from "../time/duration";
import type { MemberState } from "./state";

/** Reads whose facts an update is there to change. */
const changedByUpdate = new Set<string>(["update.installed"]);

/** What of a member is not as it was found, in words: "nlb is stopped, was converged". The installed version is not compared. */
export function differencesFrom(found: Picture | null, left: Picture): readonly string[] {
  if (found === null) return [];
  return operationNames.flatMap((name) => {
    const operation = operationOf(name);
    if (operation.kind !== "read" || operation.facts === undefined || changedByUpdate.has(name)) return [];
    const before = found.readings[name as keyof typeof found.readings];
    const now = left.readings[name as keyof typeof left.readings];
    if (before === null || before === undefined) return [];
    if (now === null || now === undefined) return [`${name} could not be read`];
    const was = operation.facts(before);
    return Object.entries(operation.facts(now)).flatMap(([fact, value]) =>
      value === was[fact] ? [] : [`${fact} is ${value}, was ${was[fact]}`],
    );
  });
}

/** The jobs that a run has started on a member, and by when each has ended. */
export const jobsOf = (member: MemberState): readonly { id: string; endsBy: number }[] =>
  member.changes.flatMap(({ op, args, at, outcome }) => {
    if (op !== "job.start" || outcome === "failed") return [];
    const { id, limitMinutes } = args as { id: string; limitMinutes: number };
    return [{ id, endsBy: at + minutes(limitMinutes) }];
  });
