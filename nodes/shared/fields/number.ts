import type { Field, Limits, Placing, Reading, Rule, Unit } from "./field";
import { placing, textOf } from "./field";

type MayBeRequired = true | undefined;

interface NumberOptions<Initially extends number | null, Needed extends MayBeRequired> extends Limits, Placing {
  /** Null: it may stay empty, and then has no value. */
  readonly initially: Initially;
  /** Empty is wrong, instead of counting as the initial value. */
  readonly required?: Needed;
  readonly unit?: Unit;
  /** False: the form does not show them, since everybody knows them (a port) or another limit comes first. */
  readonly tellLimits?: false;
  readonly rules?: readonly Rule<number>[];
}

/** If a whole number has no sensible default, its value is null while the field is empty, unless it must not be empty. */
type Given<Initially, Needed> = Initially extends null ? (Needed extends true ? number : number | null) : number;

const WHOLE = "shared.reason.wholeNumber";
const BETWEEN = "shared.reason.between";

/** A whole number within limits. Forms provide it as text. */
export function wholeNumber<const Initially extends number | null, Needed extends MayBeRequired = undefined>(
  options: NumberOptions<Initially, Needed>,
): Field<Given<Initially, Needed>> {
  const { from, to, initially, required, unit = null, tellLimits = true, rules = [] } = options;
  const read = (saved: unknown): Reading<number | null> => {
    const text = textOf(saved);
    if (text === "" && required !== true) return { value: initially };
    if (text === null || !/^[+-]?\d+$/.test(text)) return { problem: { reason: WHOLE, values: { from, to } } };
    const number = Number(text);
    return number >= from && number <= to ? { value: number } : { problem: { reason: BETWEEN, values: { from, to } } };
  };
  return {
    ...placing(options),
    look: { as: "quantity", unit, tellsLimits: tellLimits },
    limits: { from, to },
    initially: initially ?? "",
    ...(required === undefined ? {} : { required }),
    read: read as Field<Given<Initially, Needed>>["read"],
    rules: rules as Field<Given<Initially, Needed>>["rules"],
    reasons: [WHOLE, BETWEEN, ...rules.map(({ reason }) => reason)],
  };
}

type WithoutUnit<Initially extends number | null, Needed extends MayBeRequired> = Omit<NumberOptions<Initially, Needed>, "unit">;
type WithoutLimits<Initially extends number | null, Needed extends MayBeRequired> = Omit<
  NumberOptions<Initially, Needed>,
  "unit" | keyof Limits
>;

export const minutes = <const Initially extends number | null, Needed extends MayBeRequired = undefined>(
  options: WithoutUnit<Initially, Needed>,
): Field<Given<Initially, Needed>> => wholeNumber({ ...options, unit: "minutes" });

export const seconds = <const Initially extends number | null, Needed extends MayBeRequired = undefined>(
  options: WithoutUnit<Initially, Needed>,
): Field<Given<Initially, Needed>> => wholeNumber({ ...options, unit: "seconds" });

export const megabytes = <const Initially extends number | null, Needed extends MayBeRequired = undefined>(
  options: WithoutUnit<Initially, Needed>,
): Field<Given<Initially, Needed>> => wholeNumber({ ...options, unit: "megabytes" });

/** A TCP port. */
export const port = <const Initially extends number | null, Needed extends MayBeRequired = undefined>(
  options: WithoutLimits<Initially, Needed>,
): Field<Given<Initially, Needed>> => wholeNumber({ ...options, ...ports });

export const ports: Limits = { from: 1, to: 65_535 };
