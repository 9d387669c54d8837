import type { Machine } from "../../../../../lib/adapters/lab/machine/machine";
import type { Service } from "../../../../../lib/server/operations/services";
import type { Context, Given, Handlers, RegistryPart, WmiClasses } from "../handlers";
import { text, WindowsError } from "../handlers";
import type { ServiceOfWindows } from "./services-of-windows";
import { servicesOfWindows } from "./services-of-windows";

const STATUS = { running: "Running", stopped: "Stopped", starting: "StartPending", stopping: "StopPending", paused: "Paused" } as const;
const STATE = { running: "Running", stopped: "Stopped", starting: "Start Pending", stopping: "Stop Pending", paused: "Paused" } as const;
const MODE = { automatic: "Auto", manual: "Manual", disabled: "Disabled" } as const;
const START = { automatic: 2, manual: 3, disabled: 4 } as const;
/** SERVICE_WIN32_SHARE_PROCESS alone, with SERVICE_USER_SERVICE, and with SERVICE_USERSERVICE_INSTANCE. */
const TYPE = { no: 0x20, template: 0x60, instance: 0xe0 } as const;
const CONTROLLER = "FSCController";

export const SERVICES_KEY = "SYSTEM\\CurrentControlSet\\Services";
export const FOREFRONT_FOLDER = "C:\\Program Files (x86)\\Microsoft Forefront Protection for Exchange Server";

/** The lab has Forefront's controller among its services in any case; here it is there with Forefront only. */
const all = ({ resident: { machine } }: Context): readonly ServiceOfWindows[] => [
  ...machine.services
    .list()
    .filter(({ name }) => name !== CONTROLLER || machine.software.forefront !== "not-installed")
    .map((service) =>
      service.status === "running" && pausedOn(machine).has(service.name) ? { ...service, status: "paused" as const } : service,
    ),
  ...servicesOfWindows(machine),
];

const paused = new WeakMap<Machine, Set<string>>();
/** Services that somebody has paused: for the lab they run. */
export function pausedOn(machine: Machine): Set<string> {
  const names = paused.get(machine) ?? new Set();
  paused.set(machine, names);
  return names;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** An error of the Service Control Manager by its code; stand-ins make a Win32Exception of it. */
const refused = (code: number, message: string): WindowsError => new WindowsError("Win32Exception", message, { hresult: code });

function find(context: Context, args: Given): Service {
  const found = all(context).find(({ name }) => same(name, text(args["name"])));
  if (found === undefined) throw refused(1060, "Der angegebene Dienst ist kein installierter Dienst.");
  return found;
}

/** Whether it, or one that it needs and that does not run, is disabled. */
function isDisabled(context: Context, service: Service): boolean {
  if (service.status === "running") return false;
  if (service.startType === "disabled") return true;
  return service.dependsOn.some((name) => isDisabled(context, find(context, { name })));
}

function stop(context: Context, service: Service): void {
  if (service.status === "stopped") throw refused(1062, "Der Dienst wurde nicht gestartet.");
  if (service.status !== "running" && service.status !== "paused")
    throw refused(1061, "Der Dienst kann zurzeit keine Steuerungsmeldungen annehmen.");
  // As the method of the class does it: first those that depend on it.
  for (const other of all(context).filter(
    ({ dependsOn, status }) => status === "running" && dependsOn.some((name) => same(name, service.name)),
  )) {
    stop(context, other);
  }
  context.change("services.stop", { name: service.name }, () => {
    pausedOn(context.resident.machine).delete(service.name);
    context.resident.machine.services.stop(service.name);
  });
}

const delayed = new WeakMap<Machine, Set<string>>();
/** Automatic services that start a little later than the others. */
export function delayedOn(machine: Machine): Set<string> {
  const names = delayed.get(machine) ?? new Set();
  delayed.set(machine, names);
  return names;
}

/** Messages are in German: nothing may depend on their words. */
export const services: Handlers = {
  "services.list": (context) => {
    const list = all(context);
    return list.map(({ name, displayName, status, startType, dependsOn }) => ({
      Name: name,
      DisplayName: displayName,
      Status: STATUS[status],
      StartType: { automatic: "Automatic", manual: "Manual", disabled: "Disabled" }[startType],
      ServicesDependedOn: dependsOn,
      DependentServices: list.filter((other) => other.dependsOn.some((needed) => same(needed, name))).map((other) => other.name),
    }));
  },
  "services.start": (context, args) => {
    const service = find(context, args);
    // A paused one as well: it runs, and is continued.
    if (service.status === "running" || service.status === "starting" || service.status === "paused")
      throw refused(1056, "Es wird bereits eine Instanz des Dienstes ausgeführt.");
    if (service.status !== "stopped") throw refused(1061, "Der Dienst kann zurzeit keine Steuerungsmeldungen annehmen.");
    if (isDisabled(context, service)) throw refused(1058, "Der Dienst kann nicht gestartet werden.");
    context.change("services.start", { name: service.name }, () => context.resident.machine.services.start(service.name));
  },
  "services.continue": (context, args) => {
    const service = find(context, args);
    if (service.status === "stopped") throw refused(1062, "Der Dienst wurde nicht gestartet.");
    if (service.status !== "paused") throw refused(1061, "Der Dienst kann zurzeit keine Steuerungsmeldungen annehmen.");
    context.change("services.start", { name: service.name }, () => void pausedOn(context.resident.machine).delete(service.name));
  },
  "services.stop": (context, args) => stop(context, find(context, args)),
  "services.setStartType": (context, args) => {
    const { name } = find(context, args);
    const given = text(args["startType"]).toLowerCase();
    const startType = given.replace("delayedstart", "");
    // As the cmdlet of PowerShell 7 has it, which takes away what it is not asked for.
    if (given === startType) delayedOn(context.resident.machine).delete(name);
    else delayedOn(context.resident.machine).add(name);
    if (startType !== "automatic" && startType !== "manual" && startType !== "disabled") throw refused(87, "Falscher Parameter.");
    context.change("services.setStartType", { name, startType }, () => context.resident.machine.services.setStartType(name, startType));
  },
};

export const serviceClasses: WmiClasses = {
  "root\\cimv2:win32_service": (context) =>
    all(context).map(({ name, displayName, status, startType, mode }) => ({
      Name: name,
      DisplayName: displayName,
      State: STATE[status],
      StartMode: mode ?? MODE[startType],
      Started: status === "running",
    })),
};

export const serviceKeys: RegistryPart = (context) =>
  Object.fromEntries(
    all(context).flatMap(({ name, displayName, startType, dependsOn, perUser, delayed: isDelayed, trigger }) => [
      ...(trigger === true ? [[`${SERVICES_KEY}\\${name}\\TriggerInfo\\0`, { Action: 1 }] as const] : []),
      [
        `${SERVICES_KEY}\\${name}`,
        {
          DisplayName: displayName,
          Start: START[startType],
          ...(isDelayed === true || delayedOn(context.resident.machine).has(name) ? { DelayedAutostart: 1 } : {}),
          ...(perUser === null ? {} : { Type: TYPE[perUser] }),
          DependOnService: dependsOn,
          ImagePath:
            name === CONTROLLER ? `"${FOREFRONT_FOLDER}\\FSCController.exe" -service` : `C:\\Windows\\system32\\svchost.exe -k ${name}`,
        },
      ] as const,
    ]),
  );
