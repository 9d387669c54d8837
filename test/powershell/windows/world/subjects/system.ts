import type { Machine } from "../../../../../lib/adapters/lab/machine/machine";
import type { SetExecutionPolicy } from "../../../../../lib/server/operations";
import { seconds } from "../../../../../lib/time/duration";
import type { Context, Given, RegistryPart, ToolResult, Tools, WmiClasses } from "../handlers";
import { instantOf } from "../handlers";
import { withoutNlb } from "./nlb";

const WINDOWS = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion";
const SESSIONS = "SYSTEM\\CurrentControlSet\\Control\\Session Manager";
/** The least that whoever asked for a restart needs to get its answer, on the clock of the wall, which the world may outrun. */
const ANSWER_MS = 600;

function operatingSystem({ resident: { machine } }: Context): readonly Given[] {
  const [, name = machine.role.os, version = "", pack = null] = /^(.+) (\d+\.\d+\.\d+)(?: (.+))?$/.exec(machine.role.os) ?? [];
  return [
    {
      // The blank at its end is Windows' own.
      Caption: `${name} `,
      Version: version,
      CSDVersion: pack,
      // It is worked out from the clock whenever it is asked for, and is never quite the same.
      LastBootUpTime: instantOf(machine.hardware.bootedAt + (machine.clock() % 7)),
    },
  ];
}

export const systemClasses: WmiClasses = {
  "root\\cimv2:win32_operatingsystem": operatingSystem,
  "root\\cimv2:win32_logicaldisk": ({ resident: { machine } }) => [
    { DeviceID: "C:", DriveType: 3, FreeSpace: machine.hardware.freeDiskMb * 1024 * 1024, Size: 107_374_182_400 },
    { DeviceID: "D:", DriveType: 5, FreeSpace: null, Size: null },
  ],
  // No client of Configuration Manager.
  "root:__namespace": ({ resident: { host } }) => ["cimv2", ...(withoutNlb.has(host) ? [] : ["MicrosoftNLB"])].map((Name) => ({ Name })),
};

const marks: Readonly<Record<Machine["software"]["pendingReboot"][number]["cause"], Readonly<Record<string, Given>>>> = {
  "component-servicing": { [`${WINDOWS}\\Component Based Servicing\\RebootPending`]: {} },
  "windows-update": { [`${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`]: {} },
  "update-exe": { "SOFTWARE\\Microsoft\\Updates\\UpdateExeVolatile": { Flags: 1 } },
  "file-renames": { [SESSIONS]: { PendingFileRenameOperations: ["\\??\\C:\\Windows\\Temp\\old.dll", ""] } },
  "configuration-manager": {},
};

/** Where Group Policy writes what it sets for Windows PowerShell, by the user whom it is for. */
const POLICIES = "Software\\Policies\\Microsoft\\Windows\\PowerShell";
const hives = { computer: "", SYSTEM: "HKEY_USERS\\S-1-5-18\\", account: "HKEY_CURRENT_USER\\" };
const byGroupPolicy = ({ user, policy }: SetExecutionPolicy): Readonly<Record<string, Given>> => ({
  // Scripts are forbidden without naming a policy.
  [`${hives[user ?? "computer"]}${POLICIES}`]:
    policy === "Restricted" ? { EnableScripts: 0 } : { EnableScripts: 1, ExecutionPolicy: policy },
});

export const systemKeys: RegistryPart = ({ resident: { machine } }) =>
  Object.assign(
    { [SESSIONS]: { BootExecute: ["autocheck autochk *"] }, "HKEY_USERS\\S-1-5-18\\Environment": {} },
    ...machine.software.executionPolicies().map(byGroupPolicy),
    ...machine.software.pendingReboot.map(({ cause }) => marks[cause]),
  );

/** The restart that each machine has before it. */
const scheduled = new WeakMap<Machine, NodeJS.Timeout>();

function shutdown(context: Context, args: readonly string[]): ToolResult {
  const { resident, world, speed } = context;
  const { machine } = resident;
  const switches = args.map((arg) => arg.toLowerCase());
  const before = scheduled.get(machine);
  if (switches.includes("/a")) {
    clearTimeout(before);
    return scheduled.delete(machine) ? { exitCode: 0 } : { exitCode: 1116, error: "Es war kein Herunterfahren im Gange.(1116)" };
  }
  if (!switches.includes("/r")) return { exitCode: 87, error: "Falscher Parameter.(87)" };
  if (before !== undefined) return { exitCode: 1190, error: "Das Herunterfahren wurde bereits geplant.(1190)" };
  const delay = Number(args[switches.indexOf("/t") + 1] ?? 30);
  const bootedAt = new Date(machine.hardware.bootedAt).toISOString();
  context.change("system.restart", { bootedAt }, () => {
    const go = (): void => {
      scheduled.delete(machine);
      if (machine.up) world.timeline.happen(() => world.restart(resident));
    };
    scheduled.set(machine, setTimeout(go, Math.max(ANSWER_MS, seconds(delay) / speed)).unref());
  });
  return { exitCode: 0 };
}

export const systemTools: Tools = { "shutdown.exe": shutdown };
