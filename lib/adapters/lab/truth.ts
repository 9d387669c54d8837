import type { OperationName } from "../../server";
import { Fenced, operationOf, OperationFailed, OutcomeUnknown, Unreachable } from "../../server";
import { instant } from "../../time";
import type { Alert, Cut, Serving } from "./array";
import type { Happened } from "./happenings";
import type { Fact } from "./history";
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

/** An operation that failed for the one who asked. */
export interface NotDone {
  readonly askedAtMs: number;
  /** When it failed. */
  readonly atMs: number;
  readonly member: string;
  readonly op: OperationName;
  readonly kind: Done["kind"];
  readonly args: unknown;
  /** `answer-lost`: it was done all the same, and is among the operations, too. */
  readonly why: "no-answer" | "refused" | "fenced" | "answer-lost";
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
  /** All those that failed, in this process. */
  readonly failed: readonly NotDone[];
  /** When each read of each member was answered, all of them, in this process. */
  readonly reads: Readonly<Record<string, Readonly<Partial<Record<OperationName, readonly number[]>>>>>;
  readonly alerts: readonly Alert[];
  readonly serving: readonly Serving[];
  readonly clientsCut: readonly Cut[];
  /** What people and the surroundings did, and by whose hand; the operations above are those that the lab was asked for. */
  readonly outside: readonly Happened[];
  /** Every fact of every member from its moment on, by whose hand; in the order of time. */
  readonly facts: readonly Fact[];
  readonly members: Readonly<Record<string, MemberTruth>>;
}

/** There are many reads and they say little: only this many are kept with their arguments. */
const READS_KEPT = 2000;

/** Takes down what was done to a world. */
export class TruthLog {
  private readonly effects: Done[] = [];
  private reads: Done[] = [];
  private readonly readAt: Record<string, Partial<Record<OperationName, number[]>>> = {};
  private readonly notDone: NotDone[] = [];

  /** @param isAsked whether anybody will ask for what was read, and what has failed: there is no end to either */
  constructor(private readonly isAsked = true) {}

  note(world: World, { machine, host }: Resident, { op, args }: Pick<Done, "op" | "args">): void {
    const { kind } = operationOf(op);
    if (kind === "read" && !this.isAsked) return;
    const done: Done = { atMs: world.timeline.now, member: machine.name, op, kind, args, clients: world.outside.clients.count(host) };
    if (kind !== "read") this.effects.push(done);
    else this.read(done);
  }

  /** Somebody has asked and was not answered. What is not about the server, such as a wait that was given up, is left out. */
  failed(error: unknown, asked: Omit<NotDone, "kind" | "why">): void {
    const why = this.isAsked ? whyOf(error) : null;
    if (why !== null) this.notDone.push({ ...asked, kind: operationOf(asked.op).kind, why });
  }

  private read(done: Done): void {
    if (this.reads.push(done) > 2 * READS_KEPT) this.reads = this.reads.slice(-READS_KEPT);
    const ofMember = (this.readAt[done.member] ??= {});
    (ofMember[done.op] ??= []).push(done.atMs);
  }

  get all(): Pick<Truth, "operations" | "failed" | "reads"> {
    return { operations: this.operations, failed: [...this.notDone], reads: structuredClone(this.readAt) };
  }

  private get operations(): Done[] {
    return [...this.effects, ...this.reads.slice(-READS_KEPT)].sort((a, b) => a.atMs - b.atMs);
  }
}

function whyOf(error: unknown): NotDone["why"] | null {
  if (error instanceof Unreachable) return "no-answer";
  if (error instanceof OutcomeUnknown) return "answer-lost";
  if (error instanceof Fenced) return "fenced";
  return error instanceof OperationFailed ? "refused" : null;
}

export function truthOf(world: World, noted: TruthLog): Truth {
  const { origin, timeline, outside } = world;
  const { alerts, serving, clients, happenings, history } = outside;
  return {
    array: origin.array,
    seed: origin.seed,
    startedAtMs: origin.startsAt,
    nowMs: timeline.now,
    ...noted.all,
    alerts: [...alerts.raised],
    serving: [...serving.entries],
    clientsCut: [...clients.cuts],
    outside: [...happenings.happened],
    facts: [...history.facts],
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
