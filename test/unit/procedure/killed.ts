import { isDeepStrictEqual } from "node:util";
import type { Lab, Truth } from "../../../lib/adapters/lab";
import type { LastMessage, Listener } from "../../../lib/run/engine/listener";
import type { Run } from "../../../lib/run/engine/run";
import { Runs } from "../../../lib/run/engine/runs";
import type { Dated, RunState } from "../../../lib/run/record";
import { replay } from "../../../lib/run/record";
import type { RunSettings } from "../../../lib/run/settings";
import { defaultSettings } from "../../../lib/run/settings";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import type { Lock } from "../../../lib/run/store/store";
import type { Connection } from "../../../lib/server";
import { operationOf } from "../../../lib/server";
import { minutes } from "../../../lib/time";
import { english } from "../../shared/english";
import type { Setting } from "./play";
import { askFor, openArray, rollup6, walk } from "./play";

/** A moment at which a process may die. */
export interface Instant {
  /** Whom it is about; null: the run as a whole. */
  readonly member: string | null;
  /** The step at which the message of this member is. */
  readonly node: string;
  /** A message comes to a step; an entry is on the disk, and nobody has heard of it, or not yet; an operation was sent, and its answer has not come, or is to be sent. */
  readonly when: "comes" | "before entry" | "after entry" | "before operation" | "after operation";
  /** The type of the entry, or the name of the operation; the node for a message. */
  readonly what: string;
  /** What the entry says. */
  readonly entry?: Dated;
}

/** How such a night is set up. */
export interface KilledSetting extends Setting {
  readonly settings?: Partial<RunSettings>;
  /** How long a node that is not ours keeps the message of a member before a step. */
  readonly keptBefore?: (node: string, member: string) => number;
  /** Is asked every minute: what people do. */
  readonly people?: (run: Run) => void;
}

/** A process, as those see it through which it works. */
interface Life {
  /** By member: the step at which its message is. */
  readonly at: Map<string, string>;
  readonly isDead: () => boolean;
  /** Never, for a dead one: it waits for nothing. */
  readonly goesOn: <T>(value: T) => Promise<T>;
  /** Dies here, if it is to. @returns whether it is dead */
  readonly dies: (instant: Omit<Instant, "node">) => boolean;
}

type Message = Pick<Parameters<Listener["member"]>[0], "run" | "member">;

const never = new Promise<never>(() => undefined);

/** One process after another on the same servers and the same disk; each is killed at the next instant that is named; the last one ends the run. */
export class KilledNight {
  readonly store = new MemoryStore();
  private readonly opened: ReturnType<typeof openArray>;
  private alive = 0;
  /** That of the process that is alive. */
  private lock: Lock | null = null;
  /** As the process that is alive has it. */
  private run: Run | null = null;

  /** @param kills says of each instant, as it comes, whether the process dies there */
  constructor(
    private readonly kills: (instant: Instant, night: KilledNight) => boolean,
    private readonly setting: KilledSetting = {},
  ) {
    this.opened = openArray(setting);
  }

  get lab(): Lab {
    return this.opened.lab;
  }

  /** What is on the disk. */
  get journal(): readonly Dated[] {
    return [...this.store.journals.kept.values()][0] ?? [];
  }

  /** The run as the disk has it. */
  get state(): RunState {
    return replay(this.journal);
  }

  /** @returns the run as its last process has ended it */
  async play(): Promise<Run> {
    let over = false;
    const { people } = this.setting;
    const acting = people === undefined ? null : this.act(people, () => over);
    try {
      for (;;) {
        const end = await this.process();
        if (end !== "killed") return end;
      }
    } finally {
      over = true;
      await acting;
    }
  }

  private async act(people: (run: Run) => void, over: () => boolean): Promise<void> {
    while (!over()) {
      await this.lab.clock.sleep(minutes(1));
      if (this.run !== null) people(this.run);
    }
  }

  private process(): Promise<Run | "killed"> {
    return new Promise((resolve, reject) => {
      const life = this.life(() => resolve("killed"));
      const { nodes, array } = this.opened;
      const setup = { ...array, connection: this.connection(life) };
      const settings = { ...defaultSettings, ...this.setting.settings };
      const runs = new Runs(this.disk(life), english);
      this.run = null;
      const go = (message: Message, after?: Pick<LastMessage, "node" | "port">): void => {
        const now = this.run ?? (runs.runningOn(array.name) as Run);
        this.run = now;
        const way = { nodes, update: rollup6, comesTo: this.comesTo(life, message.member.name), ...(after === undefined ? {} : { after }) };
        void walk(way, now, message.run.token).catch(() => undefined);
      };
      const listener: Listener = {
        changed: () => undefined,
        ended: (ended) => resolve(ended as Run),
        member: (message) => go(message),
        again: ({ message, ...after }) => {
          go(message as unknown as Message, after);
          return true;
        },
      };
      const taken = (it: Run | null): void => {
        if (life.isDead()) return;
        this.run = it;
        if (it === null) reject(new Error("Nobody took the run up."));
      };
      const ask = askFor();
      const deployed = () => ({ nodes: {}, settings });
      if (this.journal.length === 0) void runs.start({ ...ask, settings, array: setup }, listener).catch(reject);
      else void runs.takeUp({ array: setup, flow: ask.flow, deployed, listener }).then(taken, reject);
    });
  }

  /** The message of this member comes to a step. */
  private comesTo(life: Life, member: string): (node: string) => Promise<void> {
    return async (node) => {
      const keptFor = this.setting.keptBefore?.(node, member) ?? 0;
      if (keptFor > 0) await this.lab.clock.sleep(keptFor);
      await life.goesOn(node);
      life.at.set(member, node);
      if (life.dies({ member, when: "comes", what: node })) await never;
    };
  }

  /** A process begins. @param killed is called when it dies */
  private life(killed: () => void): Life {
    const mine = ++this.alive;
    const isDead = (): boolean => mine !== this.alive;
    const at = new Map<string, string>();
    return {
      at,
      isDead,
      goesOn: async (value) => (isDead() ? await never : value),
      dies: (instant) => {
        if (isDead() || !this.kills({ ...instant, node: at.get(instant.member ?? "") ?? "" }, this)) return isDead();
        this.alive++;
        void this.lock?.release();
        killed();
        return true;
      },
    };
  }

  /** The servers, as a process reaches them. */
  private connection(life: Life): Connection {
    const { lab } = this;
    const alive = (): void => {
      if (life.isDead()) throw new Error("The process is dead.");
    };
    const invoke: Connection["invoke"] = async (server, op, args, call) => {
      alive();
      const about = { member: server, what: op };
      if (life.dies({ ...about, when: "before operation" })) alive();
      const answer = await lab.invoke(server, op, args, call);
      alive();
      if (life.dies({ ...about, when: "after operation" })) alive();
      return answer;
    };
    const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
      life
        .goesOn(ms)
        .then(() => lab.clock.sleep(ms, signal))
        .then(life.goesOn);
    const clock = { now: () => lab.clock.now(), elapsed: () => lab.clock.elapsed(), sleep };
    return { kind: lab.kind, limits: lab.limits, close: () => Promise.resolve(), invoke, clock };
  }

  /** The disk, as a process writes to it. */
  private disk({ goesOn, dies }: Life): MemoryStore {
    const { store } = this;
    const own = new MemoryStore();
    Object.assign(own, { reports: store.reports });
    own.journals.append = async (run: string, entry: Dated) => {
      await goesOn(run);
      const about = { member: "member" in entry ? entry.member : null, what: entry.type, entry };
      if (dies({ ...about, when: "before entry" })) await never;
      await store.journals.append(run, entry);
      if (dies({ ...about, when: "after entry" })) await never;
      await goesOn(run);
    };
    own.journals.read = (run) => store.journals.read(run);
    own.journals.list = () => store.journals.list();
    own.locks = { take: async (array, run) => (this.lock = await store.locks.take(array, run)) };
    return own;
  }
}

/** A change that a step makes. What is kept up goes by the clock, whichever step is at work. */
export const isChange = (op: string): boolean =>
  operationOf(op as Parameters<typeof operationOf>[0]).kind === "change" && op !== "scom.extend";

/** Kills once at each instant of a kind, as it is reached. */
export class Kills {
  /** In words. */
  readonly made: string[] = [];
  /** How many members were at work then. */
  readonly atWork: number[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly is: (instant: Instant, night: KilledNight) => boolean) {}

  readonly at = (instant: Instant, night: KilledNight): boolean => {
    const { member, node, when, what, entry } = instant;
    const name = `${member} ${when} ${what}${entry?.type === "will change" ? ` ${entry.op}` : ""} at ${node}`;
    if (this.seen.has(name) || !this.is(instant, night)) return false;
    this.seen.add(name);
    this.made.push(name);
    this.atWork.push(night.state.members.filter(({ phase }) => phase === "at work").length);
    return true;
  };
}

/**
 * What was done to each member, in its order. What is still on its way (a service, a host that converges, the end of a window in SCOM) may be told the same once more by whoever
 * goes on, which does nothing: that is no second change.
 */
export function doneTo({ operations, members }: Truth): Readonly<Record<string, readonly string[]>> {
  const ofMember = (name: string): readonly string[] => {
    const changes = operations.filter(({ op, member }) => member === name && isChange(op));
    const isAgain = ({ op, args, atMs }: (typeof changes)[number], at: number): boolean => {
      const last = changes[at - 1];
      if (last === undefined || !/^services\.|^nlb\.start$|^scom\.end$/.test(op) || atMs - last.atMs > minutes(1)) return false;
      return isDeepStrictEqual([last.op, last.args], [op, args]);
    };
    return changes.filter((change, at) => !isAgain(change, at)).map(({ op }) => op);
  };
  return Object.fromEntries(Object.keys(members).map((name) => [name, ofMember(name)]));
}
