import { inWords } from "../../time/duration";

/** `2026-01-10 22:00:05 UTC` */
export const dateAndTime = (at: number): string => `${date(at)} ${time(at)} UTC`;

/** `22:00:05`, with the date in front where it is not that of `start`. */
export const timeSince = (start: number, at: number): string => (date(start) === date(at) ? time(at) : `${date(at)} ${time(at)}`);

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
const time = (at: number): string => new Date(at).toISOString().slice(11, 19);

/** A duration; a step in a dry run often takes less than a second. */
export const lasting = (ms: number): string => (ms < 1000 ? "under 1 s" : inWords(ms));

/** `1 member`, `2 members` */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** The name of a fact or an argument as words: `defaultState` is `default state`. */
export const nameInWords = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/Minutes$/, "min"],
  [/Seconds$/, "s"],
  [/Mb$/, "MB"],
];

/** The arguments of an operation for people: `state stopped`, `limit 120 min, file C:\…`. What is null is left out. */
export function argsInWords(args: unknown): string {
  if (typeof args !== "object" || args === null) return valueInWords(args);
  return Object.entries(args)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => argumentInWords(name, value))
    .join(", ");
}

function argumentInWords(name: string, value: unknown): string {
  if (name === "minutes" || name === "seconds") return `${valueInWords(value)} ${name}`;
  const unit = UNITS.find(([ending]) => ending.test(name));
  return unit === undefined
    ? `${nameInWords(name)} ${valueInWords(value)}`
    : `${nameInWords(name.replace(unit[0], ""))} ${valueInWords(value)} ${unit[1]}`;
}

function valueInWords(value: unknown): string {
  if (typeof value === "string") {
    if (value === "") return "(empty)";
    return INSTANT.test(value) ? dateAndTime(Date.parse(value)) : value;
  }
  if (Array.isArray(value)) return value.length === 0 ? "(none)" : value.map(valueInWords).join(" ");
  if (typeof value === "object" && value !== null) return `(${argsInWords(value)})`;
  return String(value);
}
