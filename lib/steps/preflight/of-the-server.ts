import { duration, text, textBeside } from "../../texts";
import { seconds } from "../../time";
import { isExchange, isInstalled } from "../update";
import { as, refuse, type Check, warn } from "./check";

/** Windows Server 2008 R2 comes with PowerShell 2.0; what runs on members is written for it. */
const LEAST_POWERSHELL = 2;

export const reachable: Check = {
  name: textBeside("check.reachable", "reachable"),
  looksAt: "whether the member answers over its own session",
  refusesWhen: "it does not answer, or refuses access",
  // If it fails, that is the finding: the step makes one of every error.
  run: async ({ server }) => {
    await server.read("system.info", {});
    return [];
  },
};

export const clock: Check = {
  name: textBeside("check.clock", "clock"),
  looksAt: "the member's clock, compared with this one",
  refusesWhen: "they differ by more than the limit (300 s unless set otherwise): sign-on and maintenance windows then go wrong",
  run: async ({ server, now }, { maxClockSkewSeconds }) => {
    const asked = now();
    const info = await server.read("system.info", {});
    // The answer is from some moment in between; half-way is the best guess.
    const skewMs = Math.abs(Date.parse(info.clock) - (asked + now()) / 2);
    return skewMs > seconds(maxClockSkewSeconds) ? [refuse(text("preflight.clock", { time: duration(skewMs) }))] : [];
  },
};

export const powershell: Check = {
  name: textBeside("check.powershell", "PowerShell"),
  looksAt: "the version of Windows PowerShell on the member",
  refusesWhen: "it cannot be read, or is older than 2.0",
  run: async ({ server }) => {
    const { powershell: version } = await server.read("system.info", {});
    const major = /^(\d+)/.exec(version)?.[1];
    if (major === undefined) return [refuse(text("preflight.powershell-not-known", { version }))];
    return Number(major) < LEAST_POWERSHELL ? [refuse(text("preflight.powershell-old", { version }))] : [];
  },
};

/**
 * Causes that are unmet prerequisites of Exchange's setup, of 2010 to the Subscription Edition: it would end at once, with the member taken out.
 * @see https://learn.microsoft.com/previous-versions/office/exchange-server-analyzer/cc164360(v=exchg.80)
 * @see https://github.com/microsoft/CSS-Exchange/blob/main/Shared/Get-ServerRebootPending.ps1
 */
const refusedBySetup: readonly string[] = ["component-servicing", "update-exe", "file-renames"];

export const pendingRestart: Check = {
  name: textBeside("check.pending-restart", "pending restart"),
  looksAt: "the markers of a pending restart, and their causes",
  refusesWhen:
    "there is a strong one (component servicing, Windows Update), or for a setup of Exchange any that setup itself refuses, files to be renamed among them; others, which are often false alarms, only warn",
  run: async ({ server }, options) => {
    const { reasons } = await server.read("system.pendingReboot", {});
    if (reasons.length === 0) return [];
    const { package: update } = options;
    const installed = await server.read("update.installed", {});
    const setup = update?.kind === "setup" && isExchange(installed) && isInstalled(update, installed) !== true;
    return reasons.map(({ weight, text: why, cause }) => {
      const about = { cause, what: why };
      if (setup && refusedBySetup.includes(cause)) return as(options.pendingRestart, text("preflight.restart-before-setup", about));
      const what = text("preflight.restart-pending", about);
      return weight === "strong" ? as(options.pendingRestart, what) : warn(what);
    });
  },
};

export const disk: Check = {
  name: textBeside("check.disk", "free disk space"),
  looksAt: "free space on the system drive",
  refusesWhen: "there is less than the limit (5120 MB unless set otherwise)",
  run: async ({ server }, { minFreeDiskMb }) => {
    const { freeDiskMb } = await server.read("system.info", {});
    return freeDiskMb < minFreeDiskMb ? [refuse(text("preflight.disk", { free: Math.floor(freeDiskMb), needed: minFreeDiskMb }))] : [];
  },
};
