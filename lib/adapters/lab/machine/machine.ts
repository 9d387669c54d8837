import { hours } from "../../../time";
import type { OperationName, ResultOf } from "../../../server";
import { operationOf } from "../../../server";
import { Dice } from "../laws";
import { eventLog, EventLogs } from "./event-logs";
import type { Faults, Found, Timeline } from "../laws";
import { Files } from "./files";
import { fileOf, packages } from "./packages";
import type { RoleData } from "./roles";
import { Services } from "./services";
import { writeFormerSetup } from "./setup-log";

type Installed = ResultOf<"update.installed">;
type Reason = ResultOf<"system.pendingReboot">["reasons"][number];

interface Parts {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly role: RoleData;
  readonly seed: number;
}

const asked: Reason = { cause: "component-servicing", weight: "strong", text: "a server role or feature waits for a restart" };

/** One member: a Windows server with its clock, logs, files and services. */
export class Machine {
  readonly events: EventLogs;
  readonly files = new Files();
  readonly services: Services;
  readonly role: RoleData;
  /** How long its boots take. */
  readonly boots: Dice;
  readonly whenDown: (() => void)[] = [];
  readonly whenUp: (() => void)[] = [];
  /** `gone`: for good. */
  power: "up" | "booting" | "gone" = "up";
  /** By its own clock. */
  bootedAt: number;
  build: string;
  forefront: "enabled" | "disabled" | "not-installed";
  readonly rollupScript: boolean;
  readonly updates: NonNullable<Installed["updates"]> = [];
  pendingReboot: Reason[];
  freeDiskMb: number;
  /** An installer has worked on it, or it has booted, since the world began. */
  disturbed = false;
  /** An update has been installed since the world began. */
  updated = false;
  /** The highest fencing number with which it was changed. */
  fence = 0;
  /** The one answer that the fault `answer-lost` takes is lost. */
  private answerLost = false;
  private losesNext = false;
  private readonly timeline: Timeline;
  private readonly faults: Faults;
  private readonly skewMs: number;

  constructor(
    readonly name: string,
    { timeline, faults, role, seed }: Parts,
    found: Found = {},
  ) {
    const dice = new Dice(seed, `${name} machine`);
    this.timeline = timeline;
    this.faults = faults;
    this.role = role;
    this.skewMs = found.clockSkewMs ?? dice.between(-1500, 1500);
    // What happened before the world began does not depend on when the member was first named.
    const began = timeline.startsAt + this.skewMs;
    this.bootedAt = began - hours(dice.between(24 * 9, 24 * 60)) - dice.between(0, 3_600_000);
    this.build = found.build ?? role.build;
    this.forefront = found.forefront ?? role.forefront;
    this.rollupScript = found.rollupScript ?? false;
    this.pendingReboot = found.pendingReboot === true ? [asked] : [];
    this.freeDiskMb = found.freeDiskMb ?? dice.between(28_000, 61_000);
    this.boots = new Dice(seed, `${name} boots`);
    this.events = new EventLogs(() => this.clock(), dice);
    this.services = new Services(role.services, {
      timeline,
      dice: new Dice(seed, `${name} services`),
      events: this.events,
      crashes: (service) => this.disturbed && service === role.fragile && faults.on(name, "service-stays-down"),
    });
    for (const file of role.files) this.files.put(packages[file].file, fileOf(file));
    if (role.setupLog) writeFormerSetup(this.files, { computer: name, at: began - hours(24 * 200), build: role.build });
  }

  /** Milliseconds since 1970 by its own clock. */
  clock(): number {
    return this.timeline.now + this.skewMs;
  }

  get up(): boolean {
    return this.power === "up";
  }

  /** It would serve a client at its own address. */
  get answers(): boolean {
    return this.up && this.services.isRunning(this.role.web);
  }

  /** The answer to its next change gets lost, whichever change it is and whatever its faults are. */
  loseNextAnswer(): void {
    this.losesNext = true;
  }

  /** Whether the answer to a change that has just been made gets lost: once with the fault, and whenever a test has asked for it. */
  losesAnswer(op: OperationName): boolean {
    if (this.losesNext) {
      this.losesNext = false;
      return true;
    }
    if (this.answerLost || operationOf(op).on !== "member" || !this.faults.on(this.name, "answer-lost")) return false;
    this.answerLost = true;
    return true;
  }

  goDown(power: "booting" | "gone"): void {
    this.power = power;
    this.services.lost();
    for (const listener of this.whenDown) listener();
  }

  comeUp(): void {
    this.power = "up";
    this.disturbed = true;
    this.pendingReboot = [];
    // Windows counts from the start of its kernel; what answers comes later.
    this.bootedAt = this.clock() - 35_000;
    this.events.write({ ...eventLog, id: 6005, message: "The Event log service was started." });
    this.services.booted();
    for (const listener of this.whenUp) listener();
  }
}
