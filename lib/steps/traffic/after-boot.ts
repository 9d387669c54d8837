import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ResultOf } from "../../server/catalogue";
import { Unreachable } from "../../server/errors";
import { inWords, seconds } from "../../time/duration";
import { sayingWhenSilent } from "../parts/not-answering";
import type { NlbHost } from "./out-of-service";
import { isOut, nlbHostIfAny } from "./out-of-service";

export const usesAfterBoot = ["system.info", "nlb.host", "nlb.stop"] as const;
type Context = ContextOf<typeof usesAfterBoot>;

type Info = ResultOf<"system.info">;

/**
 * Waits for a boot and proves it by the boot time: a server that answers again may not have gone down yet.
 * @param hasBooted whether this boot time is the awaited one @throws StepFailed `restart-limit`
 */
export async function booted(context: Context, hasBooted: (bootedAt: string) => boolean, limitMs: number): Promise<Info> {
  const { server, wait, report, now, member } = context;
  const begun = now();
  const waited = await wait.until(
    sayingWhenSilent(context, "boot", () => server.read("system.info", {})),
    (info) => hasBooted(info.bootedAt),
    {
      limitMs,
      // Often: a member that serves too early takes clients as soon as it has converged, some ten seconds after it is up.
      everyMs: seconds(2),
      unreachableIsNotYet: true,
      meanwhile: () => report({ text: `boot: not gone down yet, ${inWords(now() - begun)}` }),
    },
  );
  if (waited.met) return waited.answer;
  throw new StepFailed(
    "restart-limit",
    waited.answer === undefined
      ? `${member.name} has not come back within ${inWords(limitMs)} after it was told to restart.`
      : `${member.name} has no new boot time within ${inWords(limitMs)}; it booted last at ${waited.answer.bootedAt}.`,
    "Look at its console: does it hang while it shuts down, or install updates?",
  );
}

/** A member that serves after a boot, before it is verified, is stopped at once: persisted states can win over the default state (domain reference 1.7). */
export async function keepOut(context: Context, limitMs: number): Promise<void> {
  const { server, wait, warn, member } = context;
  const look = sayingWhenSilent<NlbHost | null>(context, "boot", () => nlbHostIfAny(context));
  const waited = await wait.until(look, () => true, { limitMs, unreachableIsNotYet: true });
  if (!waited.met) {
    throw new StepFailed(
      "restart-limit",
      `${member.name} does not answer any more after its boot, so it is not known whether it serves.`,
      "Look at it now.",
    );
  }
  if (waited.answer === null || isOut(waited.answer)) return;
  warn(
    `${member.name} came back from its boot as ${waited.answer.state} in NLB, before it was verified. It was stopped at once; its last state is persisted.`,
  );
  await server.change("nlb.stop", {}, { atOnce: true });
  if (await wait.settled("nlb.stop", {}, { unreachableIsNotYet: true })) return;
  throw new StepFailed(
    "operation-failed",
    `${member.name} serves unverified and could not be stopped.`,
    `By hand, now: Stop-NlbClusterNode -HostName ${member.name}`,
  );
}

/** For looks at a server that is still starting: null while it does not answer. */
export const ifAnswering = async <T>(look: Promise<T>): Promise<T | null> => {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Unreachable) return null;
    throw error;
  }
};
