import { seconds } from "../../../time";
import type { Service } from "../../../server/operations";
import { fill, windowsEvents } from "../captured";
import type { Cancel, Dice, Timeline } from "../laws";
import type { EventLogs } from "./event-logs";
import { Refusal } from "../laws";
import type { ServiceData } from "./roles";

type Status = "running" | "stopped" | "starting" | "stopping";

interface Controlled {
  readonly data: ServiceData;
  status: Status;
  startType: Service["startType"];
  dependsOn: readonly string[];
  /** When the present start or stop will be over. */
  until: number;
  pending: Cancel | null;
  /** What was last told of it; null: nothing, and nothing is told where nobody asks. */
  told: { status: Status; startType: Service["startType"] } | null;
}

const controlled = (data: ServiceData): Controlled => ({
  data,
  status: data.runs ? "running" : "stopped",
  startType: data.startType,
  dependsOn: data.dependsOn,
  until: 0,
  pending: null,
  told: null,
});

const notes = new WeakMap<ServiceData, Readonly<Record<"running" | "stopped", string>>>();

/** What is written of a service most: the same words for all members of all arrays, which keep thousands of them. */
function noted(data: ServiceData): Readonly<Record<"running" | "stopped", string>> {
  const { serviceState, running, stopped } = windowsEvents.texts;
  const say = (state: string) => fill(serviceState, { service: data.displayName, state });
  const said = notes.get(data) ?? { running: say(running), stopped: say(stopped) };
  notes.set(data, said);
  return said;
}

/** Who writes about services. */
export const controlManager = { log: "System", provider: "Service Control Manager" } as const;

/** What an installer found before it stopped and disabled services. */
export type Held = readonly { readonly name: string; readonly startType: Service["startType"]; readonly ran: boolean }[];

interface Parts {
  readonly timeline: Timeline;
  readonly dice: Dice;
  /** For the services that Windows starts by itself. */
  readonly ownDice: Dice;
  readonly events: EventLogs;
  /** Whether a service crashes whenever it is started. */
  readonly crashes: (name: string) => boolean;
}

/** The Service Control Manager of a member. */
export class Services {
  private readonly services: Map<string, Controlled>;
  private readonly booting = new Set<Cancel>();

  constructor(
    list: readonly ServiceData[],
    private readonly parts: Parts,
  ) {
    this.services = new Map(list.map((data) => [data.name.toLowerCase(), controlled(data)]));
  }

  list(): Service[] {
    return [...this.services.values()].map(({ data, status, startType, dependsOn }) => ({
      name: data.name,
      displayName: data.displayName,
      status,
      startType,
      dependsOn: [...dependsOn],
      delayed: data.own?.delayed === true,
      trigger: data.own?.triggerFor !== undefined,
      perUser: data.own?.perUser ?? "no",
    }));
  }

  /**
   * Those whose status or start type has changed since this was last asked, in words. Of what Windows starts and stops by itself the start type
   * alone; nothing of what is there for a user who has signed on.
   */
  news(): readonly { readonly name: string; readonly is: string }[] {
    const news: { name: string; is: string }[] = [];
    for (const service of this.services.values()) {
      const { data, status, startType, told } = service;
      if (told?.status === status && told.startType === startType) continue;
      const isNews = data.own === undefined || told?.startType !== startType;
      service.told = { status, startType };
      if (isNews && data.own?.perUser !== "instance")
        news.push({ name: data.name, is: data.own === undefined ? `${status} ${startType}` : startType });
    }
    return news;
  }

  /** @throws Refusal `no-such-service` */
  get(name: string): Controlled {
    const found = this.services.get(name.toLowerCase());
    if (found === undefined) throw new Refusal("no-such-service", `there is no service ${name}`, "Look at the list of its services.");
    return found;
  }

  has = (name: string): boolean => this.services.has(name.toLowerCase());
  isRunning = (name: string): boolean => this.services.get(name.toLowerCase())?.status === "running";
  isStopped = (name: string): boolean => (this.services.get(name.toLowerCase())?.status ?? "stopped") === "stopped";
  /** Those that should run and do not. */
  missing = (): string[] =>
    [...this.services.values()]
      .filter(({ startType, status }) => startType === "automatic" && status === "stopped")
      .filter(({ data: { own } }) => own?.triggerFor === undefined && own?.perUser === undefined)
      .map(({ data }) => data.name);

  setDependsOn(name: string, dependsOn: readonly string[]): void {
    this.get(name).dependsOn = dependsOn;
  }

  setStartType(name: string, startType: Service["startType"]): void {
    this.get(name).startType = startType;
  }

  /** @throws Refusal `service-disabled`, also where one on which it depends is disabled */
  mayStart(name: string): void {
    const service = this.get(name);
    if (service.status === "running" || service.status === "starting") return;
    if (service.startType === "disabled") {
      throw new Refusal("service-disabled", `the service ${service.data.name} is disabled`, "Give it its start type back first.");
    }
    for (const needed of service.dependsOn) this.mayStart(needed);
  }

  /** @throws Refusal `service-dependents-running` */
  mayStop(name: string): void {
    const service = this.get(name);
    const dependents = this.dependentsOf(service).filter(({ status }) => status !== "stopped");
    if (dependents.length === 0) return;
    const names = dependents.map(({ data }) => data.name).join(", ");
    throw new Refusal("service-dependents-running", `${names} depend on ${service.data.name} and run`, "Stop them first.");
  }

  start(name: string): void {
    this.begin(this.get(name));
  }

  stop(name: string): void {
    const service = this.get(name);
    if (service.status === "stopped" || service.status === "stopping") return;
    this.enter(service, { status: "stopping", forSeconds: this.diceFor(service).between(2, 6) }, () => this.halt(service));
  }

  /** Stops services at once and disables them, as an installer does; returns what it found. */
  hold(which: (name: string) => boolean): Held {
    const held = [...this.services.values()].filter(({ data }) => which(data.name));
    const found = held.map(({ data, startType, status }) => ({
      name: data.name,
      startType,
      ran: status === "running" || status === "starting",
    }));
    for (const service of held) {
      if (service.status !== "stopped") this.halt(service);
      service.startType = "disabled";
    }
    return found;
  }

  /** Gives services their start types back and starts those that ran. */
  release(held: Held): void {
    for (const { name, startType } of held) this.setStartType(name, startType);
    for (const { name, ran } of held) if (ran) this.start(name);
  }

  /** Services of a user who has signed on: they run, and are gone with the session. */
  appear(list: readonly Pick<ServiceData, "name" | "displayName">[]): void {
    for (const named of list) {
      const data: ServiceData = {
        ...named,
        startType: "automatic",
        runs: true,
        dependsOn: [],
        afterBoot: [0, 0],
        own: { perUser: "instance" },
      };
      this.services.set(named.name.toLowerCase(), controlled(data));
    }
  }

  /** The machine has gone down. */
  lost(): void {
    for (const cancel of this.booting) cancel();
    this.booting.clear();
    for (const service of this.services.values()) {
      service.pending?.();
      service.status = "stopped";
    }
  }

  /** The machine has come up: the automatic ones start one after another, each after those on which it depends. */
  booted(): void {
    const { timeline } = this.parts;
    this.signInAnew();
    this.booting.clear();
    for (const service of this.services.values()) {
      const [least, most] = service.data.afterBoot;
      const begins = timeline.after(seconds(this.diceFor(service).between(least, most)), () => {
        this.booting.delete(begins);
        if (service.startType === "automatic" && service.data.own?.perUser !== "template") this.begin(service);
      });
      this.booting.add(begins);
    }
  }

  /** What Windows has made for a user is gone with the session. Perhaps somebody signs in again: then it has another name. */
  private signInAnew(): void {
    const { ownDice } = this.parts;
    const gone = [...this.services.values()].filter(({ data }) => data.own?.perUser === "instance");
    for (const { data } of gone) {
      this.services.delete(data.name.toLowerCase());
      const session = ownDice.between(0x10000, 0xfffff).toString(16);
      const renamed = (name: string) => name.replace(/_[0-9a-f]+$/, `_${session}`);
      const { name, displayName } = data;
      const next = controlled({ ...data, runs: false, name: renamed(name), displayName: renamed(displayName) });
      if (ownDice.chance(0.5)) this.services.set(next.data.name.toLowerCase(), next);
    }
  }

  /** Windows' own services have dice of their own: they shift nothing of the others. */
  private diceFor({ data }: Controlled): Dice {
    return data.own === undefined ? this.parts.dice : this.parts.ownDice;
  }

  /** @returns when it will run; null where it cannot */
  private begin(service: Controlled): number | null {
    const { timeline, events } = this.parts;
    if (service.status === "running") return timeline.now;
    if (service.status === "starting") return service.until;
    if (service.startType === "disabled") return null;
    const ready = service.dependsOn.map((name) => this.begin(this.get(name)));
    const broken = service.dependsOn[ready.indexOf(null)];
    if (broken !== undefined) {
      const message = fill(windowsEvents.texts.dependencyFailed, {
        service: service.data.displayName,
        needed: this.get(broken).data.displayName,
      });
      events.write({ ...controlManager, id: 7001, level: "error", message });
      return null;
    }
    const waits = Math.max(timeline.now, ...ready.map(Number)) - timeline.now;
    this.enter(service, { status: "starting", forSeconds: waits / 1000 + this.diceFor(service).between(2, 8) }, () => this.arrive(service));
    return service.until;
  }

  private arrive(service: Controlled): void {
    const { crashes, events } = this.parts;
    if (crashes(service.data.name)) {
      service.status = "stopped";
      const message = fill(windowsEvents.texts.serviceCrashed, { service: service.data.displayName });
      events.write({ ...controlManager, id: 7034, level: "error", message });
      return;
    }
    service.status = "running";
    this.note(service, "running");
    const stays = service.data.own?.triggerFor;
    if (stays !== undefined) service.pending = this.parts.timeline.after(seconds(stays), () => this.halt(service));
  }

  private halt(service: Controlled): void {
    service.pending?.();
    service.status = "stopped";
    this.note(service, "stopped");
  }

  private enter(service: Controlled, { status, forSeconds }: { status: Status; forSeconds: number }, then: () => void): void {
    service.pending?.();
    service.status = status;
    service.until = this.parts.timeline.now + seconds(forSeconds);
    service.pending = this.parts.timeline.at(service.until, () => {
      service.pending = null;
      then();
    });
  }

  private note({ data }: Controlled, state: "running" | "stopped"): void {
    this.parts.events.write({ ...controlManager, id: 7036, level: "information", message: noted(data)[state] });
  }

  private dependentsOf(service: Controlled): Controlled[] {
    const name = service.data.name.toLowerCase();
    return [...this.services.values()].filter(({ dependsOn }) => dependsOn.some((needed) => needed.toLowerCase() === name));
  }
}
