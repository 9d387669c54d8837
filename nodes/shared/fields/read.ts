import type { Field, Fields, Others, Parsed, Problem } from "./field";
import { textOf } from "./field";

/** Whether a field is shown, and in effect. */
export const counts = ({ when = {} }: Pick<Field, "when">, of: Others): boolean =>
  Object.entries(when).every(([name, values]) => values.includes(textOf(of(name)) ?? ""));

/** The values of other fields; an empty one has its default. @param get the saved value of a field */
export const othersOf =
  (fields: Fields, get: (name: string) => unknown): Others =>
  (name) => {
    const saved = get(name);
    return saved === undefined || saved === null || saved === "" ? fields[name]?.initially : saved;
  };

/** What is wrong with a field; null: nothing, or it is not in effect. Both halves use only this function. */
export function problemOf(field: Field, saved: unknown, of: Others): Problem | null {
  if (!counts(field, of)) return null;
  const reading = field.read(saved);
  if ("problem" in reading) return reading.problem;
  for (const rule of field.rules) {
    const broken = rule.broken(reading.value, of);
    if (broken !== false) return { reason: rule.reason, ...(broken === true ? {} : broken) };
  }
  return null;
}

export interface FieldProblem {
  readonly field: string;
  readonly problem: Problem;
  readonly saved: unknown;
}

/**
 * All fields, parsed, and everything that is wrong with them. What the form does not show has no effect: a field that is not in effect has its
 * default value, and so has one that is wrong.
 */
export function lookAt<F extends Fields>(
  fields: F,
  saved: object,
): { readonly values: Parsed<F>; readonly problems: readonly FieldProblem[] } {
  const get = (name: string): unknown => (saved as Readonly<Record<string, unknown>>)[name];
  const of = othersOf(fields, get);
  const own = Object.entries(fields).filter(([, { look }]) => look.as !== "credential");
  const values = own.map(([name, field]) => [name, valueOf(field, get(name), of)] as const);
  const problems = own.flatMap(([name, field]) => {
    const problem = problemOf(field, get(name), of);
    return problem === null ? [] : [{ field: name, problem, saved: get(name) }];
  });
  return { values: Object.fromEntries(values) as Parsed<F>, problems };
}

function valueOf(field: Field, saved: unknown, of: Others): unknown {
  const reading = field.read(saved);
  if (counts(field, of) && "value" in reading) return reading.value;
  const byDefault = field.read(field.initially);
  return "value" in byDefault ? byDefault.value : field.initially;
}

/** What a new node gives, parsed. */
export const initially = <F extends Fields>(fields: F): Parsed<F> => lookAt(fields, {}).values;
