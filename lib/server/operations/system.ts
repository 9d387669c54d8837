import { z } from "zod";
import { hours, minutes, seconds } from "../../time";
import { change, read } from "../operation";
import { literal, on } from "../by-hand";
import { Instant, noArguments } from "../shapes";

const info = read({
  summary: "Operating system, PowerShell, boot time, clock and free disk space",
  on: "member",
  ...noArguments,
  result: z.object({
    computer: z.string(),
    os: z.string(),
    powershell: z.string(),
    bootedAt: Instant,
    /** The member's own clock at the moment of the answer. */
    clock: Instant,
    /** On the system drive. */
    freeDiskMb: z.number(),
  }),
  keepsFence: true,
  withinMs: seconds(30),
});

/**
 * Whether two boot times belong to one boot. Windows works out its boot time from the clock and its uptime, so the boot time moves a little
 * whenever the clock is set. No server boots twice within a minute.
 */
export const sameBoot = (a: string, b: string): boolean => Math.abs(Date.parse(a) - Date.parse(b)) < minutes(1);

/** The markers of a pending restart and how far each can be trusted: domain reference 4.6, after CSS-Exchange. */
const pendingReboot = read({
  summary: "Whether Windows waits for a restart, and why",
  on: "member",
  ...noArguments,
  result: z.object({
    reasons: z.array(
      z.object({
        cause: z.enum(["component-servicing", "windows-update", "update-exe", "file-renames", "configuration-manager"]),
        /** `weak` causes are often false alarms (printer drivers, virus scanners). */
        weight: z.enum(["strong", "medium", "weak"]),
        text: z.string(),
      }),
    ),
  }),
  // The marker of component-based servicing, the strongest one.
  byHand: (server) =>
    on(server, "Test-Path 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending'"),
  withinMs: seconds(30),
});

/**
 * One that Group Policy sets, in one of its two scopes: about_Execution_Policies and about_Group_Policy_Settings in the PowerShell
 * documentation. Installers run as SYSTEM, a user whose scope is not in the list that the account sees.
 */
export const SetExecutionPolicy = z.object({
  scope: z.enum(["MachinePolicy", "UserPolicy"]),
  /** Whose, of UserPolicy: the one that installers run as, or the account that asks. */
  user: z.enum(["SYSTEM", "account"]).nullable(),
  /** As Group Policy has it, e.g. `RemoteSigned`. */
  policy: z.string(),
});
export type SetExecutionPolicy = z.output<typeof SetExecutionPolicy>;

const executionPolicy = read({
  summary: "The execution policies of Windows PowerShell that Group Policy sets",
  on: "member",
  ...noArguments,
  result: z.object({ policies: z.array(SetExecutionPolicy) }),
  withinMs: seconds(30),
});

export const system = {
  "system.info": info,
  "system.pendingReboot": pendingReboot,
  "system.executionPolicy": executionPolicy,

  "system.restart": change({
    summary: "Restart the server",
    besides: "unless it has booted since this was decided",
    on: "member",
    args: z.object({ bootedAt: Instant }),
    example: { bootedAt: "2026-01-03T20:11:00.000Z" },
    withinMs: minutes(1),
    byHand: (server) => `Restart-Computer -ComputerName ${literal(server)} -Force`,
    settlesWithinMs: hours(1),
  })
    .seenIn(info)
    .as((before, { bootedAt }) => (sameBoot(before.bootedAt, bootedAt) ? { ...before, bootedAt: before.clock } : before))
    .alsoIn(pendingReboot, (before) => ({ ...before, reasons: [] })),
};
