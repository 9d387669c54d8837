import type { Lab } from "../../lib/adapters/lab";
import { Runs } from "../../lib/run";
import type { Invoke } from "../../lib/server";
import type { Connection } from "../../lib/server";
import { operationOf } from "../../lib/server";
import type { Clock } from "../../lib/time";
import type { Registry } from "../../nodes/shared/runtime";
import type { Dice, KillPoint, OperationFaults } from "../plan";
import type { KeptStore } from "./kept-store";
import type { History } from "./history";
import { Life } from "./life";
import type { NightClock } from "./night-clock";
import { troubled } from "./trouble";

/** What goes on while processes come and go. */
export interface Surroundings {
  readonly clock: NightClock;
  readonly lab: Lab;
  readonly store: KeptStore;
  readonly history: History;
  /** For what goes wrong with operations, and for ids. */
  readonly dice: { readonly trouble: Dice; readonly ids: Dice };
  readonly chances: OperationFaults;
  readonly kills: Kills;
  /** Changes that were sent without a fencing number. */
  readonly unfenced: string[];
}

const hex = (dice: Dice, digits: number): string => Array.from({ length: digits }, () => dice.between(0, 15).toString(16)).join("");

/** A process in which Node-RED is: its runs, its connection to the servers, its waits. When it is killed, nothing of it is heard any more. */
export class Process {
  readonly life = new Life();
  readonly connection: Connection;
  readonly runs: Runs;

  constructor(
    private readonly around: Surroundings,
    languages: ConstructorParameters<typeof Runs>[1],
    /** Ends it, here and now. */
    private readonly kill: (process: Process) => void,
  ) {
    const { store, dice } = around;
    const clock = this.clock();
    this.runs = new Runs(store.of(this), languages, { name: "night", clock, digits: (count) => hex(dice.ids, count) });
    this.connection = { kind: "lab", clock, invoke: this.invoke(), close: () => Promise.resolve() };
  }

  /** Comes to a point at which it may be killed */
  reaches(point: KillPoint["point"]): void {
    if (this.around.kills.isNow(point)) this.kill(this);
  }

  /** Makes the nodes of a Node-RED use this process. */
  takeOver(registry: Registry): void {
    Object.assign(registry, { runs: this.runs });
  }

  private clock(): Clock {
    const { life, around } = this;
    const { clock } = around;
    return {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      sleep: async (ms, signal) => {
        await life.here();
        await clock.sleep(ms, signal);
        await life.here();
      },
    };
  }

  private invoke(): Invoke {
    const { life, around } = this;
    const { lab, clock, dice, chances, history } = around;
    const noted = (member: string, op: string, trouble: string) => history.note("trouble", () => `${trouble}: ${op} on ${member}`);
    const asked = troubled(lab.invoke, { clock, dice: dice.trouble, chances, noted });
    return async (server, op, args, call) => {
      life.mustLive();
      const { kind } = operationOf(op);
      const answered = (how: unknown) => history.note(kind, () => `${op} on ${server} ${JSON.stringify(args)}: ${said(how)}`);
      if (kind === "change" && call.fence === undefined) around.unfenced.push(`${op} was sent to ${server}`);
      if (kind !== "read") this.reaches("before-change");
      life.mustLive();
      try {
        const answer = await asked(server, op, args, call);
        answered(kind === "read" ? answer : "done");
        if (kind !== "read") this.reaches("after-change");
        life.mustLive();
        return answer;
      } catch (error) {
        answered(error);
        life.mustLive();
        throw error;
      }
    };
  }
}

const said = (how: unknown): string => {
  if (how instanceof Error) return `! ${(how as { code?: string }).code ?? how.name}`;
  return typeof how === "string" ? how : JSON.stringify(how);
};

/** Counts how often processes have come to each kind of point, over all processes of a night, and says when one is to be killed there. */
export class Kills {
  private readonly count = new Map<KillPoint["point"], number>();

  constructor(private readonly planned: readonly KillPoint[]) {}

  isNow(point: KillPoint["point"]): boolean {
    const count = (this.count.get(point) ?? 0) + 1;
    this.count.set(point, count);
    return this.planned.some((kill) => kill.point === point && kill.nth === count);
  }
}
