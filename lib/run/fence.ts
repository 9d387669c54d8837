import type { ReadOp } from "../server/catalogue";
import { operationNames, operationOf } from "../server/catalogue";
import { Fenced, ServerError } from "../server/errors";
import type { Call, ReadableServer } from "../server/server";
import type { RunState } from "./state";

const carriers = operationNames.filter((name): name is ReadOp => {
  const operation = operationOf(name);
  return operation.kind === "read" && operation.keepsFence === true;
});

/**
 * Lets the members keep the run's fencing number before it changes anything. What an earlier run has left on its way, a command in a shell
 * that outlived its process say, is refused everywhere then, and not only where this run has been. Done once; not in a dry run; by a step by
 * hand on its own member alone. A member that does not answer is left to the guard.
 * @throws Fenced where a later run has been
 */
export async function showFence(all: readonly ReadableServer[], { plan, fence, members }: RunState, signal: AbortSignal): Promise<void> {
  if (plan.dryRun || members.some(({ phase }) => phase !== "waiting")) return;
  const those = plan.byHand ? all.filter((server) => members.some(({ name }) => name === server.name)) : all;
  await Promise.all(those.map((member) => showTo(member, { fence, signal })));
}

async function showTo(member: ReadableServer, call: Call): Promise<void> {
  for (const read of carriers) {
    await member.read(read, {}, call).catch((error: unknown) => {
      if (error instanceof Fenced || !(error instanceof ServerError)) throw error;
    });
  }
}
