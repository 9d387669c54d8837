import type { OutsideEvent } from "../../lib/adapters/lab";
import { eventNames } from "../../lib/adapters/lab";
import { minutes, seconds } from "../../lib/time";
import type { Dice } from "./dice";
import type { Batches, ClockJump, Command, Hold, OperationFaults, Plan, Window } from "./plan";

/** About as long as one member takes. */
export const MEMBER_MINUTES = 70;

/** What people and the surroundings do, a few things within minutes of each other: that is when nights go wrong. */
export function eventsOf(dice: Dice, members: readonly string[], updated: number): Plan["lab"]["events"] {
  const clusters = Number(dice.weighed({ 0: 40, 1: 40, 2: 20 }));
  const events = Array.from({ length: clusters }, () => {
    const middle = dice.between(0, updated * MEMBER_MINUTES);
    const count = dice.between(1, 4);
    return Array.from({ length: count }, (): OutsideEvent => {
      const when = dice.chance(0.15) ? dice.pick(works) : `+${Math.max(0, middle + dice.between(-6, 6))}`;
      return { name: dice.pick(eventNames), member: dice.pick(members), when };
    });
  }).flat();
  // One that is named twice comes once.
  return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()];
}

const works = ["nlb-drainstop", "install-update", "restart-server", "nlb-start", "scom-maintenance"];

export const operationFaultsOf = (dice: Dice): OperationFaults =>
  dice.chance(0.5) ? { change: 0, read: 0 } : { change: dice.pick([0.01, 0.03, 0.1]), read: dice.pick([0, 0.0003, 0.002, 0.01]) };

/** By when the run is to be over, in milliseconds since the night began, where that was said. */
export const deadlineOf = (dice: Dice, spanMs: number): number | null =>
  dice.chance(0.15) ? minutes(dice.between(20, Math.max(60, spanMs / minutes(1)))) : null;

/** What the operator does: one start, and now and then more. */
export function commandsOf(dice: Dice, { seed, members }: Pick<Plan, "seed" | "members">): readonly Command[] {
  const only = members.length > 3 || dice.chance(0.2) ? dice.some(members, dice.between(1, 3)) : null;
  const start = (key: string, atMs: number): Command => ({
    atMs,
    command: "start",
    key: `night-${seed}-${key}`,
    payload: only === null ? { requestedBy: "night" } : { requestedBy: "night", members: only },
  });
  const span = minutes((only ?? members).length * MEMBER_MINUTES);
  const at = () => Math.floor(dice.roll() * span);
  const more: Command[] = [];
  // Pressed twice, or delivered twice.
  if (dice.chance(0.1)) more.push(start("first", dice.between(0, seconds(2))));
  if (dice.chance(0.1)) more.push(start(dice.pick(["first", "second"]), at()));
  if (dice.chance(0.12)) more.push({ atMs: at(), command: "stop", payload: { when: "now", requestedBy: "night" } });
  if (dice.chance(0.08)) more.push({ atMs: at(), command: "stop", payload: { when: "after-member", requestedBy: "night" } });
  return [start("first", 0), ...more].sort((a, b) => a.atMs - b.atMs);
}

/** Somebody pauses the run, and somebody lets it go on again, mostly. */
export function pausesOf(dice: Dice, spanMs: number): readonly Command[] {
  if (!dice.chance(0.12)) return [];
  const atMs = Math.floor(dice.roll() * spanMs);
  const pause: Command = { atMs, command: "pause", payload: { requestedBy: "alice" } };
  const goesOn: Command = {
    atMs: atMs + minutes(dice.between(0, 180)),
    command: "go-on",
    payload: { requestedBy: "bob", why: "the night wants it" },
  };
  return dice.chance(0.2) ? [pause, { ...pause, atMs: atMs + seconds(1) }, goesOn] : [pause, goesOn];
}

/** Whether a step that fails holds the run, and what people say then, soon, late, or together. */
export function holdOf(dice: Dice): Hold | null {
  if (!dice.chance(0.35)) return null;
  const answers = Array.from({ length: dice.between(0, 5) }, () => ({
    afterMs: dice.pick([0, seconds(1), minutes(1), minutes(20), minutes(90), minutes(240)]),
    answer: dice.pick(["retry", "retry", "skip", "done-by-hand", "put-back", "abandon"] as const),
    twice: dice.chance(0.2),
  }));
  return { minutes: dice.pick([10, 60, 300, 600]), otherwise: dice.pick(["put-back", "put-back", "abandon"] as const), answers };
}

const zones = [
  { zone: "UTC", aheadHours: 0 },
  { zone: "Europe/Zurich", aheadHours: 1 },
  { zone: "America/New_York", aheadHours: -5 },
  { zone: "Asia/Kolkata", aheadHours: 5.5 },
];

/** Whether members are taken in a maintenance window alone, which may close in the middle of the night. */
export const windowOf = (dice: Dice, spanMs: number): Window | null =>
  dice.chance(0.2)
    ? {
        ...dice.pick(zones),
        // Now and then it closes while the first member drains.
        forMinutes: dice.chance(0.3) ? dice.between(10, 40) : dice.between(30, Math.max(60, Math.min(1_200, spanMs / minutes(1)))),
        memberMinutes: dice.pick([0, 1, 60]),
      }
    : null;

/** Whether several are updated at once. */
export const batchesOf = (dice: Dice): Batches | null =>
  dice.chance(0.4)
    ? {
        howMany: dice.pick(["1", "2", "1, 2", "3", "50%", "1, 100%", "100%"]),
        order: dice.pick(["listed", "reversed", "default-host-last"] as const),
        soakMinutes: dice.pick([0, 0, 10, 30]),
      }
    : null;

/** Where updated members are looked at, one of them may do badly. */
export const crashesOf = (dice: Dice, updated: readonly string[], batches: Batches | null): Plan["lab"]["events"] =>
  batches === null || batches.soakMinutes === 0 || !dice.chance(0.4)
    ? []
    : [{ name: "service-crashes", member: dice.pick(updated), when: "nlb-start" }];

export function jumpsOf(dice: Dice): readonly ClockJump[] {
  if (!dice.chance(0.1)) return [];
  return [
    { atMs: minutes(dice.between(0, 120)), byMs: dice.pick([-1, 1]) * dice.pick([minutes(1), minutes(17), minutes(60), minutes(600)]) },
  ];
}
