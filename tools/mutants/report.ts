import type { Out } from "../program";
import { columns } from "../program";
import type { Harmless } from "./harmless";
import { judgedHarmless } from "./harmless";
import type { Mutant } from "./mutant";
import type { Room } from "./rooms";
import { roomOf } from "./rooms";
import type { Sample } from "./sample";

/** What was measured in a room. */
export interface Figures {
  readonly room: Room;
  readonly planted: number;
  readonly noticed: number;
  /** Of those noticed: how many only since their tests did not end in time. */
  readonly late: number;
  readonly harmless: number;
  /** Those that nobody noticed and nobody has judged. */
  readonly survivors: readonly Mutant[];
}

/** How many of 100 were noticed; harmless ones do not count. */
export const rateOf = ({ planted, noticed, harmless }: Pick<Figures, "planted" | "noticed" | "harmless">): number =>
  planted === harmless ? 100 : (100 * noticed) / (planted - harmless);

/** Whether a room has the rate that is asked of it. */
export const isEnough = (figures: Figures): boolean => figures.room.rate === null || rateOf(figures) >= figures.room.rate;

/** The figures of each room, in the order of the mutants. */
export function figuresOf(mutants: readonly Mutant[], list: Harmless): readonly Figures[] {
  const rooms = new Map<Room, Mutant[]>();
  for (const mutant of mutants.filter(({ seen }) => seen !== "not played")) {
    const room = roomOf(mutant.file);
    if (room === undefined) throw new Error(`${mutant.file} is in no room.`);
    rooms.set(room, [...(rooms.get(room) ?? []), mutant]);
  }
  return [...rooms].map(([room, all]) => {
    const left = all.filter(({ seen }) => seen !== "noticed");
    const survivors = left.filter((mutant) => judgedHarmless(list, mutant) === undefined);
    return {
      room,
      planted: all.length,
      noticed: all.length - left.length,
      late: all.filter(({ late }) => late).length,
      harmless: left.length - survivors.length,
      survivors,
    };
  });
}

/** Prints the survivors, then the rates, and of what they are. */
export function tell(figures: readonly Figures[], sample: Sample | null, out: Out): void {
  for (const { file, line, kind, was, becomes, seen } of figures.flatMap(({ survivors }) => survivors))
    out.write(`${file}:${line} ${kind}${seen === "not reached" ? ", not reached by any test" : ""}\n  - ${was}\n  + ${becomes}\n`);
  const rows = figures.map((one) => [
    one.room.path,
    String(one.planted),
    String(one.noticed),
    String(one.harmless),
    String(one.survivors.length),
    `${rateOf(one).toFixed(1)} %`,
    one.room.rate === null ? "" : `${one.room.rate} %`,
    isEnough(one) ? "" : "too low",
  ]);
  const head = ["room", "planted", "noticed", "harmless", "survived", "rate", "asked", ""];
  out.write(`\n${columns([head, ...rows]).join("\n")}\n`);
  const sum = (of: "planted" | "late") => figures.reduce((all, one) => all + one[of], 0);
  if (sum("late") > 0) out.write(`${sum("late")} of those noticed did not end in time; on a busy computer that may be the computer.\n`);
  if (sample === null) return;
  out.write(`This is a sample of ${sum("planted")} bugs: one of ${sample.oneIn} blocks of lines was taken, with seed ${sample.seed}.\n`);
}
