import type { Value } from "../../texts";
import { duration, instant, listed, text } from "../../texts";
import { nameInWords } from "../record";

/** A duration; a step in a dry run often takes less than a second. @param ms in milliseconds */
export const lasting = (ms: number): Value => (ms < 1000 ? text("value.lasting-less") : duration(ms));

/** The time of something in a run, with its date where that is not the day on which the run began. */
export const timeIn = (run: { readonly startedAt: number }, at: number): Value => ({ at, after: run.startedAt });

export { nameInWords };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/Minutes$/, "min"],
  [/Seconds$/, "s"],
  [/Mb$/, "MB"],
];

/** The arguments of an operation for people: `state stopped`, `limit 120 min, file C:\…`. What is null is left out. */
export function argsInWords(args: unknown): Value {
  if (typeof args !== "object" || args === null) return valueInWords(args);
  const said = Object.entries(args).filter(([, value]) => value !== null && value !== undefined);
  return listed(said.map(([name, value]) => argumentInWords(name, value)));
}

function argumentInWords(name: string, value: unknown): Value {
  if (name === "minutes" || name === "seconds") return text("value.argument", { name: valueInWords(value), value: name });
  const unit = UNITS.find(([ending]) => ending.test(name));
  return unit === undefined
    ? text("value.argument", { name: nameInWords(name), value: valueInWords(value) })
    : text("value.with-unit", { name: nameInWords(name.replace(unit[0], "")), value: valueInWords(value), unit: unit[1] });
}

function valueInWords(value: unknown): Value {
  if (typeof value === "string") {
    if (value === "") return text("value.empty");
    return INSTANT.test(value) ? instant(Date.parse(value)) : value;
  }
  if (Array.isArray(value)) return value.length === 0 ? text("value.none") : { list: value.map(valueInWords), by: "blank" };
  if (typeof value === "object" && value !== null) return text("value.nested", { arguments: argsInWords(value) });
  return String(value);
}
