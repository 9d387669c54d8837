import type { Lab } from "../../../lib/adapters/lab";
import type { LastMessage, Listener } from "../../../lib/run/engine/listener";
import type { Run } from "../../../lib/run/engine/run";
import { Runs } from "../../../lib/run/engine/runs";
import type { Dated } from "../../../lib/run/record";
import { defaultSettings } from "../../../lib/run/settings";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import type { Lock } from "../../../lib/run/store/store";
import type { Connection } from "../../../lib/server";
import { operationOf } from "../../../lib/server";
import { english } from "../../shared/english";
import { askFor, openArray, rollup6, walk } from "./play";

export const phases = ["before", "during", "after"] as const;
type Phase = (typeof phases)[number];

/**
 * Where a process dies. Before: the message has come to the step, which has not begun. During: what it does first has been done, and the answer has
 * not come; where it changes nothing, it is done and nobody knows yet. After: its end is on the disk, and nobody has heard of it.
 */
export interface Kill {
  readonly node: string;
  readonly member: string;
  readonly phase: Phase;
}

/** A process, as those see it through which it works. */
interface Life {
  /** Where its message is. */
  at: Omit<Kill, "phase">;
  readonly isDead: () => boolean;
  /** Never, for a dead one: it waits for nothing. */
  readonly goesOn: <T>(value: T) => Promise<T>;
  /** Dies here, if it is to. @returns whether it is dead */
  readonly dies: (phase: Phase, here: Omit<Kill, "phase">) => boolean;
}

type Message = Pick<Parameters<Listener["member"]>[0], "run" | "member">;

const never = new Promise<never>(() => undefined);

/** One process after another on the same servers and the same disk, each killed at the next point that it comes to; the last one ends the run. */
export class KilledNight {
  readonly store = new MemoryStore();
  /** Those that were made. */
  readonly made: Kill[] = [];
  private readonly opened = openArray();
  private alive = 0;
  /** That of the process that is alive. */
  private lock: Lock | null = null;
  private readonly left: Kill[];

  constructor(kills: readonly Kill[]) {
    this.left = [...kills];
  }

  get lab(): Lab {
    return this.opened.lab;
  }

  /** @returns the run as its last process has ended it */
  async play(): Promise<Run> {
    for (;;) {
      const end = await this.process();
      if (end !== "killed") return end;
    }
  }

  private process(): Promise<Run | "killed"> {
    return new Promise((resolve, reject) => {
      const life = this.life(() => resolve("killed"));
      const { nodes, array } = this.opened;
      const setup = { ...array, connection: this.connection(life) };
      const runs = new Runs(this.disk(life), english);
      let run: Run | null = null;
      const go = (message: Message, after?: Pick<LastMessage, "node" | "port">): void => {
        const comesTo = async (node: string): Promise<void> => {
          life.at = { node, member: message.member.name };
          if (life.dies("before", life.at)) await never;
        };
        const now = run ?? (runs.runningOn(array.name) as Run);
        const way = { nodes, update: rollup6, comesTo, ...(after === undefined ? {} : { after }) };
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
        run = it;
        if (it === null) reject(new Error("Nobody took the run up."));
      };
      const ask = askFor();
      const deployed = () => ({ nodes: {}, settings: defaultSettings });
      if (this.store.journals.kept.size === 0) void runs.start({ ...ask, array: setup }, listener).catch(reject);
      else void runs.takeUp({ array: setup, flow: ask.flow, deployed, listener }).then(taken, reject);
    });
  }

  /** A process begins. @param killed is called when it dies */
  private life(killed: () => void): Life {
    const mine = ++this.alive;
    const isDead = (): boolean => mine !== this.alive;
    return {
      at: { node: "", member: "" },
      isDead,
      goesOn: async (value) => (isDead() ? await never : value),
      dies: (phase, { node, member }) => {
        const index = this.left.findIndex((one) => one.phase === phase && one.node === node && one.member === member);
        if (isDead() || index === -1) return isDead();
        this.made.push(...this.left.splice(index, 1));
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
      const answer = await lab.invoke(server, op, args, call);
      alive();
      // What is kept up goes by the clock, whichever step is at work.
      const isItsChange = operationOf(op).kind === "change" && op !== "scom.extend" && server === life.at.member;
      if (isItsChange && life.dies("during", life.at)) alive();
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
      const ended = entry.type === "step finished" ? entry : null;
      if (ended !== null && dies("during", ended)) await never;
      await store.journals.append(run, entry);
      if (ended !== null && dies("after", ended)) await never;
      await goesOn(run);
    };
    own.journals.read = (run) => store.journals.read(run);
    own.journals.list = () => store.journals.list();
    own.locks = { take: async (array, run) => (this.lock = await store.locks.take(array, run)) };
    return own;
  }
}
