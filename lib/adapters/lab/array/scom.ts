import type { ResultOf } from "../../../server";
import { instant, minutes, seconds } from "../../../time";
import { scom } from "../captured";
import { Dice, Refusal } from "../laws";
import type { Cancel, Faults, Timeline } from "../laws";
import type { Machine } from "../machine";

interface Window {
  readonly since: number;
  endsAt: number;
  readonly reason: string;
  readonly comment: string;
}

interface Agent {
  readonly dice: Dice;
  window: Window | null;
  /** What the agent has picked up, up to five minutes late (domain reference 3.1). */
  inEffect: boolean;
  ending: Cancel | null;
  taking: Cancel | null;
}

/** What a computer contains, by their classes. */
export const PARTS = scom.texts.parts;

interface Parts {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly seed: number;
}

/** Maintenance mode of the members, as the SCOM management server keeps it. */
export class Scom {
  private readonly agents = new Map<Machine, Agent>();

  constructor(private readonly parts: Parts) {}

  look(machine: Machine): ResultOf<"scom.maintenance"> {
    const { window, inEffect } = this.agent(machine);
    return {
      on: window !== null,
      inEffect,
      endsAt: window === null ? null : instant(window.endsAt),
      reason: window?.reason ?? null,
      comment: window?.comment ?? null,
      // They go along with the computer.
      parts: this.partsOf(machine),
      clock: instant(this.parts.timeline.now),
    };
  }

  /** One with a window of its own stays in maintenance mode when that of the computer ends. */
  partsOf(machine: Machine): NonNullable<ResultOf<"scom.maintenance">["parts"]> {
    const staying = machine.has("scom-parts-stay") ? 1 : 0;
    const inMaintenance = this.window(machine) === null ? staying : PARTS.length;
    return { inMaintenance, monitored: PARTS.length - inMaintenance };
  }

  /** The window as the management server has it; null while there is none. */
  window(machine: Machine): Readonly<Window> | null {
    return this.agent(machine).window;
  }

  quiet(machine: Machine): boolean {
    return this.agent(machine).inEffect;
  }

  /** @throws Refusal `scom-refused` */
  mayBegin(machine: Machine): void {
    if (this.parts.faults.on(machine.name, "scom-refuses")) {
      throw new Refusal(
        "scom-refused",
        "SCOM refused to start maintenance mode",
        "Check that the account has an operator role that covers this computer.",
      );
    }
  }

  /** A window that exists keeps its end. */
  begin(machine: Machine, lastsMinutes: number, { reason, comment }: Pick<Window, "reason" | "comment">): void {
    const agent = this.agent(machine);
    if (agent.window !== null) return;
    agent.window = { since: this.parts.timeline.now, endsAt: 0, reason, comment };
    this.endAt(agent, this.parts.timeline.now + minutes(lastsMinutes));
    this.takeUp(agent, true);
  }

  /** @throws Refusal `scom-not-in-maintenance` */
  mayExtend(machine: Machine): void {
    if (this.agent(machine).window === null) {
      throw new Refusal("scom-not-in-maintenance", "the computer is not in maintenance mode in SCOM", "Begin it instead (scom.begin).");
    }
  }

  extend(machine: Machine, byMinutes: number): void {
    const agent = this.agent(machine);
    const endsAt = this.parts.timeline.now + minutes(byMinutes);
    if (agent.window !== null && agent.window.endsAt < endsAt) this.endAt(agent, endsAt);
  }

  setEnd(machine: Machine, endsAt: number): void {
    const agent = this.agent(machine);
    if (agent.window === null) return;
    if (endsAt <= this.parts.timeline.now) this.end(machine);
    else this.endAt(agent, endsAt);
  }

  end(machine: Machine): void {
    const agent = this.agent(machine);
    agent.ending?.();
    if (agent.window === null) return;
    agent.window = null;
    this.takeUp(agent, false);
  }

  private endAt(agent: Agent, endsAt: number): void {
    if (agent.window === null) return;
    agent.window.endsAt = endsAt;
    agent.ending?.();
    agent.ending = this.parts.timeline.at(endsAt, () => {
      agent.window = null;
      this.takeUp(agent, false);
    });
  }

  private takeUp(agent: Agent, inEffect: boolean): void {
    agent.taking?.();
    agent.taking = this.parts.timeline.after(agent.dice.between(seconds(20), minutes(5)), () => {
      agent.inEffect = inEffect;
    });
  }

  private agent(machine: Machine): Agent {
    const known = this.agents.get(machine);
    if (known !== undefined) return known;
    const agent: Agent = {
      dice: new Dice(this.parts.seed, `${machine.name} scom`),
      window: null,
      inEffect: false,
      ending: null,
      taking: null,
    };
    this.agents.set(machine, agent);
    return agent;
  }
}
