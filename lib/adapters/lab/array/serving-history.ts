import type { Clients } from "./clients";
import type { Cluster } from "./nlb-cluster";
import type { Timeline } from "../laws";

export interface Serving {
  readonly atMs: number;
  /** Those that NLB gives new clients to and that answer them. */
  readonly members: readonly string[];
  /** Those that clients are sent to or connected with, whether they answer or not. */
  readonly taking: readonly string[];
}

interface Parts {
  readonly timeline: Timeline;
  readonly cluster: Cluster;
  readonly clients: Clients;
  /** Nobody will ask for it: then nothing is noted. */
  readonly unwatched: boolean;
}

/** Who served from when: an entry at every change. */
export class ServingHistory {
  readonly entries: Serving[] = [];

  constructor(private readonly parts: Parts) {
    if (!parts.unwatched) parts.timeline.watch(() => this.watch());
  }

  /** Since when a member has not served; null while it does. */
  outSince(member: string): number | null {
    const last = this.entries.findLastIndex(({ members }) => members.includes(member));
    return this.entries[last + 1]?.atMs ?? null;
  }

  private watch(): void {
    const { cluster, clients, timeline } = this.parts;
    const names = (hosts: typeof cluster.hosts) => hosts.map(({ machine }) => machine.name);
    const members = names(cluster.hosts.filter((host) => cluster.takesClients(host) && host.machine.answers));
    const taking = names(cluster.hosts.filter((host) => cluster.takesClients(host) || clients.count(host) > 0));
    const last = this.entries.at(-1);
    if (last !== undefined && last.members.join() === members.join() && last.taking.join() === taking.join()) return;
    this.entries.push({ atMs: timeline.now, members, taking });
  }
}
