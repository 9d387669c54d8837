import { DateTime } from "luxon";
import { hours, minutes, seconds } from "../../../time";

const SPACINGS: readonly number[] = [
  ...[1, 5, 15, 30].map(seconds),
  ...[1, 5, 15, 30].map(minutes),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map(hours),
];
const MOST = 10;

/** Round instants between two others, few enough to have a label each. @param offset of the clocks by which they are round, in milliseconds */
export function ticksOf(from: number, to: number, offset = 0): { readonly every: number; readonly at: readonly number[] } {
  const every = SPACINGS.find((spacing) => (to - from) / spacing <= MOST) ?? Math.ceil((to - from) / MOST);
  const first = Math.ceil((from + offset) / every) * every - offset;
  const at: number[] = [];
  for (let tick = first; tick <= to; tick += every) at.push(tick);
  return { every, at };
}

/** The time of a tick, and the date where a day begins. */
export function labelOf(tick: number, every: number, zone = "UTC"): readonly [time: string, date: string | null] {
  const at = DateTime.fromMillis(tick, { zone });
  return [at.toFormat(every < minutes(1) ? "HH:mm:ss" : "HH:mm"), at.hour === 0 && at.minute === 0 ? at.toFormat("yyyy-MM-dd") : null];
}
