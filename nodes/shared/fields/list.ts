import type { Field, Limits, Placing, Reading, Rule } from "./field";
import { placing, textOf } from "./field";
import type { Pattern } from "./patterns";

interface ListOptions extends Placing {
  /** One entry per line, so that it may contain spaces and commas; or entries with commas (or spaces) between them. */
  readonly by: "line" | "comma";
}

const LIST = "shared.reason.list";

/** The entries of a list as a form or a flow file has it: a list, or one text. Null for anything else. */
export function entriesOf(saved: unknown, by: ListOptions["by"]): readonly string[] | null {
  if (saved === undefined || saved === null) return [];
  const texts = Array.isArray(saved)
    ? saved.map(textOf)
    : typeof saved === "string"
      ? saved.split(by === "line" ? /\r?\n/ : /[,;\s]+/)
      : [null];
  return texts.includes(null) ? null : texts.map((text) => text?.trim() ?? "").filter((text) => text !== "");
}

function listOf<Entry>(options: ListOptions, numbers: boolean, each: (entry: string) => Reading<Entry>): Field<readonly Entry[]> {
  const { by } = options;
  return {
    ...placing(options),
    look: { as: "list", by, numbers },
    initially: [],
    read: (saved) => {
      const entries = entriesOf(saved, by);
      if (entries === null) return { problem: { reason: LIST } };
      const values: Entry[] = [];
      for (const entry of entries) {
        const reading = each(entry);
        if ("problem" in reading) return { problem: { ...reading.problem, values: { ...reading.problem.values, entry } } };
        values.push(reading.value);
      }
      return { value: values };
    },
    rules: [],
    reasons: [LIST],
  };
}

interface TextsOptions extends ListOptions {
  /** The pattern of each entry, with `__entry__` in its reason. */
  readonly each?: Pattern;
  /** What the whole list must be like. */
  readonly rules?: readonly Rule<readonly string[]>[];
}

/** A list of texts, empty in a new node. */
export function list(options: TextsOptions): Field<readonly string[]> {
  const { each, rules = [] } = options;
  const field = listOf(options, false, (entry) =>
    each === undefined || each.fits(entry) ? { value: entry } : { problem: { reason: each.reason } },
  );
  const reasons = [...(each === undefined ? [] : [each]), ...rules].map(({ reason }) => reason);
  return { ...field, rules, reasons: [...field.reasons, ...reasons] };
}

const ENTRY = "shared.reason.entryBetween";

/** A list of whole numbers within limits, empty in a new node. */
export function numbers(options: ListOptions & Limits): Field<readonly number[]> {
  const { from, to } = options;
  const field = listOf(options, true, (entry): Reading<number> => {
    const fits = /^\d+$/.test(entry) && Number(entry) >= from && Number(entry) <= to;
    return fits ? { value: Number(entry) } : { problem: { reason: ENTRY, values: { from, to } } };
  });
  return { ...field, limits: { from, to }, reasons: [...field.reasons, ENTRY] };
}
