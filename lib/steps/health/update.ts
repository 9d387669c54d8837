import type { ContextOf, StepContext } from "../../run/step";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { beforeOf, runOfJob, setupLogSince, setupVerdict, whyNotDone } from "../parts";
import { installationsOf, isInstalled, stillWantsRestart, untold } from "../update";
import type { usesOfSetupLog } from "../parts";
import type { Looked } from "./looked";
import { nothingFound } from "./looked";
import type { VerifyOptions } from "./options";
import { notListed } from "./windows-updates";

/** The member has the build that the update brings, or the Windows updates of the package. */
export async function version(context: StepContext<"update.installed" | "update.history">, options: VerifyOptions): Promise<Looked> {
  const update = options.package;
  if (update === null) return nothingFound;
  const installed = await context.server.read("update.installed", {});
  if (update.expectedBuild === null && update.kind !== "windows-updates") return nothingFound;
  if (update.kind === "windows-updates" && update.kbs.length === 0) return nothingFound;
  const there = isInstalled(update, installed);
  if (there === true) return nothingFound;
  const wrong = (finding: Text): Looked => ({ findings: [finding], remarks: [] });
  const { expectedBuild: expected } = update;
  const { build, updates } = installed;
  if (there === null) return wrong(untold(update, installed));
  if (expected === null) return await notListed(context, update, updates ?? []);
  return wrong(build === null ? text("health.build-unread", { expected }) : text("health.other-build", { build, expected }));
}

/** The restart that an installation asked for has happened: until then the update is only half done. */
export async function restarted(context: StepContext<"system.info">): Promise<Text[]> {
  const { bootedAt } = await context.server.read("system.info", {});
  return installationsOf(context)
    .filter((installation) => stillWantsRestart(installation, bootedAt))
    .map((installation) => text("health.not-restarted", { package: installation.package, member: context.member.name }));
}

/** If this run has run setup, its log says that it completed. */
export async function setupResult(context: ContextOf<typeof usesOfSetupLog>, options: VerifyOptions): Promise<Text[]> {
  const setups = installationsOf(context).filter(({ kind, startedAt }) => kind === "setup" && startedAt !== null);
  const last = setups.at(-1);
  if (last?.startedAt == null) return [];
  const before = beforeOf(context)?.setupLog;
  const offset = before?.path === options.setupLog ? before.offset : 0;
  const log = await setupLogSince(context.server, offset, options.setupLog);
  const verdict = setupVerdict(log, ...runOfJob(last, offset > 0));
  return verdict.verdict === "success" ? [] : [whyNotDone(verdict)];
}
