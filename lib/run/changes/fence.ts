import type { ReadOp } from "../../server/catalogue";
import { operationNames, operationOf } from "../../server/catalogue";
import { Fenced, ServerError } from "../../server/errors";
import type { Call, ReadableServer } from "../../server/server";
import { listed, text } from "../../texts";
import type { RunState } from "../record/state";

const carriers = operationNames.filter((name): name is ReadOp => {
  const operation = operationOf(name);
  return operation.kind === "read" && operation.keepsFence === true;
});

/**
 * Shows the run's fencing number to the members, before its first change and after all other checks: it ends what an earlier run may still
 * do. From then on all members, and not only those where this run has been, refuse what the earlier run still has under way, such as a command
 * in a shell that outlived its process. (The monitoring server refuses it only from this run's first change on.) A step by hand shows the number
 * only to its own member. A member that does not answer is left to the guard.
 * @throws Fenced if a later run has been there, with the names of all such members
 */
export async function showFence(all: readonly ReadableServer[], { plan, fence, members }: RunState, signal?: AbortSignal): Promise<void> {
  const own = new Set(members.map(({ name }) => name));
  const those = plan.byHand ? all.filter(({ name }) => own.has(name)) : all;
  const call = { fence, ...(signal === undefined ? {} : { signal }) };
  const refused = (await Promise.all(those.map((member) => showTo(member, call)))).filter((error) => error !== null);
  const [first, ...more] = refused;
  if (first === undefined) return;
  if (more.length === 0) throw first;
  const { server, operation, what, hint } = first;
  const others = listed(more.map((error) => error.server));
  throw new Fenced({ server, operation, what: text("change.also-fenced", { what, others }), ...(hint === undefined ? {} : { hint }) });
}

async function showTo(member: ReadableServer, call: Call): Promise<Fenced | null> {
  for (const read of carriers) {
    try {
      await member.read(read, {}, call);
    } catch (error) {
      if (error instanceof Fenced) return error;
      if (!(error instanceof ServerError)) throw error;
    }
  }
  return null;
}
