import type { Truth } from "../../lib/adapters/lab";
import { Lab } from "../../lib/adapters/lab";
import { hours, minutes } from "../../lib/time";
import type { Command, Plan } from "../plan";
import { BEGINNING, Dice, flowOf } from "../plan";
import { Again, Answers } from "./people";
import type { Away } from "./computer";
import { Computer } from "./computer";
import { KeptStore } from "./kept-store";
import { History } from "./history";
import { NightClock } from "./night-clock";
import type { Surroundings } from "./process";
import { Kills } from "./process";
import type { Stage } from "./stage";
import { takeTimers } from "./timers";

/** How often somebody looks whether the night is over. */
const LOOK_MS = minutes(5);
/** For how long nobody is at work on a run that nobody is going to end. */
const FORGOTTEN_MS = minutes(60);
/** No night lasts longer: what is at work then never ends. */
const LONGEST_MS = hours(48);
/** Some hours after the end: who comes back then, and what runs out. */
const TAIL_MS = hours(4);

/** A night that is over. */
export interface Played {
  readonly truth: Truth;
  readonly store: KeptStore;
  readonly documents: ReadonlyMap<string, unknown>;
  readonly history: History;
  readonly away: readonly Away[];
  /** A run was at work for ever. */
  readonly neverEnded: boolean;
  /** Changes that were sent without a fencing number. */
  readonly unfenced: readonly string[];
  /** Rejections that nobody caught: in a real Node-RED each would end its process. */
  readonly escaped: readonly unknown[];
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
  const escaped: unknown[] = [];
  const escapes = (error: unknown) => void escaped.push(error);
  process.on("unhandledRejection", escapes);
  try {
    return { ...(await new Night(stage, plan, { clock, history: new History(() => clock.elapsed(), traced) }).play()), escaped };
  } finally {
    process.off("unhandledRejection", escapes);
    clock.stop();
    giveBack();
  }
}

class Night {
  private readonly around: Surroundings;
  private readonly computer: Computer;

  constructor(
    private readonly stage: Stage,
    private readonly plan: Plan,
    { clock, history }: Pick<Surroundings, "clock" | "history">,
  ) {
    const flow = flowOf(plan);
    const dice = (subject: string) => new Dice(plan.seed, subject);
    const wrote: ConstructorParameters<typeof KeptStore>[0]["wrote"] = (run, entry) =>
      history.note("entry", () => `${run} ${JSON.stringify(entry)}`);
    this.around = {
      clock,
      history,
      lab: openLab(plan, flow.array, clock),
      store: new KeptStore({ now: () => clock.elapsed(), dice: dice("disk"), faults: plan.store, wrote }),
      dice: { trouble: dice("trouble"), ids: dice("ids") },
      chances: plan.operations,
      kills: new Kills(plan.kills.points),
      unfenced: [],
    };
    stage.red.heard = ({ level, node, text }) => history.note("node-red", () => `${level} ${node} ${text}`);
    const send = (command: "answer" | "go-on", payload: Command["payload"]) => this.send({ atMs: 0, command, payload });
    const people = new Answers({ hold: plan.settings.hold, asks: plan.kills.afterRestart === "ask", clock, send });
    stage.witness = (message) => {
      history.note("said", () => ({ status: message["statusCode"], payload: message["payload"] }));
      people.heard(message["payload"]);
    };
    const again = new Again({ red: stage.red, clock, dice: dice("messages"), chance: plan.messagesAgain, history });
    stage.received = (id, message) => again.received(id, message);
    this.computer = new Computer({ stage, flow, around: this.around, awayMs: plan.kills.awayMs });
  }

  async play(): Promise<Omit<Played, "escaped">> {
    const { plan, around, computer } = this;
    const { clock, history, lab, store } = around;
    await computer.start();
    await Promise.all([
      ...plan.commands.map((command) => this.at(command.atMs, () => this.send(command))),
      ...plan.jumps.map(({ atMs, byMs }) => this.at(atMs, () => this.jump(byMs))),
      ...plan.kills.atMs.map((ms) => this.at(ms, () => computer.kill(computer.process))),
      ...plan.deploys.map((deploy) => this.at(deploy.atMs, () => computer.deploy(deploy))),
    ]);
    const neverEnded = !(await this.isOver());
    const { runs } = computer.process;
    const told = [...store.journals.keys()].map(async (run) => [run, await runs.document(run)] as const);
    const documents = neverEnded ? new Map() : new Map(await Promise.all(told));
    computer.process.life.end();
    await clock.sleep(TAIL_MS);
    const truth = lab.truth();
    await lab.close();
    return { truth, store, documents, history, away: computer.away, unfenced: around.unfenced, neverEnded };
  }

  private async at(ms: number, what: () => void | Promise<void>): Promise<void> {
    await this.around.clock.sleep(ms);
    await what();
  }

  private send(sent: Command): void {
    const { command, key, payload } = sent;
    this.around.history.note("command", () => `${command} ${key ?? ""} ${JSON.stringify(payload)}`);
    const isTaken = this.computer.send({ command, payload, ...(key === undefined ? {} : { idempotencyKey: key }) });
    // Whoever has paused a run lets it go on once there is somebody to hear it: it would be paused for ever.
    if (!isTaken && command === "go-on") this.around.clock.after(LOOK_MS, () => this.send(sent));
  }

  private jump(ms: number): void {
    this.around.history.note("clock", () => `set by ${ms} ms`);
    this.around.clock.jump(ms);
  }

  /** Whether all runs have come to an end, or nobody is going to bring those that are open to theirs. */
  private async isOver(): Promise<boolean> {
    const { clock, store } = this.around;
    let idleMs = 0;
    for (const began = clock.elapsed(); clock.elapsed() - began < LONGEST_MS; ) {
      await clock.sleep(LOOK_MS);
      idleMs = this.computer.isIdle ? idleMs + LOOK_MS : 0;
      if (idleMs > FORGOTTEN_MS || (idleMs > 0 && store.open.length === 0)) return true;
    }
    return false;
  }
}

function openLab({ lab, example, members }: Plan, array: string, clock: NightClock): Lab {
  // The servers have clocks of their own: somebody who sets ours does not set theirs.
  const theirs = { now: () => clock.elapsed(), elapsed: () => clock.elapsed(), sleep: clock.sleep.bind(clock) };
  const role = example === "web-farm" ? "web-farm" : "exchange-cas";
  return new Lab({ array, members, role, speed: 1, ...lab, clock: theirs, scomServer: "scom.example.org" });
}
