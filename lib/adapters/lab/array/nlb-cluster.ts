import type { ResultOf } from "../../../server";
import type { LoggedEvent } from "../../../server/operations";
import { seconds } from "../../../time";
import { nlb } from "../captured";
import type { Cancel, Dice, Faults, Found, Timeline } from "../laws";
import type { Machine } from "../machine";
import { Refusal } from "../laws";
import { convergedEvent, LAST_STATE, nlbText } from "./nlb-words";

type DefaultState = ResultOf<"nlb.host">["defaultState"];
type Mode = "started" | "draining" | "stopped" | "suspended";

/** NLB on one member. */
export interface Host {
  readonly machine: Machine;
  /** Its number in the cluster; when it comes back, it may get another one. */
  priority: number;
  mode: Mode;
  defaultState: DefaultState;
  /** What it would start with where the last state wins. */
  lastState: Mode;
  converging: boolean;
  /** It was there when the cluster last converged: it takes its share of the clients. */
  joined: boolean;
  isDefault: boolean;
  /** Its heartbeats are missed. */
  missed: boolean;
}

/** Five missed heartbeats, one a second (domain reference 1.11). */
const NOTICED_MS = seconds(5);
/** The phases of a convergence in the documented sample: 3, 6, 0.5 and 1 s. */
const CONVERGES_MS = seconds(10.5);

interface Parts {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly dice: Dice;
  readonly name: string;
}

/** The NLB cluster: hosts that join, drain and leave. Each of these makes all hosts converge. */
export class Cluster {
  readonly hosts: Host[] = [];
  /** Whose leaving made the hosts lose sight of each other. */
  private splitBy: Host | null = null;
  /** The convergence that each host is in. */
  private readonly under = new Map<Host, Cancel>();

  constructor(private readonly parts: Parts) {}

  add(machine: Machine, found: Found = {}): Host {
    const host: Host = {
      machine,
      priority: this.freePriority(),
      mode: found.nlb ?? "started",
      defaultState: found.defaultState ?? "started",
      lastState: "started",
      converging: false,
      joined: false,
      isDefault: false,
      missed: false,
    };
    this.hosts.push(host);
    // It was written at the last boot.
    if (this.persists(host)) this.log(host, LAST_STATE);
    machine.hardware.whenDown.push(() => this.wentDown(host));
    machine.hardware.whenUp.push(() => this.cameUp(host));
    return host;
  }

  /** Deletes a host from the cluster, as NLB Manager does. The others converge when all changes of that kind are made (see `regroup`). */
  remove(host: Host): void {
    this.settle(host);
    host.mode = "stopped";
    host.joined = false;
    host.isDefault = false;
    this.hosts.splice(this.hosts.indexOf(host), 1);
    if (this.splitBy === host) this.splitBy = null;
  }

  /** Puts a host in again that was removed. As after a boot, its default state counts; where it is down, the boot is still to come. */
  putBack(host: Host): void {
    host.priority = this.freePriority();
    this.hosts.push(host);
    if (host.machine.up) this.cameUp(host);
    else host.missed = true;
  }

  /** The hosts have changed: all converge. A new cluster starts out converged. */
  regroup(isNew: boolean): void {
    if (!isNew) return this.convergeEach(this.hosts);
    for (const host of this.hosts) {
      this.settle(host);
      host.joined = host.mode === "started" && host.machine.up;
    }
    this.elect(this.hosts.filter(({ joined }) => joined));
  }

  look(host: Host): ResultOf<"nlb.host"> {
    const { mode, converging, isDefault, priority, defaultState } = host;
    const state = mode !== "started" ? mode : converging ? "converging" : "converged";
    return {
      state,
      text: nlbText(state, isDefault),
      isDefaultHost: isDefault,
      priority,
      defaultState,
      persistsLastState: this.persists(host) ? true : null,
      cluster: this.parts.name,
      convergedWith: state === "converging" ? null : this.present(host) ? this.seenBy(host).map((other) => other.priority) : [],
    };
  }

  /** @throws Refusal `nlb-suspended` */
  mayTurn(host: Host): void {
    if (host.mode === "suspended") {
      throw new Refusal("nlb-suspended", "NLB is suspended here and accepts no commands", "Resume it first (nlb.resume).");
    }
  }

  start(host: Host): void {
    if (host.mode === "started") return;
    // A cancelled drain leaves the host in the cluster.
    host.joined = host.mode === "draining" && host.joined;
    this.turn(host, "started");
    this.converge(host);
  }

  drain(host: Host): void {
    if (host.mode !== "started") return;
    this.turn(host, "draining");
    host.isDefault = false;
    this.converge(host);
  }

  stop(host: Host): void {
    if (host.mode === "started" || host.mode === "draining") this.leave(host, "stopped");
  }

  suspend(host: Host): void {
    if (host.mode === "stopped") this.turn(host, "suspended");
    else if (host.mode !== "suspended") this.leave(host, "suspended");
  }

  resume(host: Host): void {
    if (host.mode === "suspended") this.turn(host, "stopped");
  }

  /** The setting goes to all hosts, and all of them converge again. */
  setDefaultState(host: Host, state: DefaultState): void {
    host.defaultState = state;
    for (const other of this.seenBy(host)) this.log(other, { id: 36, message: nlb.texts.events.reloaded });
    this.converge(host);
  }

  /** Hosts that could not find together because of a fault do so when it is taken away. */
  faultsChanged(): void {
    const mended = this.splitBy !== null && !this.parts.faults.on(this.splitBy.machine.name, "split-cluster");
    if (mended) this.splitBy = null;
    if (mended || this.hosts.some((host) => host.converging && !this.under.has(host))) this.convergeEach(this.hosts);
  }

  /** It takes new clients. */
  takesClients(host: Host): boolean {
    return host.mode === "started" && host.joined && host.machine.up;
  }

  /** It keeps the clients that it has. */
  keepsClients(host: Host): boolean {
    return (host.mode === "started" || host.mode === "draining") && host.joined && host.machine.up;
  }

  /** The lowest one that nobody has, as NLB Manager proposes it. */
  private freePriority(): number {
    const taken = new Set(this.hosts.map(({ priority }) => priority));
    return this.hosts.map((_, index) => index + 1).find((priority) => !taken.has(priority)) ?? taken.size + 1;
  }

  private leave(host: Host, mode: "stopped" | "suspended"): void {
    const others = this.seenBy(host);
    this.turn(host, mode);
    this.settle(host);
    host.joined = false;
    host.isDefault = false;
    if (this.isSplit) return;
    if (this.parts.faults.on(host.machine.name, "split-cluster")) this.splitBy = host;
    this.convergeEach(others);
  }

  private turn(host: Host, mode: Mode): void {
    host.mode = mode;
    if (!this.persists(host)) host.lastState = mode;
    else if (mode === "stopped") this.log(host, { id: 74, level: "warning", message: nlb.texts.events.notSaved });
  }

  private wentDown(host: Host): void {
    this.settle(host);
    host.joined = false;
    this.parts.timeline.after(NOTICED_MS, () => {
      if (host.machine.up || !this.hosts.includes(host)) return;
      const others = this.seenBy(host);
      host.missed = true;
      host.isDefault = false;
      if (host.mode !== "stopped" && host.mode !== "suspended") this.convergeEach(others.filter((other) => other !== host));
    });
  }

  /** Suspended stays so across a boot; otherwise the default state decides, unless the last state wins (domain reference 1.7). */
  private cameUp(host: Host): void {
    if (!this.hosts.includes(host)) return;
    host.missed = false;
    host.isDefault = false;
    if (host.mode === "suspended") return;
    host.mode = "stopped";
    const state = this.persists(host) ? host.lastState : host.defaultState;
    if (this.persists(host)) this.log(host, LAST_STATE);
    if (state === "started") this.start(host);
    else if (state === "suspended") host.mode = "suspended";
  }

  private persists(host: Host): boolean {
    return this.parts.faults.on(host.machine.name, "serves-too-early");
  }

  private present(host: Host): boolean {
    return (host.mode === "started" || host.mode === "draining") && !host.missed;
  }

  /** The hosts whose heartbeats it hears, itself included. */
  private seenBy(host: Host): Host[] {
    return this.hosts.filter((other) => other === host || (!this.isSplit && this.present(other)));
  }

  /** No convergence with it ends. */
  private isStuck(host: Host): boolean {
    return (
      host.mode === "started" && !host.joined && host.machine.software.updated && this.parts.faults.on(host.machine.name, "never-converges")
    );
  }

  private get isSplit(): boolean {
    return this.splitBy !== null;
  }

  private converge(host: Host): void {
    this.convergeAll(this.seenBy(host));
  }

  /** All together, or each alone where they do not see each other. */
  private convergeEach(hosts: readonly Host[]): void {
    if (this.isSplit) for (const host of hosts) this.converge(host);
    else this.convergeAll(hosts);
  }

  private convergeAll(hosts: readonly Host[]): void {
    const group = hosts.filter((host) => this.present(host));
    for (const host of group) {
      this.settle(host);
      host.converging = host.mode === "started";
    }
    if (group.some((host) => this.isStuck(host))) return;
    const lastsMs = CONVERGES_MS + this.parts.dice.between(-1500, 1500);
    const cancel = this.parts.timeline.after(lastsMs, () => this.converged(group));
    for (const host of group) this.under.set(host, cancel);
  }

  /** Whatever convergence it is in is over for it. */
  private settle(host: Host): void {
    this.under.get(host)?.();
    this.under.delete(host);
    host.converging = false;
  }

  private converged(group: readonly Host[]): void {
    const started = group.filter((host) => host.mode === "started" && host.machine.up);
    for (const host of group) {
      this.under.delete(host);
      host.converging = false;
    }
    for (const host of started) host.joined = true;
    this.elect(started);
    for (const host of started) {
      this.log(host, convergedEvent(host, started));
    }
  }

  private elect(hosts: readonly Host[]): void {
    const started = hosts.filter(({ mode }) => mode === "started");
    const first = Math.min(...started.map(({ priority }) => priority));
    for (const host of started) host.isDefault = host.priority === first;
  }

  private log({ machine }: Host, event: Pick<LoggedEvent, "id" | "message"> & Partial<LoggedEvent>): void {
    if (machine.up) machine.events.write({ log: "System", provider: "Microsoft-Windows-NLB", level: "information", ...event });
  }
}
