import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ResultOf } from "../../server";
import { changeOf, ServerError } from "../../server";
import type { Text } from "../../texts";
import { duration, instant, text } from "../../texts";
import { seconds } from "../../time";
import { sayingWhenSilent } from "../parts";
import type { NlbHost } from "./out-of-service";
import { isOut, nlbHostIfAny, verdictOf } from "./out-of-service";

export const usesAfterBoot = ["system.info", "nlb.host", "nlb.connections", "nlb.stop"] as const;
type Context = ContextOf<typeof usesAfterBoot>;

type Info = ResultOf<"system.info">;

/**
 * Waits for a boot and proves it by the boot time: a server that answers again may not have gone down yet.
 * @param hasBooted whether this boot time is the awaited one @throws StepFailed `restart-limit`
 */
export async function booted(context: Context, hasBooted: (bootedAt: string) => boolean, limitMs: number): Promise<Info> {
  const { server, wait, report, elapsed, member } = context;
  const begun = elapsed();
  const waited = await wait.until(
    sayingWhenSilent(context, text("waiting.boot"), () => server.read("system.info", {}, { once: true })),
    (info) => hasBooted(info.bootedAt),
    {
      limitMs,
      // Often: a member that serves too early takes clients as soon as it has converged, some ten seconds after it is up.
      everyMs: seconds(2),
      unreachableIsNotYet: true,
      meanwhile: () => report({ text: text("boot.not-down-yet", { time: duration(elapsed() - begun) }) }),
    },
  );
  if (waited.met) return waited.answer;
  throw new StepFailed(
    "restart-limit",
    waited.answer === undefined
      ? text("boot.not-back", { member: member.name, limit: duration(limitMs) })
      : text("boot.none", { member: member.name, limit: duration(limitMs), bootedAt: instant(Date.parse(waited.answer.bootedAt)) }),
    text("boot.hint"),
  );
}

/**
 * A member that serves after a boot, before it is verified, is stopped at once: persisted states can win over the default state (domain reference 1.7).
 * @throws StepFailed `serves-unverified` where it has taken traffic already
 */
export async function keepOut(context: Context, limitMs: number): Promise<void> {
  const { server, wait, warn, member } = context;
  const look = sayingWhenSilent<NlbHost | null>(context, text("waiting.boot"), () => nlbHostIfAny(context, { once: true }));
  const waited = await wait.until(look, () => true, { limitMs, unreachableIsNotYet: true });
  if (!waited.met) {
    throw new StepFailed("restart-limit", text("boot.silent-after", { member: member.name }), text("boot.silent-after.hint"));
  }
  const host = waited.answer;
  if (host === null || context.array.takenOut === "by-other-means") await mustNotServe(context, host);
  if (host === null || isOut(host)) return;
  const clients = await clientsOf(context, host);
  await server.change("nlb.stop", {}, { atOnce: true });
  warn(text("boot.came-in", { member: member.name, state: host.state, since: await sinceBoot(context), why: whyInService(host), clients }));
  if (await wait.settled("nlb.stop", {}, { unreachableIsNotYet: true })) {
    // One that still converged has taken no client. The other has, and whoever or whatever brought it in may do so again.
    if (host.state === "converging") return;
    throw new StepFailed("serves-unverified", text("boot.took-traffic", { member: member.name }), text("boot.took-traffic.hint"));
  }
  throw new StepFailed(
    "operation-failed",
    text("boot.not-stopped", { member: member.name }),
    text("by-hand.now", { command: changeOf("nlb.stop").byHand(member.name, {}) }),
  );
}

/** How long the stop of a member that serves unverified waits for the number of its clients, of which nothing tells afterwards. */
const COUNTED_WITHIN_MS = seconds(3);

/** The clients that the stop cuts. One that still converges is stopped before it takes any. */
async function clientsOf({ server, wait }: Context, { state }: NlbHost): Promise<Text> {
  if (state === "converging") return text("boot.clients-of-converging");
  try {
    const { clients } = await wait.within(COUNTED_WITHIN_MS, (signal) => server.read("nlb.connections", {}, { signal }));
    return clients === 0 ? text("boot.no-clients") : text("boot.clients-cut", { count: clients });
  } catch {
    // Whatever it is, the stop comes first; if the run itself is over, the stop is not sent.
    return text("boot.clients-not-counted");
  }
}

/** "4 min after its boot" */
async function sinceBoot({ server }: Context): Promise<Text> {
  try {
    const { bootedAt, clock } = await server.read("system.info", {});
    return text("boot.since", { time: duration(Math.max(0, Date.parse(clock) - Date.parse(bootedAt))) });
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return text("boot.since-unknown");
  }
}

/** What can have started it, by the host's own settings: only they can be looked at. */
function whyInService({ defaultState, persistsLastState }: NlbHost): Text {
  if (defaultState === "started") return text("boot.why.default-state");
  if (persistsLastState === true) return text("boot.why.last-state");
  return persistsLastState === false
    ? text("boot.why.somebody", { state: defaultState })
    : text("boot.why.not-known", { state: defaultState });
}

/** Without NLB the run cannot take a member out again: it can only see whether it serves, and say so. */
async function mustNotServe(context: Context, host: NlbHost | null): Promise<void> {
  const { member, array } = context;
  if (array.takenOut === "behind-nothing") return;
  const verdict = array.takenOut === "by-other-means" ? await verdictOf(context) : undefined;
  if (verdict?.serves === true)
    throw new StepFailed(
      "serves-unverified",
      text("boot.serves-unverified", { member: member.name, why: verdict.why }),
      text("boot.serves-unverified.hint"),
    );
  // Its services may not be up yet: what gives no answer serves nobody. Whoever disturbs it next asks again, and needs an answer.
  if (verdict !== undefined || host !== null) return;
  const why = text("gate.none");
  throw new StepFailed("not-out", text("boot.not-known", { member: member.name, why }), text("boot.silent-after.hint"));
}
