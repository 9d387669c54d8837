import type { ContextOf, StepResult } from "../../run/step";
import { StepFailed, step } from "../../run/step";
import { minutes, seconds } from "../../time/duration";
import { sayingWhenSilent } from "../parts/not-answering";
import { usesOfSetupLog } from "../parts/setup-log";
import { newErrors } from "./events";
import type { VerifyOptions } from "./options";
import { probes } from "./probes";
import { servicesAgainstBefore } from "./services";
import { restarted, setupResult, version } from "./update";

const uses = [...usesOfSetupLog, "system.info", "services.list", "events.since", "update.installed", "probe.tcp", "probe.http"] as const;
type Context = ContextOf<typeof uses>;

export interface VerifyResult extends StepResult {
  /** Errors logged since the before picture, and those of them after the boot. */
  readonly errors: { readonly all: number; readonly afterBoot: number } | null;
}

/** Compares the member with the picture taken before its update, and lets nothing pass that is worse. */
async function run(context: Context, options: VerifyOptions): Promise<VerifyResult> {
  const { wait, report, member } = context;
  let errors: VerifyResult["errors"] = null;
  const look = async (): Promise<string[]> => {
    const events = await newErrors(context, options);
    errors = events.counts;
    return [
      ...(await version(context, options)),
      ...(await restarted(context)),
      ...(await servicesAgainstBefore(context)),
      ...(await setupResult(context, options)),
      ...(await probes(context, options)),
      ...events.findings,
    ];
  };
  const waited = await wait.until(sayingWhenSilent(context, "health", look), (findings) => findings.length === 0, {
    limitMs: minutes(options.settleMinutes),
    everyMs: seconds(20),
    // A service that crashes and is started again looks well now and then.
    inARow: 2,
    unreachableIsNotYet: true,
    meanwhile: (findings) =>
      report({
        text: findings.length === 1 ? (findings[0] ?? "") : `${findings.length} findings: ${findings[0] ?? ""}`,
        figures: { findings: findings.join("; ") },
      }),
  });
  if (!waited.met) {
    const findings =
      waited.answer === undefined || waited.answer.length === 0
        ? ["it does not answer, or does not stay well for two looks"]
        : waited.answer;
    throw new StepFailed(
      "verify-failed",
      `${member.name} is not healthy ${options.settleMinutes} min after its update, ${findings.length} ${findings.length === 1 ? "finding" : "findings"}: ${findings.join("; ")}.`,
      "It stays out of service. Mend what is named, then verify again and put it back.",
    );
  }
  return { changed: false, text: `healthy${inWords(errors)}`, errors };
}

const inWords = (errors: VerifyResult["errors"]): string =>
  errors === null || errors.all === 0
    ? ""
    : `; ${errors.all} errors logged since before the update, ${errors.afterBoot} of them after the boot`;

export const verifyHealth = step({
  name: "verify-health",
  summary: "Compares services, events, version and probes with the picture taken before the update",
  uses,
  verifies: true,
  run,
});
