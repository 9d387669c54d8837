import type { ContextOf, StepContext } from "../../run/step";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { beforeOf, runOfJob, setupLogSince, setupVerdict, whyNotDone } from "../parts";
import { installationsOf, isInstalled, stillWantsRestart, untold } from "../update";
import type { usesOfSetupLog } from "../parts";
import type { VerifyOptions } from "./options";

/** The member has the build that the update brings. */
export async function version({ server }: StepContext<"update.installed">, options: VerifyOptions): Promise<Text[]> {
  const update = options.package;
  if (update === null) return [];
  const installed = await server.read("update.installed", {});
  if (update.expectedBuild === null && update.kind !== "windows-updates") return [];
  if (update.kind === "windows-updates" && update.kbs.length === 0) return [];
  const there = isInstalled(update, installed);
  if (there === true) return [];
  if (there === null) return [untold(update, installed)];
  const { name, expectedBuild: expected } = update;
  if (expected === null) return [text("health.not-installed", { package: name })];
  const { build } = installed;
  return [build === null ? text("health.build-unread", { expected }) : text("health.other-build", { build, expected })];
}

/** The restart that an installation asked for has happened: until then the update is only half done. */
export async function restarted(context: StepContext<"system.info">): Promise<Text[]> {
  const asking = installationsOf(context).filter(({ restart }) => restart === "needed" || restart === "under-way");
  if (asking.length === 0) return [];
  const { bootedAt } = await context.server.read("system.info", {});
  return asking
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
