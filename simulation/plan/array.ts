import type { Fault, Found } from "../../lib/adapters/lab";
import { faultNames, packages } from "../../lib/adapters/lab";
import type { Dice } from "./dice";
import type { ExampleName, FlowSettings, Plan } from "./plan";

/** The array of a night, how its members are found, and what is broken about them. */
export function arrayOf(dice: Dice): Pick<Plan, "example" | "members" | "minInService"> {
  const example: ExampleName = dice.chance(0.25) ? "web-farm" : "exchange-cas-array";
  const count = Number(dice.weighed({ 1: 4, 2: 14, 3: 26, 4: 26, 5: 12, 6: 8, 8: 5, 10: 3, 12: 2 }));
  const members = Array.from({ length: count }, (_, index) => `${example === "web-farm" ? "WEB" : "CAS"}${index + 1}`);
  // Mostly so that one may be out and one more would be too many.
  const minInService = dice.chance(0.5) ? count - 1 : dice.between(Math.min(1, count - 1), count - 1);
  return { example, members, minInService };
}

/** How many looks at one member a night may have, so that most nights are short to play. */
const LOOKS = { few: 600, many: 4000 };

export const settingsOf = (
  dice: Dice,
  members: number,
  minutes: number,
): Omit<FlowSettings, "hold" | "batches" | "window" | "deadlineMs"> => ({
  guardSeconds: guardOf(dice, members, minutes),
  drainMinutes: dice.pick([10, 20, 60]),
  atLimit: dice.pick(["put-back", "put-back", "wait-on", "cut"]),
  windowMinutes: dice.pick([60, 120, 240]),
});

function guardOf(dice: Dice, members: number, minutes: number): number {
  const looks = dice.chance(0.05) ? LOOKS.many : LOOKS.few;
  const fit = [5, 8, 15, 15, 30, 60, 120, 200].filter((every) => (minutes * 60 * members) / every <= looks);
  return dice.pick([...fit, 300]);
}

export function faultsOf(dice: Dice, members: readonly string[]): readonly Fault[] {
  const count = Number(dice.weighed({ 0: 60, 1: 30, 2: 10 }));
  return Array.from({ length: count }, () => ({ name: dice.pick(faultNames), member: dice.pick(members) }));
}

/** How a member may be when a night begins, where that is not as usual. */
const finds = (example: ExampleName): readonly Found[] => [
  { nlb: "stopped" },
  { nlb: "suspended" },
  { defaultState: "stopped" },
  { defaultState: "suspended" },
  { pendingReboot: true },
  { build: example === "web-farm" ? packages.webFarm.build : packages.rollup6.build },
  ...(example === "web-farm" ? [] : ([{ forefront: "disabled" }] as const)),
];

export function foundOf(dice: Dice, { example, members }: Pick<Plan, "example" | "members">): Readonly<Record<string, Found>> {
  const odd = dice.some(members, Number(dice.weighed({ 0: 65, 1: 25, 2: 10 })));
  return Object.fromEntries(odd.map((member) => [member, dice.pick(finds(example))]));
}
