import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import { OperationFailed } from "../../server";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";
import { minutes, seconds } from "../../time";
import { booted, keepOut, mustBeOut, usesAfterBoot, usesOutOfService } from "../traffic";
import type { JobState } from "../parts";
import {
  afterRefusal,
  beforeOf,
  endOfLog,
  howItEnded,
  jobNow,
  jobToItsEnd,
  runOfJob,
  sayingWhenSilent,
  servicesBefore,
  setupLogPath,
  setupLogSince,
  setupVerdict,
  usesOfJobs,
  usesOfSetupLog,
  whyNotDone,
} from "../parts";
import type { ExitCode } from "./exit-codes";
import { meaningOf } from "./exit-codes";
import type { Installation } from "./install-result";
import { mustBearPolicy, stoppedBy, usesOfExecutionPolicy } from "./execution-policy";
import { interimUpdate } from "./interim-update";
import { accountOf, ifSlow, isInstalled, packageInPlace, unfit, untold, usesOfPackages, workOf } from "./package-on-member";
import { leftDisabled, newlyDisabled } from "../services";
import { lacksLicenseTerms, waitsForAPerson } from "./unattended";
import type { UpdatePackage } from "./update-package";

const uses = [
  ...usesOfJobs,
  ...usesOfPackages,
  ...usesOutOfService,
  ...usesAfterBoot,
  ...usesOfSetupLog,
  ...usesOfExecutionPolicy,
  "services.list",
] as const;
type Context = ContextOf<typeof uses>;

export interface InstallOptions {
  readonly package: UpdatePackage;
  /** In whole minutes. */
  readonly limitMinutes: number;
  /** When another installation is running: how many times to try again, and after how long. */
  readonly busyRetries: number;
  readonly busyPauseMinutes: number;
}

export interface InstallResult extends Omit<StepResult, "restart">, Installation {
  readonly build: string | null;
  readonly facts: { readonly version: string } | Record<string, never>;
}

/** How long the new build may take to show: the installer's own word is not enough. */
const VERSION_SEEN_MS = minutes(5);
const BOOT_MS = minutes(45);

/**
 * Installs the update on a member that is out of service, and proves it by the build. A restart that an earlier installation
 * asked for does not stop the next one: two packages in a row share one restart, which `restart-server` makes.
 */
async function run(context: Context, options: InstallOptions): Promise<InstallResult> {
  const update = options.package;
  const known = await jobNow(context, context.workId(1));
  if (known.state === "none") {
    await mustBeOut(context, text("install.doing"));
    const installed = await context.server.read("update.installed", {});
    const already = isInstalled(update, installed);
    if (already === null) {
      // Where there is a build to compare with, it could be read, and the package is one for another version.
      const hint = text(installed.build === null || update.expectedBuild === null ? "install.not-known.hint" : "install.unfit.hint");
      throw new StepFailed("updates-unknown", text("install.not-known", { why: untold(update, installed) }), hint);
    }
    if (already) {
      const { build } = installed;
      const about = { package: update.name };
      const told = build === null ? text("install.already", about) : text("install.already-build", { ...about, build });
      return result(update, { build, job: null }, { changed: false, text: told, restart: "no" });
    }
    const misfit = unfit(update, installed);
    if (misfit !== null) throw new StepFailed("package-unfit", text("install.unfit", { why: misfit }), text("install.unfit.hint"));
    const obstacle = waitsForAPerson(update, installed) ?? lacksLicenseTerms(update, installed) ?? interimUpdate(update, installed);
    if (obstacle !== null) throw stoppedBy(obstacle);
    await packageInPlace(context, update);
  }

  const job = await installed(context, options, known);
  if (job.state === "foreseen") {
    const would = text("install.would", { package: update.name });
    const foreseen = { changed: true, text: would, foreseen: true, restart: "perhaps" } as const;
    return result(update, { build: update.expectedBuild, job: null }, foreseen);
  }
  const code = await judge(context, update, job);
  const restart = restartAfter(code);
  if (nothingToDo.includes(code.means)) {
    const build = await newBuild(context, update);
    return result(update, { build, job }, { changed: false, text: toldNothingDone(update, code), restart });
  }
  if (restart === "under-way") await backFromBoot(context, job);
  const build = await newBuild(context, update);
  return result(update, { build, job }, { changed: true, text: installedAs(update.name, build, restart), restart });
}

const nothingToDo: readonly ExitCode["means"][] = ["there-already", "perhaps-there", "not-applicable"];

const toldNothingDone = ({ name, expectedBuild }: UpdatePackage, { means }: ExitCode): Text =>
  text(means === "not-applicable" && expectedBuild === null ? "install.nothing" : "install.already", { package: name });

function installedAs(name: string, build: string | null, restart: Installation["restart"]): Text {
  const what = build === null ? text("install.done", { package: name }) : text("install.done-build", { package: name, build });
  if (restart === "needed") return text("install.wants-restart", { what });
  return restart === "under-way" ? text("install.restarted", { what }) : what;
}

const result = (
  update: UpdatePackage,
  { build, job }: { readonly build: string | null; readonly job: JobState | null },
  said: Pick<InstallResult, "changed" | "text" | "foreseen" | "restart">,
): InstallResult => ({
  ...said,
  package: update.name,
  kind: update.kind,
  exitCode: job?.exitCode ?? null,
  startedAt: job?.startedAt ?? null,
  finishedAt: job?.finishedAt ?? null,
  build,
  facts: build === null ? {} : { version: build },
});

/** Runs the installer to its end; tries again while another installation blocks it. Each try is a job of its own. */
async function installed(context: Context, options: InstallOptions, first: JobState): Promise<JobState> {
  const { report, wait } = context;
  let triedAgain = false;
  let known = first;
  for (let attempt = 1; ; ) {
    if (known.state === "none") {
      await mustBearPolicy(context, options.package);
      // Directly before each start: copying takes minutes, a pause longer, and somebody may have brought the member in meanwhile.
      await mustBeOut(context, text("install.doing"));
    }
    const job = {
      id: context.workId(attempt),
      work: workOf(options.package),
      limitMinutes: options.limitMinutes,
      account: accountOf(options.package),
      brings: options.package.expectedBuild === null ? null : { build: options.package.expectedBuild },
    };
    const ended = await jobToItsEnd(context, job, {
      known,
      doing: text("waiting.installing"),
      limitCode: "installer-limit",
      slow: ifSlow(options.package, context.found("update.installed")),
      call: { startsUpdate: true },
    }).catch((error: unknown) => {
      throw accountRefused(error, job.account) ?? error;
    });
    const means = ended.exitCode === null ? "failed" : meaningOf(ended.exitCode, options.package.kind).means;
    const again = means === "busy" || (means === "try-again" && !triedAgain);
    if (ended.state === "foreseen" || !again) return ended;
    triedAgain ||= means === "try-again";
    if (attempt > options.busyRetries) {
      throw new StepFailed("installer-busy", text("install.still-busy", { count: attempt }), text("install.still-busy.hint"));
    }
    attempt++;
    known = await jobNow(context, context.workId(attempt));
    if (known.state !== "none") continue;
    report({ text: text("install.busy", { attempt, time: duration(minutes(options.busyPauseMinutes)) }) });
    await wait.pause(minutes(options.busyPauseMinutes));
  }
}

/** Where setup could not begin under its account: nothing was installed, and the member can be put back. */
function accountRefused(error: unknown, account: string | null): StepFailed | null {
  if (account === null || !(error instanceof OperationFailed) || error.operation !== "job.start") return null;
  const { what } = error;
  return new StepFailed("account-refused", text("install.account", { account, what }), afterRefusal(error, text("install.account.hint")));
}

/** Decides whether an installer that has ended did its work. For setup its log decides; the exit code only confirms. */
async function judge(context: Context, update: UpdatePackage, job: JobState): Promise<ExitCode> {
  const code = job.exitCode === null ? null : meaningOf(job.exitCode, update.kind);
  if (update.kind === "setup") {
    const verdict = await logVerdict(context, job);
    // Setup always needs a restart afterwards (domain reference 4.4).
    if (verdict.verdict === "success") return code?.means === "restart-under-way" ? code : meaningOf(3010);
    throw await installerFailed(context, { update, code, what: setupEnded(code, whyNotDone(verdict)) });
  }
  if (code !== null && good.includes(code.means)) return code;
  if (code !== null && (code.means === "perhaps-there" || code.means === "not-applicable") && (await mayBeThere(context, update, code)))
    return code;
  throw await installerFailed(context, { update, code, what: installerEnded(code, job) });
}

const good: readonly ExitCode["means"][] = ["done", "restart-needed", "restart-under-way", "there-already"];

/**
 * Whether an update that its installer did not want to install is there. By the build or by its number, where the package has one. Otherwise nobody
 * can tell: that it does not apply is then told, since nothing was changed and nothing is claimed, and that it perhaps does not fit is a failure.
 */
async function mayBeThere({ server, warn, member }: Context, update: UpdatePackage, { means, code }: ExitCode): Promise<boolean> {
  if (isInstalled(update, await server.read("update.installed", {})) === true) return true;
  if (means !== "not-applicable" || update.expectedBuild !== null || update.kind !== "command") return false;
  warn(text("install.not-applicable", { package: update.name, member: member.name, code: `0x${(code >>> 0).toString(16)}` }));
  return true;
}

const setupEnded = (code: ExitCode | null, log: Text): Text =>
  code === null ? text("install.setup-killed", { log }) : text("install.setup-failed", { code: code.code, meaning: code.text, log });

const installerEnded = (code: ExitCode | null, job: JobState): Text =>
  code === null ? howItEnded(text("install.who"), job) : text("install.failed", { code: code.code, meaning: code.text });

/** Stamps of the log are UTC; a minute of grace, since different programs stamp the job and the log. */
async function logVerdict(context: Context, job: JobState) {
  const { server, wait } = context;
  const log = beforeOf(context)?.setupLog;
  const look = () => setupLogSince(server, log?.offset ?? 0, log?.path);
  const verdictOf = (said: string) => setupVerdict(said, ...runOfJob(job, (log?.offset ?? 0) > 0));
  const waited = await wait.until(look, (said) => verdictOf(said).verdict !== "unfinished", {
    limitMs: minutes(1),
    unreachableIsNotYet: true,
  });
  return verdictOf(waited.answer ?? "");
}

/** Where its log is, if it writes one whose place is known. */
function logOf(context: Context, update: UpdatePackage): string | null {
  const work = workOf(update);
  if (work.kind === "msp") return work.log;
  return work.kind === "setup" ? (beforeOf(context)?.setupLog?.path ?? setupLogPath) : null;
}

type Failed = { readonly update: UpdatePackage; readonly code: ExitCode | null; readonly what: Text };

async function installerFailed(context: Context, { update, code, what }: Failed): Promise<StepFailed> {
  const disabled = await newlyDisabled(context.server, servicesBefore(context));
  const log = logOf(context, update);
  const end = log === null ? "" : await endOfLog(context.server, log);
  const found = [
    ...(log === null || end === "" ? [] : [text("install.log-end", { log, end })]),
    ...(disabled.length === 0 ? [] : [leftDisabled(disabled)]),
  ];
  const read = log === null ? text("install.read-log") : text("install.read-log-at", { log, member: context.member.name });
  const hint = code?.hint === undefined ? read : log === null ? code.hint : text("install.read-log-and", { read, advice: code.hint });
  return new StepFailed("installer-failed", what, { hint, found });
}

const restartAfter = ({ means }: ExitCode): Installation["restart"] =>
  means === "restart-under-way" ? "under-way" : means === "restart-needed" ? "needed" : "no";

/** The installer boots the server: waits until it has, and keeps it out of service. */
async function backFromBoot(context: Context, { startedAt }: JobState): Promise<void> {
  await booted(context, (bootedAt) => startedAt !== null && Date.parse(bootedAt) > Date.parse(startedAt), BOOT_MS);
  await keepOut(context, BOOT_MS);
}

async function newBuild(context: Context, update: UpdatePackage): Promise<string | null> {
  const { server, wait } = context;
  const { expectedBuild: expected } = update;
  const waited = await wait.until(
    sayingWhenSilent(context, text("waiting.version"), () => server.read("update.installed", {})),
    (installed) => expected === null || isInstalled(update, installed) === true,
    { limitMs: VERSION_SEEN_MS, everyMs: seconds(15), unreachableIsNotYet: true },
  );
  if (waited.met) return waited.answer.build;
  if (waited.answer === undefined || expected === null)
    throw new StepFailed("version-not-reached", text("install.silent"), text("install.silent.hint"));
  const { build } = waited.answer;
  throw new StepFailed(
    "version-not-reached",
    build === null ? text("install.build-unread", { expected }) : text("install.other-build", { build, expected }),
    text("install.other-build.hint"),
  );
}

export const installUpdate = step({
  name: "install-update",
  summary: "Installs an update-package, and proves it by the build",
  uses,
  establishes: ({ package: { expectedBuild } }): Record<string, string> => (expectedBuild === null ? {} : { version: expectedBuild }),
  run,
});
