import { operationNames, operationOf, summaryOf } from "../../server";
import type { Picture } from "../../server";
import type { Text } from "../../texts";
import { text } from "../../texts";

const NOT_KNOWN = text("left.not-known");

/** What about a member is not as it was found: "nlb stopped instead of converged". Its read decides what counts as found all the same. */
export function differencesFrom(found: Picture | null, left: Picture): readonly Text[] {
  if (found === null) return [];
  return operationNames.flatMap((name) => {
    const operation = operationOf(name);
    if (operation.kind !== "read" || operation.facts === undefined) return [];
    const before = found.readings[name as keyof typeof found.readings];
    const now = left.readings[name as keyof typeof left.readings];
    // Unknown is not equal to anything. Where there was nothing of the kind, there is nothing to restore.
    if (before === null) return [text("left.not-found", { operation: summaryOf(name) })];
    if (before === undefined) return [];
    if (now === null || now === undefined) return [text("left.unread", { operation: summaryOf(name) })];
    if (operation.asFound?.(before, now) === true) return [];
    return Object.entries(operation.facts).flatMap(([fact, tell]) => {
      const [was, is] = [tell(before), tell(now)];
      return is === was ? [] : [text("left.differs", { fact, is: is ?? NOT_KNOWN, was: was ?? NOT_KNOWN })];
    });
  });
}
