import { z } from "zod";
import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ResultOf } from "../../server";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { OperationFailed } from "../../server";
import { NO_NLB_NODE } from "../../server/operations";

export const usesOutOfService = ["nlb.host"] as const;
type Context = ContextOf<typeof usesOutOfService>;

export type NlbHost = ResultOf<"nlb.host">;

/** Takes no connections at all. A draining host still serves the ones that it has. */
export const isOut = ({ state }: Pick<NlbHost, "state">): boolean => state === "stopped" || state === "suspended";

/** Takes new connections, or is about to. */
export const isInService = ({ state }: Pick<NlbHost, "state">): boolean => state === "converged" || state === "converging";

/** NLB on this member; null if it has none (another kind of balancer), so that the steps can be used there too. */
export async function nlbHostIfAny({ server, found }: Pick<Context, "server" | "found">): Promise<NlbHost | null> {
  try {
    return await server.read("nlb.host", {});
  } catch (error) {
    // Only a clear answer counts. A member that had NLB before still has it, though it may not say so right after a boot.
    if (error instanceof OperationFailed && error.errorId === NO_NLB_NODE && found("nlb.host") === undefined) return null;
    throw error;
  }
}

/** Refuses to disturb a member that still takes clients. */
export async function mustBeOut(context: Context, doing: Text): Promise<void> {
  const host = await nlbHostIfAny(context);
  if (host === null || isOut(host)) return;
  throw new StepFailed("not-out", text("out.not-out", { member: context.member.name, state: host.state, doing }), text("out.not-out.hint"));
}

const LeftOut = z.object({ foundOut: z.literal(true) });

/** Whether the run knows that the member was found out of service, and is to stay out. */
export const isToStayOut = ({ earlier }: Pick<Context, "earlier">): boolean =>
  [...earlier("preflight-check"), ...earlier("nlb-drainstop")].some((result) => LeftOut.safeParse(result).success);
