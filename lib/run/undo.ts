import type { ChangeData, ChangeOp } from "../server/catalogue";
import { changeOf } from "../server/catalogue";
import { ServerError } from "../server/errors";
import type { ReadableServer, Server } from "../server/server";
import { seen } from "../server/settled";
import type { MemberState } from "./state";
import type { Wait } from "./step";

/** What takes back the changes of a member, the latest first. A change whose outcome is not known may have been made. */
export const undosOf = (member: MemberState): readonly ChangeData[] =>
  member.changes.flatMap((change) => (change.undo !== null && change.outcome !== "failed" ? [change.undo] : [])).reverse();

/**
 * Plays a member's undo list back, each change waited for as the catalogue says, and passes over what is already so.
 * @throws the first error, after which nothing more is sent: the order matters
 */
export async function unwind(server: Server, member: MemberState, wait: Wait): Promise<void> {
  for (const [op, args] of undosOf(member)) {
    if ((await seen(server, op, args)) === "settled") continue;
    await server.change(op, args);
    if (!(await wait.settled(op, args, { unreachableIsNotYet: true }))) {
      throw new Error(
        `${server.name}: ${op} was accepted, but its effect was not seen within ${changeOf(op).settlesWithinMs / 60_000} minutes.`,
      );
    }
  }
}

/** What is not as it was found, each with the command that would mend it; what cannot be looked at is named too. */
export async function toMend(server: ReadableServer, member: MemberState): Promise<{ what: string; command: string }[]> {
  const left = new Map<string, { what: string; command: string }>();
  // The earliest undo of a kind is the one that restores the found state; it comes last in the list.
  for (const [op, args] of undosOf(member)) {
    const change = changeOf(op);
    const command = change.byHand(server.name, change.args.parse(args));
    const how = await howSeen(server, op, args);
    if (how === "settled") continue;
    left.set(command, {
      what: `${whatIs(change.summary, args)}${how === "unknown" ? ` (if it is not so already: ${server.name} could not be asked)` : ""}`,
      command,
    });
  }
  return [...left.values()];
}

/** A change in words: "Start a service, after those on which it depends: MSExchangeTransport". */
function whatIs(summary: string, args: object): string {
  const values = Object.values(args).map(String).join(", ");
  return values === "" ? summary : `${summary}: ${values}`;
}

async function howSeen(server: ReadableServer, op: ChangeOp, args: ChangeData[1]): Promise<"not" | "under-way" | "settled" | "unknown"> {
  try {
    return await seen(server, op, args);
  } catch (error) {
    if (error instanceof ServerError) return "unknown";
    throw error;
  }
}
