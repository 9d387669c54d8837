import type { Machine } from "../../../../../lib/adapters/lab/machine/machine";
import type { Service } from "../../../../../lib/server/operations/services";
import { minutes } from "../../../../../lib/time/duration";

/**
 * Services of Windows itself that come and go, beside those of the lab: odd ones, and those that a test can wake. A test lets a machine have them by `comesAndGoes`.
 * Sources: Service Trigger Events (win32, desktop-src/Services), Per-user services in Windows (windows-itpro-docs), QUERY_SERVICE_CONFIG.
 */
export interface ServiceOfWindows extends Service {
  /** As WMI has it, where the start type of the registry is not what it says. */
  readonly mode?: "Unknown";
}

interface Stay {
  /** When somebody signed in, whose services have a name of their own until that session is over; null while nobody is. */
  signedIn: number | null;
  /** When each service was woken that ends by itself. */
  readonly woken: Map<string, number>;
}

const stays = new WeakMap<Machine, Stay>();
/** How long one that ends by itself stays. */
const STAYS_MS = minutes(5);

/** Lets a machine have services that come and go; nobody is signed in, and those that end by themselves have ended. */
export function comesAndGoes(machine: Machine): void {
  stays.set(machine, { signedIn: null, woken: new Map() });
}

/** Somebody signs in on the machine: services begin that are this session's own. Until they sign out or the machine goes down. */
export function signIn(machine: Machine): void {
  const stay = stays.get(machine);
  if (stay !== undefined) stay.signedIn = machine.clock();
}

/** Something needs a service for a while. */
export function wake(machine: Machine, name: string): void {
  stays.get(machine)?.woken.set(name, machine.clock());
}

const plain: Omit<Service, "name" | "displayName"> = {
  dependsOn: [],
  startType: "manual",
  status: "stopped",
  delayed: false,
  trigger: false,
  perUser: "no",
};

/** Those of a machine by now. */
export function servicesOfWindows(machine: Machine): readonly ServiceOfWindows[] {
  const stay = stays.get(machine);
  if (stay === undefined) return [];
  const status = (name: string) => {
    const since = stay.woken.get(name) ?? Number.NEGATIVE_INFINITY;
    // Nothing outlives a boot.
    const runs = since >= machine.hardware.bootedAt && machine.clock() - since < STAYS_MS;
    return runs ? ("running" as const) : ("stopped" as const);
  };
  const { signedIn } = stay;
  const session = signedIn !== null && signedIn >= machine.hardware.bootedAt ? `_${Math.floor(signedIn / 1000).toString(16)}` : null;
  const ofSession: readonly ServiceOfWindows[] =
    session === null
      ? []
      : [
          {
            ...plain,
            name: `CDPUserSvc${session}`,
            displayName: `Plattformdienst${session}`,
            startType: "automatic",
            status: "running",
            perUser: "instance",
          },
        ];
  return [
    { ...plain, name: "CDPUserSvc", displayName: "Plattformdienst", startType: "automatic", perUser: "template" },
    ...ofSession,
    {
      ...plain,
      name: "sppsvc",
      displayName: "Software Protection",
      startType: "automatic",
      status: status("sppsvc"),
      delayed: true,
      trigger: true,
    },
    { ...plain, name: "PcaSvc", displayName: "Programmkompatibilität", trigger: true },
    { ...plain, name: "TrustedInstaller", displayName: "Windows Modules Installer", status: status("TrustedInstaller") },
    { ...plain, name: "OldDriverHelper", displayName: "Old driver helper", startType: "automatic", mode: "Unknown" },
  ];
}
