import { Alerts, Clients, Cluster, Scom, ServingHistory } from "./array";
import { cultureNamed } from "./captured";
import { Happenings } from "./happenings";
import { History } from "./history";
import { Dice, Faults, Timeline } from "./laws";
import type { CultureName, Fault, Found, ProductName } from "./laws";
import { hook, Machine, powerOn, restart, roleOf } from "./machine";
import { Jobs } from "./jobs";
import { Line } from "./line";
import type { Resident } from "./resident";
import type { RoleName } from "./machine";

export type { Resident } from "./resident";

interface Origin {
  readonly array: string;
  readonly role: RoleName;
  readonly product: ProductName;
  readonly culture: CultureName;
  readonly seed: number;
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number;
  /** Nobody will ask how it was before: that is not kept then. */
  readonly unwatched?: boolean;
}

/** Who uses the array, and who watches it. */
interface Outside {
  readonly clients: Clients;
  readonly alerts: Alerts;
  readonly serving: ServingHistory;
  readonly happenings: Happenings;
  readonly history: History;
}

/** Compares names of computers as people write them: without case and domain. */
const shortName = (name: string): string => (/^[\d.]+$/.test(name) ? name : (name.toLowerCase().split(".")[0] as string));

/** The simulated array, with everything in it. Its state is a function of its origin, of what was done to it and when, and of the time. */
export class World {
  readonly timeline: Timeline;
  readonly faults = new Faults();
  readonly cluster: Cluster;
  readonly scom: Scom;
  readonly outside: Outside;
  /** By their short names. `former`: servers that were members once. */
  private readonly residents = { now: new Map<string, Resident>(), former: new Map<string, Resident>() };

  constructor(readonly origin: Origin) {
    const { array, seed, startsAt, unwatched = false } = origin;
    this.timeline = new Timeline(startsAt);
    const { timeline, faults } = this;
    this.cluster = new Cluster({
      timeline,
      faults,
      dice: new Dice(seed, "cluster"),
      name: `${array.toLowerCase().replace(/[^a-z0-9-]+/g, "-")}.contoso.com`,
    });
    // The order in which they look at what has happened: clients act on it, the others take down what there is then.
    const clients = new Clients({ timeline, faults, cluster: this.cluster, seed });
    this.scom = new Scom({ timeline, faults, seed });
    const alerts = new Alerts({ timeline, cluster: this.cluster, scom: this.scom });
    const { cluster, scom } = this;
    const serving = new ServingHistory({ timeline, cluster, clients, unwatched });
    const history = new History({ timeline, cluster, scom, residents: () => this.all(), unwatched });
    const next = history.next.bind(history);
    const happenings = new Happenings({ timeline, cluster, scom, next, resident: (name) => this.resident(name) });
    this.outside = { clients, alerts, serving, happenings, history };
  }

  /**
   * Makes these the members, and sets the faults. A member that is no longer named is taken out of the cluster and out of sight. Its state
   * is kept, what has begun on it goes on, and it is the same server when it is named again: leaving a server out of a list does not make
   * it new. Where a fault is no longer named, what it broke is mended.
   */
  open(members: readonly string[], faults: readonly Fault[], found: Readonly<Record<string, Found>>): void {
    const { timeline } = this;
    timeline.happen(() => {
      this.faults.set(faults);
      this.become(members, found);
      this.cluster.faultsChanged();
      for (const { machine } of this.all()) if (machine.hardware.power === "gone" && !this.keepsDown(machine)) powerOn(machine, timeline);
    });
  }

  all(): readonly Resident[] {
    return [...this.residents.now.values()];
  }

  resident(name: string): Resident | undefined {
    return this.residents.now.get(shortName(name));
  }

  /** Makes a change that was asked for. */
  change(effect: () => void): void {
    this.outside.history.next("asked");
    this.timeline.happen(effect);
  }

  restart({ machine }: Resident): void {
    restart(machine, this.timeline, this.faults);
  }

  private keepsDown({ name }: Machine): boolean {
    return this.faults.on(name, "vanishes") || this.faults.on(name, "reboot-hangs");
  }

  private become(members: readonly string[], found: Readonly<Record<string, Found>>): void {
    const isFirst = this.residents.now.size === 0 && this.residents.former.size === 0;
    const named = new Set(members.map(shortName));
    const leaving = [...this.residents.now.keys()].filter((name) => !named.has(name));
    const coming = members.filter((name) => !this.residents.now.has(shortName(name)));
    if (leaving.length === 0 && coming.length === 0) return;
    for (const name of leaving) this.takeOut(name);
    const isNew = this.residents.now.size === 0;
    for (const name of coming) if (!this.residents.now.has(shortName(name))) this.takeIn(name, found[name]);
    this.cluster.regroup(isNew);
    if (isFirst) this.outside.clients.arrive();
  }

  private takeOut(name: string): void {
    const resident = this.residents.now.get(name) as Resident;
    this.residents.now.delete(name);
    this.residents.former.set(name, resident);
    this.cluster.remove(resident.host);
    this.outside.clients.without(resident.host);
  }

  private takeIn(name: string, found: Found = {}): void {
    const { timeline, faults } = this;
    const { seed, role, product, culture } = this.origin;
    const key = shortName(name);
    const known = this.residents.former.get(key);
    if (known !== undefined) {
      this.residents.former.delete(key);
      this.residents.now.set(key, known);
      this.cluster.putBack(known.host);
      return;
    }
    const machine = new Machine(name, { timeline, faults, role: roleOf(role, product), culture: cultureNamed(culture), seed }, found);
    hook(machine);
    const host = this.cluster.add(machine, found);
    this.residents.now.set(key, { machine, host, jobs: new Jobs(machine, { timeline, faults, seed }), line: new Line(name, faults) });
  }
}
