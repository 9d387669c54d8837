import { instant, minutes, seconds } from "../../../time";
import type { Work } from "../../../server/operations";
import { fill, jobs } from "../captured";
import type { Dice, Faults } from "../laws";
import type { Action, InstallerLog, Subject } from "./installer-log";
import { noLog, setupLog, windowsInstallerLog } from "./installer-log";
import type { Labour } from "./job-plan";
import type { Held, Machine } from "../machine";
import { packageIn } from "../machine";

/** An installation that changes the product. */
export type Installation = Exclude<Work, { kind: "windows-updates" }>;

interface Parts {
  readonly faults: Faults;
  readonly dice: Dice;
  /** Another installation is running. */
  readonly busy: boolean;
}

/** What an installation writes, and about what. */
interface Logged {
  readonly log: InstallerLog;
  readonly subject: Subject;
}

/** What a package brings. */
interface Content {
  readonly build: string;
  readonly title: string;
  readonly kb: string | null;
}

/** What is found in the file, or the exit code with which the installer gives up at once (domain reference 4.3). */
function opened(machine: Machine, work: Installation, brings: string | null): Content | number {
  // A command of the user's own is not a package: the lab believes that it brings what it is said to bring.
  if (work.kind === "command") return { build: brings ?? machine.software.build, title: work.file, kb: null };
  const file = machine.files.get(work.file);
  if (file === undefined || typeof file === "string") return 1619;
  const found = packageIn(file);
  if (found === undefined) return 1636;
  if (work.kind === "msp" && machine.missing.length > 0) return 1612;
  if (work.kind === "setup" && machine.software.unfinished.length > 0) return 1;
  const isNewer = compareBuilds(found.build, machine.software.build);
  // Setup of the installed version succeeds; a patch that is already installed does not fit.
  const fits = machine.software.build.startsWith(found.fitsBuilds) && (isNewer > 0 || (isNewer === 0 && found.kind === "setup"));
  return fits ? found : 1642;
}

/** Greater than 0 when the first one is newer. */
const compareBuilds = (a: string, b: string): number => {
  const others = b.split(".").map(Number);
  const differences = a.split(".").map((part, index) => Number(part) - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
};

function logFor(machine: Machine, work: Installation): InstallerLog {
  if (work.kind === "msp") return windowsInstallerLog(machine, work.log);
  return work.kind === "setup" && machine.role.setup !== null ? setupLog(machine, machine.role.setup) : noLog;
}

/** What is to be installed, and the build that a command of the user's own is said to bring. */
interface Order {
  readonly work: Installation;
  readonly brings: string | null;
}

/** Plans an installation: it stops and disables services, works for a while, restores them, and changes the build. */
export function install(machine: Machine, { work, brings }: Order, { faults, dice, busy }: Parts): Labour {
  const log = logFor(machine, work);
  const found = opened(machine, work, brings);
  if (busy || typeof found === "number") {
    const code = typeof found === "number" && !busy ? found : 1618;
    return givesUp(code, dice, {
      log,
      subject: { title: work.file, file: work.file, from: machine.software.build, to: machine.software.build },
    });
  }

  const subject: Subject = { title: found.title, file: work.file, from: machine.software.build, to: found.build };
  const dies = faults.on(machine.name, "installer-fails") || (work.kind !== "command" && failsByPolicy(machine));
  const lastsMs = dies ? minutes(6) + dice.between(0, minutes(6)) : minutes(15) + dice.between(0, minutes(25));
  return {
    lastsMs,
    steps: stepsOf(machine, { log, subject }, { lastsMs, dies }),
    end: () => {
      // A fault at boot only shows if there is a boot.
      const asks = dice.chance(0.5) || faults.on(machine.name, "reboot-hangs") || faults.on(machine.name, "serves-too-early");
      const code = exitCode(work, { dies, restarts: faults.on(machine.name, "installer-restarts"), asks });
      log.ends(subject, code);
      if (dies) return code;
      bring(machine, found);
      if (asks) asksForRestart(machine);
      return code;
    },
  };
}

/**
 * Installers of Exchange stop WMI, without which PowerShell cannot look at a policy that Group Policy sets: their own scripts do not run then
 * (KB2810617). They run as SYSTEM: what is set for the account does not hinder them.
 */
const failsByPolicy = ({ role, software }: Machine): boolean =>
  role.product.startsWith("Microsoft Exchange") && software.executionPolicies().some(({ user }) => user !== "account");

/** What an installation does until it ends, and when; one that dies never starts the services again. */
function stepsOf(machine: Machine, { log, subject }: Logged, { lastsMs, dies }: { lastsMs: number; dies: boolean }): Labour["steps"] {
  let held: Held = [];
  const says = (afterMs: number, action: Exclude<Action, "looks">, does?: () => void) => ({
    afterMs,
    text: jobs.texts.progress[action],
    does: () => {
      does?.();
      log.goesOn(action, subject);
    },
  });
  return [
    { afterMs: 0, text: jobs.texts.progress.looks, does: () => log.begins(subject) },
    says(seconds(20), "stopsServices", () => {
      held = machine.services.hold(machine.role.stoppedByInstaller);
    }),
    says(lastsMs * 0.15, "copies"),
    says(lastsMs * 0.4, "compiles"),
    says(lastsMs * 0.8, "configures"),
    ...(dies ? [] : [says(lastsMs - seconds(90), "startsServices", () => machine.services.release(held))]),
  ];
}

/** Setup knows neither 1603 nor 3010: it ends with 1 or 0. */
function exitCode({ kind }: Installation, { dies, restarts, asks }: { dies: boolean; restarts: boolean; asks: boolean }): number {
  if (dies) return kind === "setup" ? 1 : 1603;
  if (restarts) return 1641;
  return asks && kind !== "setup" ? 3010 : 0;
}

/** The machine has what the package brings. */
function bring(machine: Machine, { title, kb, build }: Content): void {
  machine.software.build = build;
  machine.software.updated = true;
  if (!machine.has("update-unlisted")) machine.software.updates.push({ name: title, kb, installedAt: instant(machine.clock()) });
  if (kb !== null && machine.role.setup !== null) machine.keep({ name: title, file: `C:\\Windows\\Installer\\${kb.slice(2)}.msp` });
  machine.hardware.freeDiskMb -= 900;
}

/** Windows updates stop no service and nearly always ask for a restart. */
export function installWindowsUpdates(machine: Machine, kbs: readonly string[], { faults, dice, busy }: Parts): Labour {
  if (busy)
    return givesUp(1618, dice, {
      log: noLog,
      subject: { title: jobs.texts.updates.windows, file: "", from: machine.software.build, to: machine.software.build },
    });
  const lastsMs = minutes(10) + dice.between(0, minutes(20));
  const dies = faults.on(machine.name, "installer-fails");
  const updates = kbs.length > 0 ? kbs : ["KB4012212", "KB4014504"];
  return {
    lastsMs,
    steps: updates.map((kb, index) => ({ afterMs: (lastsMs * index) / updates.length, text: fill(jobs.texts.progress.installs, { kb }) })),
    end: () => {
      if (dies) return 1603;
      const installedAt = instant(machine.clock());
      if (!machine.has("update-unlisted"))
        machine.software.updates.push(...updates.map((kb) => ({ name: fill(jobs.texts.updates.securityUpdate, { kb }), kb, installedAt })));
      machine.software.updated = true;
      machine.software.pendingReboot.push({ cause: "windows-update", weight: "strong", text: jobs.texts.restarts.windowsUpdate });
      return faults.on(machine.name, "installer-restarts") ? 1641 : 3010;
    },
  };
}

function givesUp(exitCode: number, dice: Dice, { log, subject }: Logged): Labour {
  return {
    lastsMs: seconds(dice.between(4, 12)),
    steps: [{ afterMs: 0, text: jobs.texts.progress.looks, does: () => log.begins(subject) }],
    end: () => {
      log.ends(subject, exitCode);
      return exitCode;
    },
  };
}

function asksForRestart(machine: Machine): void {
  machine.software.pendingReboot.push(
    { cause: "update-exe", weight: "medium", text: jobs.texts.restarts.updateExe },
    { cause: "file-renames", weight: "weak", text: jobs.texts.restarts.fileRenames },
  );
}
