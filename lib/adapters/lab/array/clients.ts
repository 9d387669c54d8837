import type { ResultOf } from "../../../server";
import { minutes, seconds } from "../../../time";
import { fill, nlb, web } from "../captured";
import type { Cluster, Host } from "./nlb-cluster";
import { Dice, share } from "../laws";
import type { Cancel, Faults, Timeline } from "../laws";

interface Client {
  readonly address: string;
  readonly dice: Dice;
  host: Host | null;
  /** When it goes to another host, or comes back. */
  plan: Cancel | null;
}

/** Clients whose connections were cut. */
export interface Cut {
  readonly atMs: number;
  readonly member: string;
  readonly clients: number;
  readonly why: string;
}

/** How many clients never leave where a drain never ends. */
const STAYING = 3;

interface Parts {
  readonly timeline: Timeline;
  readonly cluster: Cluster;
  readonly faults: Faults;
  readonly seed: number;
}

/**
 * The people at work. Each has a home host, as with NLB's single affinity, comes back there after a while when that host is in
 * service again, leaves a draining host in its own time, and goes elsewhere when it is cut off.
 */
export class Clients {
  readonly cuts: Cut[] = [];
  private readonly clients: Client[] = [];
  private readonly draining = new Set<Host>();
  /** How long the drains of each host take. */
  private readonly drains = new Map<Host, Dice>();
  private serving = "";

  constructor(private readonly parts: Parts) {
    parts.timeline.watch(() => this.watch());
  }

  /** Brings the clients of a new array, about forty for each member, each to its home. */
  arrive(): void {
    const { cluster, seed } = this.parts;
    const dice = new Dice(seed, "clients");
    const count = cluster.hosts.reduce((sum) => sum + dice.between(34, 50), 0);
    for (let n = 0; n < count; n++) {
      const address = `10.20.${1 + Math.floor(n / 240)}.${10 + (n % 240)}`;
      this.clients.push({ address, dice: new Dice(seed, address), host: this.homeOf(address), plan: null });
    }
    this.serving = this.nowServing();
  }

  /** A host is no longer in the cluster: its clients find another one. This is not counted as a cut, since nobody caused it. */
  without(host: Host): void {
    this.draining.delete(host);
    for (const client of this.of(host)) this.comesBack(client);
  }

  count(host: Host): number {
    return this.of(host).length;
  }

  connections(host: Host): ResultOf<"nlb.connections"> {
    const clients = this.of(host);
    const ports = new Map<number, number>();
    const period = Math.floor(this.parts.timeline.now / seconds(20));
    for (const { address } of clients) {
      // A client opens and closes connections all the time; it always has one.
      const connections = 1 + Math.floor(share(address, period) * 4);
      for (let n = 0; n < connections; n++) {
        const port = this.portFor(host, share(address, n));
        ports.set(port, (ports.get(port) ?? 0) + 1);
      }
    }
    const list = [...ports].map(([port, connections]) => ({ port, connections })).sort((a, b) => a.port - b.port);
    return { clients: clients.length, total: list.reduce((sum, { connections }) => sum + connections, 0), ports: list };
  }

  private watch(): void {
    const { cluster } = this.parts;
    for (const host of cluster.hosts) {
      if (!cluster.keepsClients(host) || !host.machine.answers) this.cut(host);
      if (host.mode !== "draining") this.draining.delete(host);
      else if (!this.draining.has(host)) this.drain(host);
      if (host.mode === "draining" && host.machine.up && this.count(host) === 0) cluster.stop(host);
    }
    const serving = this.nowServing();
    if (serving === this.serving) return;
    this.serving = serving;
    this.spread();
  }

  private cut(host: Host): void {
    const clients = this.of(host);
    if (clients.length === 0) return;
    const { machine, mode } = host;
    const why = !machine.up ? web.texts.serverDown : mode === "started" ? web.texts.webStopped : fill(nlb.texts.cut, { mode });
    this.cuts.push({ atMs: this.parts.timeline.now, member: machine.name, clients: clients.length, why });
    for (const client of clients) this.comesBack(client);
  }

  /** Most leave soon, some late: a drain takes from five to eighteen minutes. */
  private drain(host: Host): void {
    this.draining.add(host);
    const dice = this.drains.get(host) ?? new Dice(this.parts.seed, `${host.machine.name} drains`);
    this.drains.set(host, dice);
    const limit = minutes(5) + dice.roll() * minutes(13);
    const stays = this.parts.faults.on(host.machine.name, "drain-never-ends") ? STAYING : 0;
    for (const [index, client] of this.of(host).entries()) {
      client.plan?.();
      client.plan = null;
      const after = seconds(2) + limit * client.dice.roll() ** 3;
      if (index >= stays) this.plan(client, index === stays ? limit : after);
    }
  }

  /** A client that is not on its home host goes there: at once if it has no host, at the end of its session otherwise. */
  private spread(): void {
    for (const client of this.clients) {
      if (client.host === null) this.comesBack(client);
      else if (client.plan === null && client.host.mode !== "draining" && client.host !== this.homeOf(client.address)) {
        this.plan(client, minutes(1) + client.dice.roll() * minutes(11));
      }
    }
  }

  private comesBack(client: Client): void {
    client.host = null;
    client.plan?.();
    this.plan(client, client.dice.between(seconds(2), seconds(20)));
  }

  private plan(client: Client, afterMs: number): void {
    client.plan = this.parts.timeline.after(Math.round(afterMs), () => {
      client.plan = null;
      client.host = this.homeOf(client.address);
    });
  }

  /** Of the hosts that serve, always the same one for the same client; those of the others stay where they are when one goes. */
  private homeOf(address: string): Host | null {
    let home: Host | null = null;
    let best = -1;
    for (const host of this.parts.cluster.hosts) {
      if (!this.serves(host)) continue;
      const weight = share(address, host.machine.name);
      if (weight > best) [home, best] = [host, weight];
    }
    return home;
  }

  private serves(host: Host): boolean {
    return this.parts.cluster.takesClients(host) && host.machine.answers;
  }

  private nowServing(): string {
    return this.parts.cluster.hosts
      .filter((host) => this.serves(host))
      .map(({ machine }) => machine.name)
      .join();
  }

  private of(host: Host): Client[] {
    return this.clients.filter((client) => client.host === host);
  }

  private portFor(host: Host, where: number): number {
    const { clientPorts } = host.machine.role;
    let sum = 0;
    for (const [port, part] of clientPorts) {
      sum += part;
      if (where < sum) return port;
    }
    return clientPorts[0]?.[0] ?? 443;
  }
}
