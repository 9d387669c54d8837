import { seconds } from "../../../lib/time";
import type { Dice } from "../../plan";
import type { NodeRed } from "../../runtime";
import type { History } from "../history";
import type { NightClock } from "../night-clock";

interface Parts {
  readonly red: NodeRed;
  readonly clock: NightClock;
  readonly dice: Dice;
  /** For each message. */
  readonly chance: number;
  readonly history: History;
}

/** Messages that come twice: two wires have cloned them, a foreign node has kept them, or somebody sends one by hand. */
export class Again {
  constructor(private readonly parts: Parts) {}

  /** A step has got this message. */
  received(node: string, message: Readonly<Record<string, unknown>>): void {
    const { red, clock, dice, chance, history } = this.parts;
    if (!dice.chance(chance)) return;
    const copy = structuredClone(message);
    clock.after(seconds(dice.pick([0, 1, 30, 600, 3600])), () => {
      history.note("again", () => `a message comes to ${node}`);
      red.send(node, copy);
    });
  }
}
