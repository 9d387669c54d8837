import { z } from "zod";
import type { StepContext } from "../../run/step";
import type { ResultOf } from "../../server";
import { ServerError, Unreachable } from "../../server";
import { quoted, text } from "../../texts";
import { beforeOf } from "../parts";
import { installationsOf } from "../update";
import type { Looked } from "./looked";

type Reason = ResultOf<"system.pendingReboot">["reasons"][number];

const Restart = z.object({ bootedAt: z.string().nullable() });

/**
 * Whether Windows waits for a restart once more: many updates need a second one, and are half done until then. Where this run has installed or
 * restarted, a strong reason is a finding: it is of this update, or the restart has not helped. Otherwise it counts as one if it is new. Others are
 * often false alarms, left by printer drivers and virus scanners, and only told.
 */
export async function pendingRestart(context: StepContext<"system.pendingReboot">): Promise<Looked> {
  let reasons: readonly Reason[];
  try {
    ({ reasons } = await context.server.read("system.pendingReboot", {}));
  } catch (error) {
    if (!(error instanceof ServerError) || error instanceof Unreachable) throw error;
    return { findings: [], remarks: [text("health.restart-not-known", { what: error.what })] };
  }
  const about = { member: context.member.name };
  const isFinding = findingIn(context);
  const told = (some: readonly Reason[]) =>
    some.map(({ cause, text: why }) => text("health.restart-pending", { ...about, cause, why: quoted(why) }));
  return { findings: told(reasons.filter(isFinding)), remarks: told(reasons.filter((reason) => !isFinding(reason))) };
}

function findingIn(context: Pick<StepContext, "before" | "earlier">): (reason: Reason) => boolean {
  const restarted = context.earlier("restart-server").some((result) => Restart.safeParse(result).data?.bootedAt != null);
  const installed = installationsOf(context).some(({ startedAt }) => startedAt !== null);
  const before = beforeOf(context)?.pendingReboot ?? null;
  return ({ weight, cause }) => {
    if (weight !== "strong") return false;
    if (restarted || installed) return true;
    // Nothing was done here that could have caused it.
    return before !== null && !before.some((one) => one.cause === cause);
  };
}
