import type { OperationName } from "../../server";
import { operationOf } from "../../server";
import { instant } from "../../time";
import type { Alert, Cut, Serving } from "./array";
import type { Happened } from "./happenings";
import type { Resident } from "./resident";
import type { World } from "./world";

/** An operation that was answered or accepted; what was refused, or did not reach a server, is not here. */
export interface Done {
  readonly atMs: number;
  readonly member: string;
  readonly op: OperationName;
  readonly kind: "read" | "change" | "tell";
  readonly args: unknown;
  /** Clients connected with the member at that moment. */
  readonly clients: number;
}

interface MemberTruth {
  readonly reachable: boolean;
  readonly nlb: string;
  readonly defaultState: string;
  readonly forefront: string;
  readonly scom: { readonly on: boolean; readonly inEffect: boolean; readonly endsAt: string | null };
  readonly version: string;
  readonly bootedAt: string;
  readonly clients: number;
  /** Since when it does not serve; null while it does. */
  readonly outSince: number | null;
  readonly pendingReboot: boolean;
  readonly services: Readonly<Record<string, { readonly status: string; readonly startType: string }>>;
}

/** What really happened, and how things really are. All times in milliseconds since 1970 on the lab's clock. */
export interface Truth {
  readonly array: string;
  readonly seed: number;
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** All changes and all that was told, and the latest reads of this process. */
  readonly operations: readonly Done[];
  readonly alerts: readonly Alert[];
  readonly serving: readonly Serving[];
  readonly clientsCut: readonly Cut[];
  /** What people and the surroundings did, and by whose hand; the operations above are those that the lab was asked for. */
  readonly outside: readonly Happened[];
  readonly members: Readonly<Record<string, MemberTruth>>;
}

/** There are many reads and they say little: only this many are kept. */
const READS_KEPT = 2000;

/** Takes down what was done to a world. */
export class TruthLog {
  private readonly effects: Done[] = [];
  private reads: Done[] = [];

  note(world: World, { machine, host }: Resident, { op, args }: Pick<Done, "op" | "args">): void {
    const { kind } = operationOf(op);
    const done: Done = { atMs: world.timeline.now, member: machine.name, op, kind, args, clients: world.outside.clients.count(host) };
    if (kind !== "read") this.effects.push(done);
    else if (this.reads.push(done) > 2 * READS_KEPT) this.reads = this.reads.slice(-READS_KEPT);
  }

  get operations(): Done[] {
    return [...this.effects, ...this.reads.slice(-READS_KEPT)].sort((a, b) => a.atMs - b.atMs);
  }
}

export function truthOf(world: World, noted: TruthLog): Truth {
  const { origin, timeline, outside } = world;
  const { alerts, serving, clients, happenings } = outside;
  return {
    array: origin.array,
    seed: origin.seed,
    startedAtMs: origin.startsAt,
    nowMs: timeline.now,
    operations: noted.operations,
    alerts: [...alerts.raised],
    serving: [...serving.entries],
    clientsCut: [...clients.cuts],
    outside: [...happenings.happened],
    members: Object.fromEntries(world.all().map((resident) => [resident.machine.name, memberTruth(world, resident)])),
  };
}

function memberTruth(world: World, { machine, host }: Resident): MemberTruth {
  const { on, inEffect, endsAt } = world.scom.look(machine);
  return {
    reachable: machine.up,
    nlb: machine.up ? world.cluster.look(host).state : "unknown",
    defaultState: host.defaultState,
    forefront: machine.software.forefront,
    scom: { on, inEffect, endsAt },
    version: machine.software.build,
    bootedAt: instant(machine.hardware.bootedAt),
    clients: world.outside.clients.count(host),
    outSince: world.outside.serving.outSince(machine.name),
    pendingReboot: machine.software.pendingReboot.length > 0,
    services: Object.fromEntries(machine.services.list().map(({ name, status, startType }) => [name, { status, startType }])),
  };
}
