import type { ContextOf, StepResult } from "../../run/step";
import { step } from "../../run/step";
import type { ResultOf } from "../../server";
import type { Service } from "../../server/operations";
import { sameBoot } from "../../server/operations";
import type { Text, Words } from "../../texts";
import { duration, instant, listed, text } from "../../texts";
import { minutes, seconds } from "../../time";
import { booted, keepOut, mustBeOut, usesAfterBoot, usesOutOfService } from "../traffic";
import { beforeOf, sayingWhenSilent, servicesBefore } from "../parts";
import { installationsOf, stillWantsRestart } from "../update";
import { Missed, serviceNamed } from "../services";

const uses = [...usesOutOfService, ...usesAfterBoot, "system.info", "system.pendingReboot", "system.restart", "services.list"] as const;
type Context = ContextOf<typeof uses>;

export interface RestartOptions {
  readonly when: "if-needed" | "always";
  /** Until it answers with a new boot time. */
  readonly limitMinutes: number;
  /** How long the services may take: remote sessions answer before they are ready. */
  readonly settleMinutes: number;
  /** Names of services that are not waited for, in any case; `*` is any text. */
  readonly ignoreServices: readonly string[];
}

export interface RestartResult extends StepResult {
  /** The boot that was proven, by the member's clock; null without one. */
  readonly bootedAt: string | null;
  /** When the services had settled after it, by the member's clock. */
  readonly settledAt: string | null;
}

/** Why a restart is needed; empty when it is not. */
async function reasons(context: Context, bootedAt: string): Promise<{ needed: Words[]; perhaps: boolean }> {
  const asking = installationsOf(context).filter((installation) => stillWantsRestart(installation, bootedAt));
  const certain = asking
    .filter(({ restart }) => restart !== "perhaps")
    .map((installation) => text("restart.asked-for", { package: installation.package }));
  const before = beforeOf(context)?.pendingReboot ?? [];
  const { reasons: pending } = await context.server.read("system.pendingReboot", {});
  // Preflight has accepted the reasons from before the update; only a new one calls for a restart.
  const fresh = pending.filter(({ weight, cause }) => weight === "strong" && !before.some((other) => other.cause === cause));
  return { needed: [...certain, ...fresh.map(({ text }) => text)], perhaps: asking.length > certain.length };
}

/** Restarts the server if the update wants it, and proves it by a new boot time. */
async function run(context: Context, options: RestartOptions): Promise<RestartResult> {
  const { server, report } = context;
  const limitMs = minutes(options.limitMinutes);
  const told = context.madeBefore("system.restart");
  if (told !== null) return await bootedAfterAll(context, options, told.bootedAt);
  const before = await server.read("system.info", {});
  const booting = installationsOf(context).some(
    (installation) => installation.restart === "under-way" && stillWantsRestart(installation, before.bootedAt),
  );
  if (booting) {
    const since = before.bootedAt;
    const info = await booted(context, (at) => !sameBoot(at, since), limitMs);
    return await settledAfter(context, options, { info, told: text("restart.by-installer") });
  }

  const { needed, perhaps } = await reasons(context, before.bootedAt);
  if (options.when === "always" && (await hasBootedForUs(context, before))) return await nothingToDo(context, options, before);
  if (options.when === "if-needed" && needed.length === 0 && !perhaps) return await nothingToDo(context, options, before);

  await mustBeOut(context, text("restart.doing"));
  report({ text: text("restart.restarting") });
  const certain = options.when === "always" || needed.length > 0;
  await server.change("system.restart", { bootedAt: before.bootedAt }, certain ? {} : { onlyIf: text("restart.only-if") });
  const info = await booted(context, (at) => !sameBoot(at, before.bootedAt), limitMs);
  if (!certain) return { ...(await settledAfter(context, options, { info, told: text("restart.would") })), foreseen: true };
  const [why] = needed;
  return await settledAfter(context, options, {
    info,
    told: why === undefined ? text("restart.done-always") : text("restart.done", { why }),
  });
}

/** A process that has died since has told it to restart: it may not be down yet, or be silent until it is up again. @param since its boot before */
async function bootedAfterAll(context: Context, options: RestartOptions, since: string): Promise<RestartResult> {
  const info = await booted(context, (at) => !sameBoot(at, since), minutes(options.limitMinutes));
  return await settledAfter(context, options, { info, told: text("restart.done-before") });
}

/** "Always" means once after the update: a boot since then counts, and a second run of the step makes no further one. */
async function hasBootedForUs(context: Context, { bootedAt }: ResultOf<"system.info">): Promise<boolean> {
  const last = installationsOf(context).at(-1)?.startedAt ?? beforeOf(context)?.clock ?? null;
  return last !== null && Date.parse(bootedAt) > Date.parse(last);
}

/** Nothing to restart. But if the server has booted since the update began, it is checked as after any boot. */
async function nothingToDo(context: Context, options: RestartOptions, info: ResultOf<"system.info">): Promise<RestartResult> {
  if (!(await hasBootedForUs(context, info))) return { changed: false, text: text("restart.none"), bootedAt: null, settledAt: null };
  const told = text("restart.booted-since", { bootedAt: instant(Date.parse(info.bootedAt)) });
  return { ...(await settledAfter(context, options, { info, told })), changed: false };
}

/** A server that has booted, and what is said of that. */
interface Booted {
  readonly info: ResultOf<"system.info">;
  readonly told: Text;
}

/** After a boot: keeps the member out of NLB, waits for the services, then keeps it out once more, since NLB may have started late. */
async function settledAfter(context: Context, options: RestartOptions, { info, told }: Booted): Promise<RestartResult> {
  const limitMs = minutes(options.settleMinutes);
  await keepOut(context, limitMs);
  const missing = await servicesSettled(context, limitMs, options.ignoreServices);
  await keepOut(context, limitMs);
  const time = duration(limitMs);
  // No reason to fail: verify-health decides whether the member is healthy; it looks again, and at more than this.
  if (missing === null) context.warn(text("restart.services-not-known", { time }));
  else if (missing.length > 0) context.warn(text("restart.not-settled", { time, services: listed(missing), count: missing.length }));
  const { clock } = await context.server.read("system.info", {});
  return { changed: true, text: told, bootedAt: info.bootedAt, settledAt: clock };
}

/**
 * Waits until the automatic services that ran before run again, in two looks one after the other.
 * @returns those that do not; null if the server has not said
 */
async function servicesSettled(context: Context, limitMs: number, ignored: readonly string[]): Promise<readonly string[] | null> {
  const { server, wait, report, elapsed } = context;
  const begun = elapsed();
  const look = async () => missingOf(context, (await server.read("services.list", {})).services, ignored);
  const waited = await wait.until(sayingWhenSilent(context, text("waiting.services"), look), (missing) => missing.length === 0, {
    limitMs,
    everyMs: seconds(15),
    inARow: 2,
    unreachableIsNotYet: true,
    meanwhile: (missing) =>
      report({
        text: text("restart.settling", { count: missing.length, time: duration(elapsed() - begun) }),
        figures: { missing: missing.join(", ") },
      }),
  });
  return waited.met ? [] : (waited.answer ?? null);
}

/** Includes automatic services that a step keeps stopped: the boot starts them all the same, perhaps late. */
function missingOf(context: Context, services: readonly Service[], ignored: readonly string[]): string[] {
  const before = servicesBefore(context);
  const missed = new Missed(before ?? services, ignored);
  const expected = before === null ? services : before.filter(({ status }) => status === "running");
  return expected
    .filter((service) => service.startType === "automatic" && missed.isMissed(service))
    .map(({ name }) => serviceNamed(services, name))
    .flatMap((service) => (service === undefined || service.status === "running" ? [] : [service.name]));
}

export const restartServer = step({
  name: "restart-server",
  summary: "Restarts the server if needed, and proves the new boot",
  uses,
  run,
});
