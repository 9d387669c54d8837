import { hours } from "../../../time";
import type { ResultOf } from "../../../server";
import type { SetExecutionPolicy } from "../../../server/operations";
import type { Culture } from "../captured";
import { jobs, productOfBuild, windowsEvents } from "../captured";
import { Dice } from "../laws";
import { eventLog, EventLogs } from "./event-logs";
import type { FaultName, Faults, Found, Timeline } from "../laws";
import { Files } from "./files";
import { fileOf, packages } from "./packages";
import type { RoleData } from "./roles";
import { servicesIn } from "./roles";
import { controlManager, Services } from "./services";
import { writeFormerSetup } from "./setup-log";

type Installed = ResultOf<"update.installed">;
type Reason = ResultOf<"system.pendingReboot">["reasons"][number];

interface Parts {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly role: RoleData;
  readonly culture: Culture;
  readonly seed: number;
}

const byGroupPolicy: readonly SetExecutionPolicy[] = [{ scope: "MachinePolicy", user: null, policy: "RemoteSigned" }];
const asked: Reason = { cause: "component-servicing", weight: "strong", text: jobs.texts.restarts.feature };

/** What it runs on. */
interface Hardware {
  /** Milliseconds since 1970 by its own clock. */
  readonly clock: () => number;
  /** `gone`: for good. */
  power: "up" | "booting" | "gone";
  /** How often it has gone down. */
  downs: number;
  /** By its own clock. */
  bootedAt: number;
  /** How long its boots take. */
  readonly boots: Dice;
  freeDiskMb: number;
  readonly whenDown: (() => void)[];
  readonly whenUp: (() => void)[];
}

/** What is installed on it. */
interface Software {
  readonly faults: Faults;
  /** Its regional format. */
  readonly culture: Culture;
  build: string;
  readonly updates: NonNullable<Installed["updates"]>;
  forefront: "enabled" | "disabled" | "not-installed";
  readonly rollupScript: boolean;
  pendingReboot: Reason[];
  /** Packages of its product that Windows Installer keeps for later, and where. */
  readonly kept: { readonly name: string; readonly file: string }[];
  /** Roles of its product whose setup has not come to its end. */
  readonly unfinished: NonNullable<Found["unfinishedSetup"]>;
  /** Those that Group Policy sets at this moment. */
  readonly executionPolicies: () => readonly SetExecutionPolicy[];
  /** An installer has worked on it, or it has booted, since the world began. */
  disturbed: boolean;
  /** An update has been installed since the world began. */
  updated: boolean;
}

/** One member: a Windows server with its clock, logs, files and services. */
export class Machine {
  readonly role: RoleData;
  readonly hardware: Hardware;
  readonly software: Software;
  readonly events: EventLogs;
  readonly files = new Files();
  readonly services: Services;

  constructor(
    readonly name: string,
    { timeline, faults, role, culture, seed }: Parts,
    found: Found = {},
  ) {
    const dice = new Dice(seed, `${name} machine`);
    this.role = role;
    const skewMs = found.clockSkewMs ?? dice.between(-1500, 1500);
    // What happened before the world began does not depend on when the member was first named.
    const began = timeline.startsAt + skewMs;
    this.hardware = {
      clock: () => timeline.now + skewMs,
      power: "up",
      downs: 0,
      bootedAt: began - hours(dice.between(24 * 9, 24 * 60)) - dice.between(0, 3_600_000),
      boots: new Dice(seed, `${name} boots`),
      freeDiskMb: found.freeDiskMb ?? dice.between(28_000, 61_000),
      whenDown: [],
      whenUp: [],
    };
    this.software = {
      culture,
      faults,
      build: found.build ?? role.build,
      updates: [],
      forefront: found.forefront ?? role.forefront,
      rollupScript: found.rollupScript ?? false,
      pendingReboot: found.pendingReboot === true ? [asked] : [],
      kept: [],
      unfinished: found.unfinishedSetup ?? [],
      executionPolicies: () => [...(found.executionPolicies ?? []), ...(faults.on(name, "execution-policy") ? byGroupPolicy : [])],
      disturbed: false,
      updated: false,
    };
    this.events = new EventLogs(() => this.clock(), dice);
    this.services = new Services(servicesIn(role, culture), {
      timeline,
      dice: new Dice(seed, `${name} services`),
      ownDice: new Dice(seed, `${name} services of Windows itself`),
      events: this.events,
      crashes: (service) => this.software.disturbed && service === role.fragile && faults.on(name, "service-stays-down"),
    });
    for (const file of role.files) this.files.put(packages[file].file, fileOf(file));
    if (role.setup === null) return;
    this.keep({ name: role.product, file: "C:\\Windows\\Installer\\1f83c2d.msi" }, found.installerCacheLost !== true);
    const beganAt = began - hours(24 * 200);
    writeFormerSetup({ files: this.files, clock: () => beganAt, culture, product: role.setup }, name);
  }

  /** Milliseconds since 1970 by its own clock. */
  clock(): number {
    return this.hardware.clock();
  }

  get up(): boolean {
    return this.hardware.power === "up";
  }

  /** The name of its product, which may change with an upgrade. */
  get product(): string {
    return productOfBuild(this.software.build) ?? this.role.product;
  }

  /** Whether something is broken on it. */
  has(fault: FaultName): boolean {
    return this.software.faults.on(this.name, fault);
  }

  /** It would serve a client at its own address. */
  get answers(): boolean {
    return this.up && this.services.isRunning(this.role.web);
  }

  /** Windows Installer keeps a package of which it will need parts later. @param stays whether the file is still there */
  keep(kept: Software["kept"][number], stays = true): void {
    this.software.kept.push(kept);
    if (stays) this.files.put(kept.file, "");
  }

  /** What Windows Installer has kept and no longer finds. */
  get missing(): Software["kept"] {
    return this.software.kept.filter(({ file }) => this.files.get(file) === undefined);
  }

  /** What the Windows Update Agent has done with updates of these numbers, latest first. */
  historyOf(kbs: readonly string[]): ResultOf<"update.history">["entries"] {
    const wanted = kbs.map((kb) => kb.replace(/\D/g, ""));
    const [ofWindows = ""] = jobs.texts.updates.securityUpdate.split(" (");
    return this.software.updates
      .flatMap(({ name, kb, installedAt }) => {
        if (kb === null || installedAt === null || !name.startsWith(ofWindows)) return [];
        return [{ name, kb, at: installedAt, operation: "installation", result: "succeeded" } as const];
      })
      .filter(({ kb }) => wanted.includes(kb.slice("KB".length)))
      .reverse();
  }

  goDown(power: "booting" | "gone"): void {
    this.hardware.power = power;
    this.hardware.downs++;
    this.services.lost();
    for (const listener of this.hardware.whenDown) listener();
  }

  comeUp(): void {
    this.hardware.power = "up";
    this.software.disturbed = true;
    this.software.pendingReboot = this.software.updated && this.has("restart-again") ? [asked] : [];
    // Windows counts from the start of its kernel; what answers comes later.
    this.hardware.bootedAt = this.clock() - 35_000;
    this.events.write({ ...eventLog, id: 6005, message: windowsEvents.texts.logStarted });
    // Windows cannot put some of its own events into words (https://github.com/PowerShell/PowerShell/issues/7664).
    this.events.write({ ...controlManager, id: 7023, level: "error", message: "" });
    this.services.booted();
    for (const listener of this.hardware.whenUp) listener();
  }
}
