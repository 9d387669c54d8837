import { isDeepStrictEqual } from "node:util";
import type { ChangeOp } from "../catalogue";
import { operationOf } from "../catalogue";
import type { Change } from "../operation";
import type { ChangeCall, Layer } from "../server";

interface Made {
  readonly server: string;
  readonly change: Change;
  readonly args: unknown;
}

/** Called for every change that a dry run leaves out. */
export type Would = (server: string, op: ChangeOp, args: unknown, call: ChangeCall) => void | Promise<void>;

/** Sends no change and tells nobody anything, but later reads answer as if the change had been made: so the list of changes is complete. */
export const dryRun = (would: Would): Layer => {
  const made: Made[] = [];
  return (next) => async (server, op, args, call) => {
    const operation = operationOf(op);
    if (operation.kind === "change") {
      await would(server, op as ChangeOp, args, call);
      made.push({ server, change: operation, args: operation.args.parse(args) });
      return undefined as never; // a change answers nothing
    }
    // A dry run tells nobody anything.
    if (operation.kind === "tell") return undefined as never;
    const asked = operation.args.parse(args);
    let answer: unknown = await next(server, op, args, call);
    for (const { change, args: changed } of made.filter((m) => m.server === server)) {
      for (const sight of change.seen) {
        const about = sight.read === operation && isDeepStrictEqual(operation.args.parse(sight.ask(changed)), asked);
        if (about) answer = sight.becomes(answer, changed);
      }
    }
    return answer as never;
  };
};
