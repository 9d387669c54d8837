import type { Field, Fields, Parsed, Placing, Problem, Reading, Rule } from "./field";
import { placing } from "./field";
import { lookAt } from "./read";

interface RowsOptions<Columns extends Fields> extends Placing {
  /** The fields of each row, from left to right. */
  readonly columns: Columns;
  /** The reason that names the row: a text with `__number__` and `__reason__`. */
  readonly row: string;
  /** The reason shown if there is no row; without it, there need not be one. */
  readonly needed?: string;
  /** Rows show their number. */
  readonly numbered?: true;
  readonly rules?: readonly Rule<readonly Parsed<Columns>[]>[];
}

const LIST = "shared.reason.list";

/** A list of rows that can be added, removed and dragged. A new node has none. */
export function rows<Columns extends Fields>(options: RowsOptions<Columns>): Field<readonly Parsed<Columns>[]> {
  const { columns, row, needed, numbered = false, rules = [] } = options;
  return {
    ...placing(options),
    look: { as: "rows", columns, numbered },
    initially: [],
    ...(needed === undefined ? {} : { required: true }),
    read: (saved) => read({ columns, row, needed }, saved),
    rules,
    reasons: [
      LIST,
      row,
      ...(needed === undefined ? [] : [needed]),
      ...Object.values(columns).flatMap(({ reasons }) => reasons),
      ...rules.map(({ reason }) => reason),
    ],
  };
}

interface Described<Columns extends Fields> extends Pick<RowsOptions<Columns>, "columns" | "row"> {
  readonly needed: string | undefined;
}

function read<Columns extends Fields>({ columns, row, needed }: Described<Columns>, saved: unknown): Reading<readonly Parsed<Columns>[]> {
  const list = saved === undefined || saved === null || saved === "" ? [] : saved;
  if (!Array.isArray(list)) return { problem: { reason: LIST } };
  if (list.length === 0 && needed !== undefined) return { problem: { reason: needed } };
  const looks = list.map((one: unknown) => lookAt(columns, typeof one === "object" && one !== null ? (one as object) : {}));
  const wrong = looks.flatMap(({ problems }, index) =>
    problems.map(({ problem }): Problem => ({ reason: row, values: { number: index + 1 }, inner: problem, rows: [index] })),
  );
  const [first, ...more] = wrong;
  if (first === undefined) return { value: looks.map(({ values }) => values) };
  // Whoever has pasted thirty rows wants to mend them in one go.
  return { problem: { ...first, rows: wrong.flatMap(({ rows: of = [] }) => of), ...(more.length === 0 ? {} : { more }) } };
}
