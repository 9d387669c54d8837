import type { Truth } from "../../lib/adapters/lab";
import { Lab } from "../../lib/adapters/lab";
import { sayInEnglish } from "../../lib/texts/say";
import { hours, minutes } from "../../lib/time";
import type { Registry } from "../../nodes/shared/runtime";
import { registryOf } from "../../nodes/shared/runtime";
import type { Command, Flow, Plan } from "../plan";
import { Dice, flowOf } from "../plan";
import type { NodeRed } from "../runtime";
import { CrashStore } from "./crash-store";
import { History } from "./history";
import { NightClock } from "./night-clock";
import type { Surroundings } from "./process";
import { Process } from "./process";
import { takeTimers } from "./timers";

/** When nights begin, as those of the lab do: a Saturday at ten in the evening. */
const BEGINNING = Date.UTC(2026, 0, 10, 22);
/** How often somebody looks whether the night is over. */
const LOOK_MS = minutes(5);
/** No night lasts longer: what is at work then never ends. */
const LONGEST_MS = hours(48);
/** Some hours after the end: who comes back then, and what runs out. */
const TAIL_MS = hours(4);

/** By the same clock on every computer. */
const english = { documents: sayInEnglish, reports: { say: sayInEnglish, language: "en-US" } };

/** A night that is over. */
export interface Played {
  readonly truth: Truth;
  readonly store: CrashStore;
  readonly documents: ReadonlyMap<string, unknown>;
  readonly history: History;
  /** A run was at work for ever. */
  readonly neverEnded: boolean;
}

/** How a night is played. */
export interface Playing {
  /** Keeps all that happens. */
  readonly traced: boolean;
}

/** Plays a night in Node-RED. One at a time in a process. */
export async function play(stage: Stage, plan: Plan, { traced }: Playing): Promise<Played> {
  const clock = new NightClock(BEGINNING);
  const giveBack = takeTimers(clock, new Dice(plan.seed, "node-red"));
  try {
    return await new Night(stage, plan, { clock, history: new History(() => clock.elapsed(), traced) }).play();
  } finally {
    clock.stop();
    giveBack();
  }
}

/** The Node-RED, and what its nodes of the simulation use. */
export interface Stage {
  readonly red: NodeRed;
  /** Of the process that is alive. */
  connection: Process["connection"] | null;
  /** Is told what the loop says. */
  witness: (message: Readonly<Record<string, unknown>>) => void;
}

class Night {
  private readonly around: Surroundings;
  private readonly flow: Flow;
  private readonly registry: Registry;
  private process: Process;

  constructor(
    private readonly stage: Stage,
    private readonly plan: Plan,
    { clock, history }: Pick<Surroundings, "clock" | "history">,
  ) {
    this.flow = flowOf(plan);
    this.registry = registryOf(stage.red.api);
    const dice = (subject: string) => new Dice(plan.seed, subject);
    this.around = {
      clock,
      history,
      lab: openLab(plan, this.flow.array, clock),
      store: new CrashStore({
        now: () => clock.elapsed(),
        dice: dice("disk"),
        faults: [],
        wrote: (run, entry) => history.note("entry", () => `${run} ${JSON.stringify(entry)}`),
      }),
      dice: { trouble: dice("trouble"), ids: dice("ids") },
      chances: plan.operations,
    };
    this.process = this.begin();
  }

  async play(): Promise<Played> {
    const { stage, plan, around } = this;
    const { clock, history, lab, store } = around;
    stage.red.heard = ({ level, node, text }) => history.note("node-red", () => `${level} ${node} ${text}`);
    stage.witness = (message) => history.note("said", () => ({ status: message["statusCode"], payload: message["payload"] }));
    await stage.red.deploy(this.flow.nodes);
    const doing = [
      ...plan.commands.map((command) => this.at(command.atMs, () => this.send(command))),
      ...plan.jumps.map(({ atMs, byMs }) => this.at(atMs, () => this.jump(byMs))),
    ];
    await Promise.all(doing);
    const neverEnded = !(await this.isOver());
    const documents = new Map(await Promise.all([...store.journals.keys()].map(async (run) => [run, await this.process.runs.document(run)] as const)));
    this.process.life.end();
    await clock.sleep(TAIL_MS);
    const truth = lab.truth();
    await lab.close();
    return { truth, store, documents, history, neverEnded };
  }

  private async at(ms: number, what: () => void): Promise<void> {
    await this.around.clock.sleep(ms);
    what();
  }

  private send({ command, key, payload }: Command): void {
    this.around.history.note("command", () => `${command} ${key ?? ""} ${JSON.stringify(payload)}`);
    this.stage.red.send(this.flow.loop, { command, payload, ...(key === undefined ? {} : { idempotencyKey: key }) });
  }

  private jump(ms: number): void {
    this.around.history.note("clock", () => `set by ${ms} ms`);
    this.around.clock.jump(ms);
  }

  private async isOver(): Promise<boolean> {
    const { clock } = this.around;
    for (const began = clock.elapsed(); clock.elapsed() - began < LONGEST_MS; ) {
      await clock.sleep(LOOK_MS);
      if (this.process.runs.runningOn(this.flow.array) === undefined) return true;
    }
    return false;
  }

  private begin(): Process {
    const process = new Process(this.around, english);
    process.takeOver(this.registry);
    this.stage.connection = process.connection;
    return process;
  }
}

function openLab({ lab, example, members }: Plan, array: string, clock: NightClock): Lab {
  // The servers have clocks of their own: somebody who sets ours does not set theirs.
  const theirs = { now: () => clock.elapsed(), elapsed: () => clock.elapsed(), sleep: clock.sleep.bind(clock) };
  const role = example === "web-farm" ? "web-farm" : "exchange-cas";
  return new Lab({ array, members, role, speed: 1, ...lab, clock: theirs, scomServer: "scom.example.org" });
}
