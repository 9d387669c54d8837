import type { Field, Fields, Problem, When } from "./field";

/** A text: its key, and the values for its places. */
export interface Text {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number | Text>>;
}

/** Returns the text of a key, as Node-RED does in either half. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The full key of a node's own text: `short.drain` becomes `nlb-drainstop.short.drain`. Keys of shared texts, and of Node-RED's own, are already full. */
export const keyOf = (type: string, key: string): string => (/^shared\.|:/.test(key) ? key : `${type}.${key}`);

/** A text in the reader's language. */
export function words(type: string, { key, values = {} }: Text, say: Say): string {
  const filled = Object.entries(values).map(
    ([name, value]) => [name, typeof value === "object" ? words(type, value, say) : value] as const,
  );
  return say(keyOf(type, key), Object.fromEntries(filled));
}

/** So many are told; who has more to mend looks again. */
const MOST_TOLD = 5;

/** What is wrong, as text: everything, up to a number that can be read. */
export const problemInWords = (type: string, problem: Problem, say: Say): string => {
  const { more = [] } = problem;
  const told = [problem, ...more].slice(0, MOST_TOLD).map((one) => words(type, textOfProblem(one), say));
  const left = more.length + 1 - told.length;
  return [...told, ...(left > 0 ? [say("shared.reason.andMore", { left })] : [])].join(" ");
};

const textOfProblem = ({ reason, values = {}, inner }: Problem): Text => ({
  key: reason.includes(".") ? reason : `reason.${reason}`,
  values: inner === undefined ? values : { ...values, reason: textOfProblem(inner) },
});

/** The keys of a field's texts, by its name. `hint`, `unit` and `placeholder` need not exist. */
export function keysOfField(type: string, name: string, { texts }: Pick<Field, "texts">) {
  const own = (group: string, key = name): string => `${texts ?? type}.${group}.${key}`;
  return {
    /** Node-RED has a word of its own for it. */
    label: name === "name" ? "node-red:common.label.name" : own("label"),
    /** Between a field and the one beside it. */
    joiner: own("joiner"),
    /** Of a field in a row. */
    column: own("column"),
    tick: own("tick"),
    unit: own("unit"),
    placeholder: own("placeholder"),
    hint: (key = name): string => own("hint", key),
    option: (value: string): string => own("option", `${name}.${value}`),
    notice: (key: string): string => own("notice", key),
  };
}

/** A hint or a notice, and when it is shown. */
export interface Remark {
  readonly key: string;
  readonly when: When;
}

/** A field of a node. */
export interface NamedField {
  /** Of the node. */
  readonly type: string;
  readonly name: string;
  readonly field: Field;
}

/** The hints of a field: those that it names, or the one with its name; and those of its options. @param has whether a text exists */
export function hintsOf({ type, name, field }: NamedField, has: (key: string) => boolean): readonly Remark[] {
  const { hint } = keysOfField(type, name, field);
  const { look, hints } = field;
  const named = Object.entries(hints ?? { [name]: {} }).map(([key, when]) => ({ key: hint(key), when }));
  const chosen = "options" in look ? look.options.map((value) => ({ key: hint(`${name}.${value}`), when: { [name]: [value] } })) : [];
  return [...named.filter(({ key }) => hints !== undefined || has(key)), ...chosen.filter(({ key }) => has(key))];
}

export const noticesOf = ({ type, name, field }: NamedField): readonly Remark[] =>
  Object.entries(field.notices ?? {}).map(([value, key]) => ({
    key: keysOfField(type, name, field).notice(key),
    when: { [name]: [value] },
  }));

/** The limits of a field, as text; empty if it has none. A port or a status is a name rather than a quantity. */
export function limitsInWords({ limits, look }: Pick<Field, "limits" | "look">, say: Say): string {
  if (limits === undefined) return "";
  const isName = limits.to < 100_000 && !(look.as === "quantity" && look.unit !== null);
  const [from, to] = [limits.from, limits.to].map((number) => (isName ? String(number) : number.toLocaleString("en"))) as [string, string];
  return say("shared.limits", { from, to });
}

/** The keys that the fields of a node need, each with what needs it. */
export function neededKeys(type: string, fields: Fields, label: "label" | "column" = "label"): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) {
    const keys = keysOfField(type, name, field);
    const add = (key: string): void => void needed.set(key, `the field ${name} of ${type}`);
    const { look } = field;
    if (look.as === "hidden") continue;
    add(keys[label]);
    if (field.beside === true) add(keys.joiner);
    if (look.as === "tick") add(keys.tick);
    if (look.as === "quantity" && look.unit !== null) add(`shared.unit.${look.unit}`);
    if ("options" in look) for (const value of look.options) add(keys.option(value));
    if (look.as === "rows") add(`${type}.button.${name}`);
    if (look.as === "rows")
      for (const [key, owner] of neededKeys(type, look.columns, "column")) if (!needed.has(key)) needed.set(key, owner);
    for (const key of Object.keys(field.hints ?? {})) add(keys.hint(key));
    for (const { key } of noticesOf({ type, name, field })) add(key);
    for (const reason of field.reasons) add(keyOf(type, reason.includes(".") ? reason : `reason.${reason}`));
    if (field.section !== undefined) add(`${field.texts ?? type}.section.${field.section}`);
  }
  return needed;
}
