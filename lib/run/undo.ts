import type { ChangeData, ChangeOp } from "../server/catalogue";
import { changeOf } from "../server/catalogue";
import { ServerError } from "../server/errors";
import { dryRun } from "../server/layers/dry-run";
import type { Invoke, ReadableServer } from "../server/server";
import { Server, layered } from "../server/server";
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

/**
 * What would bring a member back as it was found, in this order, each with its command: the undo list, played on a member that only
 * answers as if. So a service that has to be stopped first and started again afterwards is named both times. What cannot be looked at is named too.
 */
export async function toMend(invoke: Invoke, member: MemberState): Promise<{ what: string; command: string }[]> {
  const server = new Server(
    member.name,
    layered(
      invoke,
      dryRun(() => undefined),
    ),
  );
  const left: { what: string; command: string }[] = [];
  for (const [op, args] of undosOf(member)) {
    const change = changeOf(op);
    const how = await howSeen(server, op, args);
    if (how === "settled") continue;
    const unknown = how === "unknown" ? ` (if it is not so already: ${member.name} could not be asked)` : "";
    left.push({ what: `${whatIs(change.summary, args)}${unknown}`, command: change.byHand(member.name, change.args.parse(args)) });
    await server.change(op, args);
  }
  return left;
}

/** A change in words: "Start a service: MSExchangeTransport". What the summary explains besides is left out. */
function whatIs(summary: string, args: object): string {
  const values = Object.values(args).map(String).join(", ");
  const [first = summary] = summary.split(/[;,]/);
  return values === "" ? first : `${first}: ${values}`;
}

async function howSeen(server: ReadableServer, op: ChangeOp, args: ChangeData[1]): Promise<"not" | "under-way" | "settled" | "unknown"> {
  try {
    return await seen(server, op, args);
  } catch (error) {
    if (error instanceof ServerError) return "unknown";
    throw error;
  }
}
