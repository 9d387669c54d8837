import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import type { Text } from "../../texts";
import { duration, joined, listed, text } from "../../texts";
import { minutes, seconds } from "../../time";
import { sayingWhenSilent, usesOfSetupLog } from "../parts";
import { installationsOf } from "../update";
import type { ErrorCounts } from "./events";
import { NewErrors } from "./events";
import type { VerifyOptions } from "./options";
import type { Looked } from "./looked";
import { pendingRestart } from "./pending-restart";
import { probes } from "./probes";
import { servicesAgainstBefore } from "./services";
import { secretsOfSignOn, SignOn } from "./sign-on";
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
  "probe.signOn",
] as const;
type Context = ContextOf<typeof uses, (typeof secretsOfSignOn)[number]>;

export interface VerifyResult extends StepResult {
  /** Errors logged since the picture taken before the update, and how many of them came after the boot. */
  readonly errors: ErrorCounts | null;
  /** Services that ran before the update and do not now, and are started only when somebody needs them. */
  readonly idleServices: readonly string[];
}

/** What a look has found besides its findings. */
type Seen = Pick<VerifyResult, "errors" | "idleServices">;

/** Compares the member with the picture taken before its update; anything worse fails. */
async function run(context: Context, options: VerifyOptions): Promise<VerifyResult> {
  const { wait, report } = context;
  const newErrors = new NewErrors(context, options);
  const signOn = new SignOn(context, options);
  let seen: Seen = { errors: null, idleServices: [] };
  let remarks: Looked["remarks"] = [];
  const look = async (): Promise<Text[]> => {
    const events = await newErrors.look();
    const services = await servicesAgainstBefore(context, options);
    seen = { errors: events.counts, idleServices: services.idle };
    const pending = await pendingRestart(context);
    const updates = await version(context, options);
    remarks = [...updates.remarks, ...pending.remarks];
    const answering = await probes(context, options);
    return [
      ...updates.findings,
      ...(await restarted(context)),
      ...pending.findings,
      ...services.findings,
      ...(await setupResult(context, options)),
      ...answering,
      ...(await signOn.look(services.findings.length === 0 && answering.length === 0)),
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
  if (!waited.met) throw notHealthy(context, options, atTheLimit(waited.answer));
  const { left } = signOn;
  for (const remark of [...remarks, ...(left === null ? [] : [left])]) context.warn(remark);
  return { changed: false, text: healthy(seen, signOn.done), ...seen };
}

function notHealthy(context: Context, { settleMinutes }: VerifyOptions, findings: readonly Text[]): StepFailed {
  const { name: member } = context.member;
  const about = { member, time: duration(minutes(settleMinutes)), count: findings.length, findings: joined(findings) };
  if (installationsOf(context).length > 0) return new StepFailed("verify-failed", text("health.failed", about), text("health.failed.hint"));
  // Without an update there is nothing to verify: such a member is put back, and need not be again.
  return new StepFailed("verify-failed", text("health.failed-idle", about), text("health.failed-idle.hint"));
}

/** What is wrong at the limit, by the last look; undefined where there was none. */
const atTheLimit = (last: readonly Text[] | undefined): readonly Text[] => {
  if (last === undefined) return [text("health.silent")];
  return last.length === 0 ? [text("health.unsteady")] : last;
};

/** "healthy; 3 errors logged since before the update, 0 of them after the boot; no longer running, and not missed: BITS" */
function healthy({ errors, idleServices }: Seen, signedOn: Text | null): Text {
  const quiet = errors === null || errors.all === 0 ? text("health.good") : goodWith(errors);
  const good = signedOn === null ? quiet : text("health.good-signed-on", { good: quiet, signedOn });
  return idleServices.length === 0 ? good : text("health.good-idle", { good, services: listed(idleServices) });
}

const goodWith = ({ all: count, afterBoot, complete }: ErrorCounts): Text =>
  text(complete ? "health.good-with" : "health.good-with-more", { count, afterBoot });

export const verifyHealth = step({
  name: "verify-health",
  summary: "Compares services, events, version and probes with the picture taken before the update",
  uses,
  secrets: secretsOfSignOn,
  verifies: true,
  run,
});
