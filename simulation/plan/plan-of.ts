import { minutes } from "../../lib/time";
import { arrayOf, faultsOf, foundOf, settingsOf } from "./array";
import { Dice } from "./dice";
import { BEGINNING } from "./flow";
import {
  batchesOf,
  commandsOf,
  deadlineOf,
  crashesOf,
  eventsOf,
  holdOf,
  jumpsOf,
  MEMBER_MINUTES,
  operationFaultsOf,
  pausesOf,
  windowOf,
} from "./outside";
import type { Command, Plan } from "./plan";
import { deploysOf, killsOf, storeFaultsOf } from "./process";

/** A start that says by when it is to be over. */
function withDeadline(command: Command, deadlineMs: number | null): Command {
  if (command.command !== "start" || deadlineMs === null) return command;
  return { ...command, payload: { ...command.payload, deadline: new Date(BEGINNING + deadlineMs).toISOString() } };
}

/** The night of a seed. */
export function planOf(seed: number): Plan {
  const dice = (subject: string) => new Dice(seed, subject);
  const array = arrayOf(dice("array"));
  const commands = commandsOf(dice("commands"), { seed, members: array.members });
  const [first] = commands;
  const updated = (first?.payload["members"] as readonly string[] | undefined) ?? array.members;
  const spanMs = minutes(updated.length * MEMBER_MINUTES);
  const batches = batchesOf(dice("batches"));
  const jumps = jumpsOf(dice("jumps"));
  // Where somebody sets the clock of the computer, its window is another one.
  const window = jumps.length > 0 ? null : windowOf(dice("window"), spanMs);
  const deadlineMs = jumps.length > 0 ? null : deadlineOf(dice("deadline"), spanMs);
  return {
    seed,
    ...array,
    settings: {
      ...settingsOf(dice("settings"), array.members.length, updated.length * MEMBER_MINUTES),
      hold: holdOf(dice("hold")),
      batches,
      window,
      deadlineMs,
    },
    lab: {
      seed: dice("lab").between(1, 1_000_000),
      faults: faultsOf(dice("faults"), updated),
      events: [...eventsOf(dice("events"), array.members, updated.length), ...crashesOf(dice("crashes"), updated, batches)],
      found: foundOf(dice("found"), array),
    },
    operations: operationFaultsOf(dice("operations")),
    commands: [...commands.map((command) => withDeadline(command, deadlineMs)), ...pausesOf(dice("pauses"), spanMs)].sort(
      (a, b) => a.atMs - b.atMs,
    ),
    jumps,
    kills: killsOf(dice("kills"), updated.length, spanMs),
    deploys: deploysOf(dice("deploys"), spanMs),
    store: storeFaultsOf(dice("store"), updated.length),
    messagesAgain: dice("messages again").pick([0, 0, 0, 0.1]),
  };
}
