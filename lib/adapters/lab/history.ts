import type { Cluster, Host, Scom } from "./array";
import type { Happened } from "./happenings";
import type { Timeline } from "./laws";
import type { Resident } from "./resident";

/** By whose hand something is so: it was asked for, somebody or the surroundings did it, or it came about by itself (a boot, the end of a convergence). */
export type Hand = "asked" | Happened["by"] | "itself";

/** What can be said of a member at any moment. */
export interface StandingFacts {
  readonly up: boolean;
  /** It can be managed: it is up, and its management answers. */
  readonly manageable: boolean;
  readonly nlb: string;
  /** NLB gives it new clients. */
  readonly takes: boolean;
  /** It would serve a client at its own address. */
  readonly answers: boolean;
  readonly defaultState: string;
  readonly persistsLastState: boolean;
  readonly priority: number;
  readonly forefront: string;
  /** In maintenance mode, as the management server has it. */
  readonly scom: boolean;
  /** Milliseconds since 1970; null without a window. */
  readonly scomEndsAt: number | null;
  /** How many parts of it are in maintenance mode. */
  readonly scomParts: number;
  /** Its agent raises no alerts. */
  readonly quiet: boolean;
  readonly version: string;
  readonly pendingRestart: boolean;
}

/** A fact of a member, which is so from this moment on. Of a service (`service:NAME`): its status and start type. */
export interface Fact {
  readonly atMs: number;
  readonly member: string;
  readonly fact: keyof StandingFacts | `service:${string}`;
  readonly is: string | number | boolean | null;
  readonly by: Hand;
}

interface Parts {
  readonly timeline: Timeline;
  readonly cluster: Cluster;
  readonly scom: Scom;
  readonly residents: () => readonly Resident[];
  /** Nobody will ask for it: then nothing is noted. */
  readonly unwatched: boolean;
}

/** How every member was at every moment, and by whose hand: an entry for each fact when it changes, the first ones when the member is taken in. */
export class History {
  readonly facts: Fact[] = [];
  private readonly latest = new Map<string, StandingFacts>();
  private hand: Hand = "itself";

  /** @param parts it looks after all others have looked: what they do at once belongs to the same moment */
  constructor(private readonly parts: Parts) {
    if (!parts.unwatched) parts.timeline.watch(() => this.watch());
  }

  /** What happens next is by this hand; what follows from it later comes about by itself. */
  next(hand: Hand): void {
    this.hand = hand;
  }

  private watch(): void {
    for (const resident of this.parts.residents()) this.look(resident);
    this.hand = "itself";
  }

  private look(resident: Resident): void {
    const { name, services } = resident.machine;
    const last = this.latest.get(name);
    const now = this.factsOf(resident);
    this.latest.set(name, now);
    for (const fact of Object.keys(now) as (keyof StandingFacts)[]) {
      if (last === undefined || last[fact] !== now[fact]) this.note(name, fact, now[fact]);
    }
    for (const { name: service, is } of services.news()) this.note(name, `service:${service}`, is);
  }

  private note(member: string, fact: Fact["fact"], is: Fact["is"]): void {
    this.facts.push({ atMs: this.parts.timeline.now, member, fact, is, by: this.hand });
  }

  private factsOf({ machine, host, line }: Resident): StandingFacts {
    const { cluster, scom, timeline } = this.parts;
    return {
      up: machine.up,
      manageable: machine.up && line.awayUntil <= timeline.now,
      nlb: stateOf(host),
      takes: cluster.takesClients(host),
      answers: machine.answers,
      defaultState: host.defaultState,
      persistsLastState: machine.has("serves-too-early"),
      priority: host.priority,
      forefront: machine.software.forefront,
      scom: scom.window(machine) !== null,
      scomEndsAt: scom.window(machine)?.endsAt ?? null,
      scomParts: scom.partsOf(machine).inMaintenance,
      quiet: scom.quiet(machine),
      version: machine.software.build,
      pendingRestart: machine.software.pendingReboot.length > 0,
    };
  }
}

const stateOf = ({ mode, converging }: Host): string => (mode !== "started" ? mode : converging ? "converging" : "converged");
