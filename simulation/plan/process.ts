import { minutes, seconds } from "../../lib/time";
import type { Dice } from "./dice";
import type { DeployAgain, KillPoint, Kills, StoreFault } from "./plan";

const points: readonly KillPoint["point"][] = ["before-entry", "after-entry", "before-change", "after-change"];
/** About as many entries and changes as there are for one member. */
const OF_A_MEMBER = { entries: 130, changes: 16 };

/** When the process dies, and for how long. @param spanMs of the night */
export function killsOf(dice: Dice, updated: number, spanMs: number): Kills {
  const count = Number(dice.weighed({ 0: 60, 1: 25, 2: 10, 4: 5 }));
  const byTime = Array.from({ length: count }, () => dice.chance(0.3));
  return {
    points: byTime.filter((time) => !time).map(() => pointOf(dice, updated)),
    atMs: byTime.filter((time) => time).map(() => Math.floor(dice.roll() * spanMs)),
    awayMs: Array.from({ length: count }, () => dice.pick([seconds(5), seconds(30), minutes(3), minutes(20)])),
    afterRestart: dice.weighed({ resume: 60, ask: 20, end: 20 }) as Kills["afterRestart"],
  };
}

function pointOf(dice: Dice, updated: number): KillPoint {
  const point = dice.pick(points);
  const most = updated * (point.endsWith("entry") ? OF_A_MEMBER.entries : OF_A_MEMBER.changes);
  return { point, nth: dice.between(1, most) };
}

export function deploysOf(dice: Dice, spanMs: number): readonly DeployAgain[] {
  const count = Number(dice.weighed({ 0: 80, 1: 15, 3: 5 }));
  return Array.from({ length: count }, () => ({
    atMs: Math.floor(dice.roll() * spanMs),
    type: dice.pick(["full", "flows", "nodes"] as const),
    node: dice.between(0, 1000),
    edits: dice.chance(0.3),
  }));
}

export const storeFaultsOf = (dice: Dice, updated: number): readonly StoreFault[] =>
  dice.chance(0.08) ? [{ append: dice.between(0, updated * OF_A_MEMBER.entries), kind: dice.pick(["append", "sync"] as const) }] : [];
