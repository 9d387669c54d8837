import type { Lab } from "../../../lib/adapters/lab";
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
      const mine = ++this.alive;
      const isDead = (): boolean => mine !== this.alive;
      /** Nothing answers a dead process, and it waits for nothing. */
      const goesOn = async <T>(value: T): Promise<T> => (isDead() ? await never : value);
      let at = { node: "", member: "" };
      /** Dies here, if it is to. */
      const dies = (phase: Phase, here = at): boolean => {
        const index = this.left.findIndex((one) => one.phase === phase && one.node === here.node && one.member === here.member);
        if (isDead() || index === -1) return isDead();
        this.made.push(...this.left.splice(index, 1));
        this.alive++;
        void this.lock?.release();
        resolve("killed");
        return true;
      };
      const { nodes, array } = this.opened;
      const setup = { ...array, connection: this.connection({ isDead, goesOn, dies: (server) => server === at.member && dies("during") }) };
      const runs = new Runs(this.disk({ goesOn, dies }), english);
      let run: Run | null = null;
      const go = (message: Readonly<Record<string, unknown>>, after?: { readonly node: string; readonly port: string | null }) => {
        const { run: part, member } = message as { readonly run: { readonly token: string }; readonly member: { readonly name: string } };
        const comesTo = async (node: string): Promise<void> => {
          at = { node, member: member.name };
          if (dies("before")) await never;
        };
        const now = run ?? (runs.runningOn(array.name) as Run);
        void walk({ nodes, update: rollup6, comesTo, ...(after === undefined ? {} : { after }) }, now, part.token).catch(() => undefined);
      };
      const listener = {
        changed: () => undefined,
        ended: (ended: unknown) => resolve(ended as Run),
        member: (message: object) => go(message as Readonly<Record<string, unknown>>),
        again: ({ message, node, port }: { readonly message: Readonly<Record<string, unknown>>; node: string; port: string | null }) => {
          go(message, { node, port });
          return true;
        },
      };
      const ask = askFor();
      if (this.store.journals.kept.size === 0) void runs.start({ ...ask, array: setup }, listener).catch(reject);
      else
        void runs
          .takeUp({ array: setup, flow: ask.flow, deployed: () => ({ nodes: {}, settings: defaultSettings }), listener })
          .then((taken) => {
            run = taken;
            if (taken === null) reject(new Error("Nobody took the run up."));
          }, reject);
    });
  }

  /** The servers, as a process reaches them. */
  private connection({
    isDead,
    goesOn,
    dies,
  }: {
    isDead: () => boolean;
    goesOn: <T>(value: T) => Promise<T>;
    dies: (server: string) => boolean;
  }): Connection {
    const { lab } = this;
    const alive = (): void => {
      if (isDead()) throw new Error("The process is dead.");
    };
    const invoke: Connection["invoke"] = async (server, op, args, call) => {
      alive();
      const answer = await lab.invoke(server, op, args, call);
      alive();
      if (operationOf(op).kind === "change" && op !== "scom.extend" && dies(server)) alive();
      return answer;
    };
    const clock = {
      now: () => lab.clock.now(),
      elapsed: () => lab.clock.elapsed(),
      sleep: (ms: number, signal?: AbortSignal) =>
        goesOn(undefined)
          .then(() => lab.clock.sleep(ms, signal))
          .then(goesOn),
    };
    return { kind: lab.kind, limits: lab.limits, close: () => Promise.resolve(), invoke, clock };
  }

  /** The disk, as a process writes to it. */
  private disk({
    goesOn,
    dies,
  }: {
    goesOn: <T>(value: T) => Promise<T>;
    dies: (phase: Phase, here: Omit<Kill, "phase">) => boolean;
  }): MemoryStore {
    const { store } = this;
    const own = new MemoryStore();
    Object.assign(own, { reports: store.reports });
    own.journals.append = async (run: string, entry: Dated) => {
      await goesOn(undefined);
      const ended = entry.type === "step finished" ? { node: entry.node, member: entry.member } : null;
      if (ended !== null && dies("during", ended)) await never;
      await store.journals.append(run, entry);
      if (ended !== null && dies("after", ended)) await never;
      await goesOn(undefined);
    };
    own.journals.read = (run) => store.journals.read(run);
    own.journals.list = () => store.journals.list();
    own.locks = {
      ...store.locks,
      take: async (array, run) => (this.lock = await store.locks.take(array, run)),
    };
    return own;
  }
}
