import { z } from "zod";
import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { Call, ResultOf, Verdict } from "../../server";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { OperationFailed } from "../../server";
import { seconds } from "../../time";
import { NO_NLB_NODE } from "../../server/operations";

export const usesOutOfService = ["nlb.host"] as const;
type Context = ContextOf<typeof usesOutOfService>;

export type NlbHost = ResultOf<"nlb.host">;

/** Takes no connections at all. A draining host still serves the ones that it has. */
export const isOut = ({ state }: Pick<NlbHost, "state">): boolean => state === "stopped" || state === "suspended";

/** Takes new connections, or is about to. */
export const isInService = ({ state }: Pick<NlbHost, "state">): boolean => state === "converged" || state === "converging";

/** NLB on this member; null if it has none (another kind of balancer). That permits nothing: whoever asks has to look at what tells instead. */
export async function nlbHostIfAny({ server, found }: Pick<Context, "server" | "found">, call: Call = {}): Promise<NlbHost | null> {
  try {
    return await server.read("nlb.host", {}, call);
  } catch (error) {
    // Only a clear answer counts. A member that had NLB before still has it, though it may not say so right after a boot.
    if (error instanceof OperationFailed && error.errorId === NO_NLB_NODE && found("nlb.host") === undefined) return null;
    throw error;
  }
}

/** How long a member may take to say that it is out: its answer may be seconds old. */
const TOLD_WITHIN_MS = seconds(30);

/** Refuses to disturb a member that still takes clients, or of which nothing tells that it does not. No answer is no permission. */
export async function mustBeOut(context: Context, doing: Text): Promise<void> {
  const { name: member } = context.member;
  const host = await nlbHostIfAny(context);
  if (host !== null && !isOut(host))
    throw new StepFailed("not-out", text("out.not-out", { member, state: host.state, doing }), text("out.not-out.hint"));
  if (context.array.takenOut === "by-other-means") return await mustBeToldOut(context, doing);
  if (host === null && context.array.takenOut === "at-gate")
    throw new StepFailed("not-out", text("out.nothing-tells", { member, doing }), text("out.nothing-tells.hint"));
}

/** Two looks: a balancer's page may be a moment behind. */
async function mustBeToldOut(context: Context, doing: Text): Promise<void> {
  const { name: member } = context.member;
  const { met, answer } = await context.wait.until(
    () => verdictOf(context),
    (verdict) => verdict?.code === "out",
    { limitMs: TOLD_WITHIN_MS, everyMs: seconds(5), inARow: 2 },
  );
  if (met) return;
  const why = answer?.why ?? text("out.not-looked-at");
  const said = answer?.serves === true ? text("out.serves", { member, why, doing }) : text("out.not-told", { member, why, doing });
  throw new StepFailed("not-out", said, text("out.by-other-means.hint"));
}

/** What the array's way of telling who serves says of the member at work. */
export const verdictOf = async ({ array, member }: Pick<Context, "array" | "member">): Promise<Verdict | undefined> =>
  (await array.serving()).find((verdict) => verdict.member === member.name);

const LeftOut = z.object({ foundOut: z.literal(true) });

/** Whether the run knows that the member was found out of service, and is to stay out. */
export const isToStayOut = ({ earlier }: Pick<Context, "earlier">): boolean =>
  [...earlier("preflight-check"), ...earlier("nlb-drainstop")].some((result) => LeftOut.safeParse(result).success);
