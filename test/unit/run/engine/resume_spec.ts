import "should";
import type { Run } from "../../../../lib/run";
import { Runs } from "../../../../lib/run";
import type { LastMessage, Listener } from "../../../../lib/run/engine/listener";
import { replay } from "../../../../lib/run/record";
import { MemoryStore } from "../../../../lib/run/store/memory-store";
import { minutes } from "../../../../lib/time/duration";
import { english } from "../../../shared/english";
import { asked, atOnce } from "../play";
import { SmallArray } from "../small-array";
import { installArgs, procedure, doing } from "../small-steps";

/** Where a process dies: before or after an entry is on the disk, or before or after a change is made. */
type Point = "before-entry" | "after-entry" | "before-change" | "after-change";

/** Looks first, as every real step does: what is so already is not done again. */
const careful = {
  ...procedure,
  stop: doing("stop", async (c) => {
    if ((await c.server.read("nlb.host", {})).state !== "stopped") await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
  }),
  stay: doing("stay out", async (c) => {
    if ((await c.server.read("nlb.host", {})).defaultState !== "stopped")
      await c.server.change("nlb.setDefaultState", { state: "stopped" }, { undo: ["nlb.setDefaultState", { state: "started" }] });
  }),
  install: doing("install", async (c) => {
    const id = c.workId(1);
    ids.add(id);
    if ((await c.server.read("job.poll", { id })).state === "none")
      await c.server.change("job.start", installArgs(id), { startsUpdate: true });
    await c.wait.until(
      () => c.server.read("job.poll", { id }),
      ({ state }) => state === "finished",
      { limitMs: minutes(60) },
    );
  }),
  start: doing("start", async (c) => {
    if ((await c.server.read("nlb.host", {})).state !== "converged") await c.server.change("nlb.start", {});
  }),
  usual: doing("as found", async (c) => {
    if ((await c.server.read("nlb.host", {})).defaultState !== "started")
      await c.server.change("nlb.setDefaultState", { state: "started" });
  }),
};
const ids = new Set<string>();
const steps = Object.values(careful);
const never = new Promise<never>(() => undefined);

/** One process after another on the same servers and the same disk: when one is killed, nothing of it is heard any more. */
class Machine {
  readonly array = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
  private readonly disk = new MemoryStore();
  private alive = 0;

  /** @param count how many members may be at work at the same time */
  constructor(private readonly count: number) {}

  /** Plays the run; kills the process at that point, and starts another. @returns the state that the journal gives at the end */
  async play(kill: { readonly point: Point; readonly n: number } | null) {
    this.array.jobsLastMs = minutes(10);
    const killed = new Promise<"killed">((resolve) => {
      void this.run(kill, () => resolve("killed")).then((end) => resolve(end as never));
    });
    if ((await killed) === "killed") {
      this.alive++;
      await this.run(null, () => undefined);
    }
    return replay([...this.disk.journals.kept.values()][0] ?? []);
  }

  private async run(kill: { readonly point: Point; readonly n: number } | null, die: () => void): Promise<void> {
    const mine = this.alive;
    let count = 0;
    const dies = (point: Point) => kill?.point === point && ++count === kill.n;
    const gone = async (): Promise<void> => {
      if (mine !== this.alive) await never;
    };
    const death = (): void => {
      this.disk.locks = new MemoryStore().locks;
      this.alive++;
      die();
    };
    /** Nothing answers a dead process; nor does anything make it wait, which would keep this one from ending. */
    const heard = (): void => {
      if (mine !== this.alive) throw new Error("The process is dead.");
    };
    const store = new MemoryStore();
    Object.assign(store, { locks: this.disk.locks, reports: this.disk.reports });
    store.journals.append = async (run, entry) => {
      await gone();
      if (dies("before-entry")) death();
      await gone();
      await this.disk.journals.append(run, entry);
      if (dies("after-entry")) death();
      await gone();
    };
    store.journals.read = (run) => this.disk.journals.read(run);
    store.journals.list = () => this.disk.journals.list();
    const runs = new Runs(store, english);
    const { invoke, clock } = this.array;
    const setup = {
      ...this.array.setup,
      connection: {
        ...this.array.setup.connection,
        // A dead process waits for nothing any more: its watch would keep the clock of the others running for ever.
        clock: {
          now: () => clock.now(),
          elapsed: () => clock.elapsed(),
          sleep: (ms: number, signal?: AbortSignal) =>
            gone()
              .then(() => clock.sleep(ms, signal))
              .then(gone),
        },
        invoke: (async (name, op, args, call) => {
          heard();
          const change = op.startsWith("nlb.s") || op === "job.start";
          if (change && dies("before-change")) death();
          heard();
          const answer = await invoke(name, op, args, call);
          heard();
          if (change && dies("after-change")) death();
          heard();
          return answer;
        }) as typeof invoke,
      },
    };
    await new Promise<void>((resolve, reject) => {
      let run: Run | null = null;
      const from = async (token: string, index: number) => {
        const now = run ?? runs.runningOn("CAS-ARRAY");
        let next = token;
        for (const step of steps.slice(index))
          next = (await now!.step({ token: next, node: step.name, step, options: () => ({}), message: {} })).run.token;
        await now!.returned(next);
      };
      const listener: Listener = {
        changed: () => undefined,
        ended: () => resolve(),
        member: (message) => void from(message.run.token, 0).catch(() => undefined),
        again: ({ node, message }: LastMessage) => {
          const index = steps.findIndex(({ name }) => name === node) + 1;
          void from((message["run"] as { token: string }).token, index).catch(() => undefined);
          return true;
        },
      };
      if (this.disk.journals.kept.size === 0) void runs.start({ ...asked, array: setup, ...atOnce(this.count) }, listener).catch(reject);
      else
        void runs
          .takeUp({ array: setup, flow: asked.flow, deployed: () => ({ nodes: {}, ...atOnce(this.count) }), listener })
          .then((taken) => {
            run = taken;
            if (taken === null) resolve();
          }, reject);
    });
  }
}

/** Where it dies, how many members are at work at the same time, and how many such points are left out between two that are tried. */
const kills = [
  ["before-entry", 1, 3],
  ["after-entry", 1, 3],
  ["before-change", 1, 3],
  ["after-change", 1, 3],
  ["before-entry", 2, 7],
  ["after-entry", 2, 7],
  ["before-change", 2, 4],
  ["after-change", 2, 4],
] as const;

describe("a run whose process is killed", () => {
  for (const [point, count, every] of kills) {
    it(`${count === 1 ? "" : "with two members at work "}${point.replace("-", " an ").replace("an entry", "an entry is written").replace("an change", "a change is made")}, any of them, is gone on with: all are updated, nothing is done twice`, async function () {
      this.timeout(120_000);
      const faults: string[] = [];
      let n = 2;
      for (; n < 200; n += every) {
        ids.clear();
        const machine = new Machine(count);
        const state = await machine.play({ point, n });
        if (state.resumes === 0) break; // beyond the last one
        const { sent } = machine.array;
        const said = `${point} ${n}`;
        if (state.outcome !== "finished") faults.push(`${said}: ${state.phase} ${state.outcome} ${state.reason?.code}`);
        const twice = sent.filter((line) => line.endsWith("job.start") && sent.filter((other) => other === line).length > 1);
        if (count > 1 && state.members.some(({ name }) => sent.filter((line) => line === `${name} job.start`).length !== 1))
          faults.push(`${said}: not each was updated once`);
        if (twice.length > 0) faults.push(`${said}: ${twice.join(", ")}`);
        if (ids.size !== 3) faults.push(`${said}: ${[...ids].join(", ")}`);
        if (state.members.some((member) => member.changes.some(({ outcome }) => outcome === "sent")))
          faults.push(`${said}: an outcome is not recorded`);
        const numbers = state.members.flatMap(({ changes }) => changes.map(({ change }) => change));
        if (new Set(numbers).size !== numbers.length) faults.push(`${said}: numbers of changes come twice`);
      }
      n.should.be.above(10);
      faults.should.eql([]);
    });
  }
});
