import { z } from "zod";
import { instant, minutes, seconds } from "../../time";
import { change, read } from "../operation";
import { inQuotes } from "../by-hand";
import { Instant, noArguments } from "../shapes";

/** The fifteen reasons that SCOM knows (domain reference 3.1). */
export const MaintenanceReason = z.enum([
  "PlannedOther",
  "UnplannedOther",
  "PlannedHardwareMaintenance",
  "UnplannedHardwareMaintenance",
  "PlannedHardwareInstallation",
  "UnplannedHardwareInstallation",
  "PlannedOperatingSystemReconfiguration",
  "UnplannedOperatingSystemReconfiguration",
  "PlannedApplicationMaintenance",
  "UnplannedApplicationMaintenance",
  "ApplicationInstallation",
  "ApplicationUnresponsive",
  "ApplicationUnstable",
  "SecurityIssue",
  "LossOfNetworkConnectivity",
]);
export type MaintenanceReason = z.output<typeof MaintenanceReason>;

/** The error id where the array names no management server. */
export const NO_SCOM_SERVER = "no-scom-server";

const maintenance = read({
  summary: "Maintenance mode of this member in SCOM",
  on: "monitoring",
  ...noArguments,
  result: z.object({
    on: z.boolean(),
    /** The agent has picked it up: it may lag by five minutes, both ways. */
    inEffect: z.boolean(),
    endsAt: Instant.nullable(),
    reason: z.string().nullable(),
    comment: z.string().nullable(),
    /**
     * What the computer contains (disks, roles of Exchange): each has a window of its own, which need not be that of the computer. Null if SCOM
     * does not say.
     */
    parts: z.object({ inMaintenance: z.number().int(), monitored: z.number().int() }).nullable(),
    /** The management server's own clock at the moment of the answer. */
    clock: Instant,
  }),
  noneIf: [NO_SCOM_SERVER],
  facts: { scom: (answer) => (answer.on ? "maintenance" : "monitored") },
  asFound: (found, now) => !now.on && found.endsAt !== null && found.endsAt <= now.clock,
  withinMs: seconds(60),
});

const later = (from: string, byMinutes: number): string => instant(Date.parse(from) + minutes(byMinutes));
const effect = { on: "monitoring", withinMs: seconds(60), settlesWithinMs: minutes(10) } as const;
/** SCOM refuses a window that ends in less than five minutes. */
const Minutes = z.number().int().min(5).max(1_051_200);
const instance = (server: string) =>
  `Import-Module OperationsManager; Get-SCOMClassInstance -DisplayName '${inQuotes(server)}', '${inQuotes(server)}.*' | Where-Object { $_.FullName -like 'Microsoft.Windows.Computer:*' }`;
const RECURSIVE = "[Microsoft.EnterpriseManagement.Common.TraversalDepth]::Recursive";
/** The cmdlet that sets an end does so for the computer alone; the method reaches what it contains. */
const endingAt = (server: string, end: string) =>
  `${instance(server)} | ForEach-Object { $w = $_.GetMaintenanceWindow(); $_.UpdateMaintenanceMode(${end}, $w.Reason, $w.Comments, ${RECURSIVE}) }`;

type Parts = z.output<typeof maintenance.result>["parts"];
const all = (parts: Parts, is: "inMaintenance" | "monitored"): Parts => {
  if (parts === null) return null;
  return { inMaintenance: 0, monitored: 0, [is]: parts.inMaintenance + parts.monitored };
};

export const scom = {
  "scom.maintenance": maintenance,

  "scom.begin": change({
    ...effect,
    summary: "Put the member into maintenance mode for a number of minutes",
    args: z.object({ minutes: Minutes, reason: MaintenanceReason, comment: z.string().max(250) }),
    example: { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "Rolling update" },
    byHand: (server, { minutes }) =>
      `${instance(server)} | Start-SCOMMaintenanceMode -EndTime (Get-Date).ToUniversalTime().AddMinutes(${minutes})`,
  })
    .seenIn(maintenance)
    .as(
      (before, { minutes, reason, comment }) =>
        before.on
          ? { ...before, inEffect: true }
          : {
              ...before,
              on: true,
              inEffect: true,
              endsAt: later(before.clock, minutes),
              reason,
              comment,
              parts: all(before.parts, "inMaintenance"),
            },
      (reading) => reading.on,
    ),

  "scom.extend": change({
    ...effect,
    summary: "Make sure that maintenance mode lasts a number of minutes more",
    args: z.object({ minutes: Minutes }),
    example: { minutes: 240 },
    byHand: (server, { minutes }) => endingAt(server, `(Get-Date).ToUniversalTime().AddMinutes(${minutes})`),
  })
    .seenIn(maintenance)
    // Some grace: the clock has gone on since the end was set, by minutes if the answer was lost and a new session was needed.
    .as((before, { minutes }) =>
      before.endsAt !== null && Date.parse(before.endsAt) >= Date.parse(later(before.clock, minutes - Math.min(5, minutes / 2)))
        ? before
        : { ...before, endsAt: later(before.clock, minutes) },
    ),

  "scom.setEnd": change({
    ...effect,
    summary: "Give a maintenance window back its former end",
    args: z.object({ endsAt: Instant }),
    example: { endsAt: "2026-01-11T02:00:00.000Z" },
    byHand: (server, { endsAt }) => endingAt(server, `[DateTime]::Parse("${endsAt}").ToUniversalTime()`),
  })
    .seenIn(maintenance)
    // An end that has passed is the end of the window.
    .as((before, { endsAt }) => (!before.on && Date.parse(endsAt) <= Date.parse(before.clock) ? before : { ...before, endsAt })),

  "scom.end": change({
    ...effect,
    summary: "End maintenance mode",
    ...noArguments,
    byHand: (server) => `${instance(server)} | ForEach-Object { $_.StopMaintenanceMode((Get-Date).ToUniversalTime(), ${RECURSIVE}) }`,
  })
    .seenIn(maintenance)
    .as(
      (before) => ({
        ...before,
        on: false,
        inEffect: false,
        endsAt: null,
        reason: null,
        comment: null,
        // Parts that are still in maintenance mode when the computer is not are in windows of their own.
        parts: before.on ? all(before.parts, "monitored") : before.parts,
      }),
      (reading) => !reading.on,
    ),
};
