import { hours, minutes, seconds } from "../../time";

const SPACINGS: readonly number[] = [
  ...[1, 5, 15, 30].map(seconds),
  ...[1, 5, 15, 30].map(minutes),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map(hours),
];
const MOST = 10;

/** Round instants between two others, few enough to have a label each. */
export function ticksOf(from: number, to: number): { readonly every: number; readonly at: readonly number[] } {
  const every = SPACINGS.find((spacing) => (to - from) / spacing <= MOST) ?? Math.ceil((to - from) / MOST);
  const first = Math.ceil(from / every) * every;
  const at: number[] = [];
  for (let tick = first; tick <= to; tick += every) at.push(tick);
  return { every, at };
}

/** The time of a tick, and the date where a day begins. */
export function labelOf(tick: number, every: number): readonly [time: string, date: string | null] {
  const text = new Date(tick).toISOString();
  return [text.slice(11, every < minutes(1) ? 19 : 16), tick % hours(24) === 0 ? text.slice(0, 10) : null];
}
