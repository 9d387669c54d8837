import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import type { Text } from "../../texts";
import { duration, joined, text } from "../../texts";
import { minutes, seconds } from "../../time";
import { sayingWhenSilent, usesOfSetupLog } from "../parts";
import { newErrors } from "./events";
import type { VerifyOptions } from "./options";
import type { Looked } from "./looked";
import { pendingRestart } from "./pending-restart";
import { probes } from "./probes";
import { servicesAgainstBefore } from "./services";
import { restarted, setupResult, version } from "./update";

const uses = [
  ...usesOfSetupLog,
  "system.info",
  "system.pendingReboot",
  "services.list",
  "events.since",
  "update.installed",
  "update.history",
  "probe.tcp",
  "probe.http",
] as const;
type Context = ContextOf<typeof uses>;

export interface VerifyResult extends StepResult {
  /** Errors logged since the picture taken before the update, and how many of them came after the boot. */
  readonly errors: { readonly all: number; readonly afterBoot: number } | null;
}

/** Compares the member with the picture taken before its update; anything worse fails. */
async function run(context: Context, options: VerifyOptions): Promise<VerifyResult> {
  const { wait, report, member } = context;
  let errors: VerifyResult["errors"] = null;
  let remarks: Looked["remarks"] = [];
  const look = async (): Promise<Text[]> => {
    const events = await newErrors(context, options);
    errors = events.counts;
    const pending = await pendingRestart(context);
    const updates = await version(context, options);
    remarks = [...updates.remarks, ...pending.remarks];
    return [
      ...updates.findings,
      ...(await restarted(context)),
      ...pending.findings,
      ...(await servicesAgainstBefore(context)),
      ...(await setupResult(context, options)),
      ...(await probes(context, options)),
      ...events.findings,
    ];
  };
  const waited = await wait.until(sayingWhenSilent(context, text("waiting.health"), look), (findings) => findings.length === 0, {
    limitMs: minutes(options.settleMinutes),
    everyMs: seconds(20),
    // A service that keeps crashing and being restarted looks healthy now and then.
    inARow: 2,
    unreachableIsNotYet: true,
    meanwhile: (findings) => {
      const [first] = findings;
      if (first === undefined) return;
      report({
        text: text("health.so-far", { count: findings.length, first }),
        figures: { findings: text("value", { value: joined(findings) }) },
      });
    },
  });
  if (!waited.met) throw notHealthy(member.name, options, atTheLimit(waited.answer));
  for (const remark of remarks) context.warn(remark);
  return { changed: false, text: healthy(errors), errors };
}

const notHealthy = (member: string, { settleMinutes }: VerifyOptions, findings: readonly Text[]): StepFailed => {
  const about = { member, time: duration(minutes(settleMinutes)), count: findings.length, findings: joined(findings) };
  return new StepFailed("verify-failed", text("health.failed", about), text("health.failed.hint"));
};

/** What is wrong at the limit, by the last look; undefined where there was none. */
const atTheLimit = (last: readonly Text[] | undefined): readonly Text[] => {
  if (last === undefined) return [text("health.silent")];
  return last.length === 0 ? [text("health.unsteady")] : last;
};

const healthy = (errors: VerifyResult["errors"]): Text =>
  errors === null || errors.all === 0 ? text("health.good") : text("health.good-with", { count: errors.all, afterBoot: errors.afterBoot });

export const verifyHealth = step({
  name: "verify-health",
  summary: "Compares services, events, version and probes with the picture taken before the update",
  uses,
  verifies: true,
  run,
});
