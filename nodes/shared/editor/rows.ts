import type { Field, Look } from "../fields";
import { keyOf, keysOfField } from "../fields";
import type { OpenForm } from "./live";
import { readFromForm, saved } from "./live";

/** A sortable list of rows, each with fields of its own. */
export interface Rows<Row extends object> {
  /** The rows as the form has them now, without those that are fading away. */
  read(): Row[];
  add(row: Partial<Row>): void;
  /** The rows' elements, as {@link read} has them. */
  elements(): JQuery[];
}

export interface RowsOptions<Row extends object> {
  addButton: string;
  /** What each column is, above the rows. */
  heads: JQuery;
  build(element: JQuery, row: Partial<Row>): void;
  read(element: JQuery): Row;
  changed(): void;
}

/** @param list an `<ol>` whose id is not that of a property: the editor would write the list's text over the property. */
export function openRows<Row extends object>(list: JQuery, options: RowsOptions<Row>): Rows<Row> {
  const elements = (): JQuery[] =>
    // A removed row stays in the list while it fades.
    list
      .editableList("items")
      .toArray()
      .map((element) => $(element))
      .filter((row) => !row.closest("li").hasClass("red-ui-editableList-item-deleting"));
  list.editableList<Row>({
    addButton: options.addButton,
    header: options.heads,
    sortable: true,
    removable: true,
    height: "auto",
    scrollOnAdd: false,
    addItem: (row, _index, data) => {
      row.addClass("ru-list-row");
      options.build(row, data);
    },
    // Called when the row has gone, after it has faded.
    removeItem: options.changed,
    sortItems: options.changed,
  });
  list.on("click", ".red-ui-editableList-item-remove", () => options.changed());
  list.closest(".red-ui-editableList").on("click", ".red-ui-editableList-addButton:not([id])", () => {
    elements().at(-1)?.find("input").first().trigger("focus");
    options.changed();
  });
  return {
    read: () => elements().map((element) => options.read(element)),
    add: (row) => list.editableList("addItem", row),
    elements,
  };
}

/** What a field of a row shows. */
interface Entered {
  readonly label: string;
  readonly value: unknown;
}

/** A text field of a row, with a name for screen readers. */
export function rowField(element: JQuery, part: string, { label, value }: Entered): JQuery {
  return $("<input type='text' autocomplete='off'>")
    .addClass(`ru-${part}`)
    .attr({ placeholder: label, "aria-label": label })
    .val(value === undefined ? "" : String(value))
    .appendTo(element);
}

interface Chosen extends Entered {
  /** Value and text of each. */
  readonly options: readonly (readonly [string, string])[];
}

/** A choice of a row. */
export function rowChoice(element: JQuery, part: string, { label, options, value }: Chosen): JQuery {
  const select = $("<select>").addClass(`ru-${part}`).attr("aria-label", label).appendTo(element);
  for (const [key, text] of options) $("<option>").val(key).text(text).appendTo(select);
  return select.val(options.some(([key]) => key === value) ? String(value) : (options[0]?.[0] ?? ""));
}

/** The trimmed text of a row's field. */
export const rowText = (element: JQuery, part: string): string => String(element.find(`.ru-${part}`).val() ?? "").trim();

type Described = Readonly<Record<string, unknown>>;

/** Rows from a description of their fields: a cell for each column. A node can add something beside the list's button. */
export function openFieldRows(
  { node, root, changed }: OpenForm & { readonly changed: () => void },
  property: string,
  { columns, numbered }: Extract<Look, { as: "rows" }>,
): Rows<object> {
  const say = (key: string): string => node._(key);
  const cellOf = (element: JQuery, [name, column]: readonly [string, Field], value: unknown): JQuery => {
    const keys = keysOfField(node.type, name, column);
    const { look } = column;
    if (!("options" in look)) return rowField(element, name, { label: say(keys.column), value });
    const options = look.options.map((option) => [option, say(keys.option(option))] as const);
    return rowChoice(element, name, { label: say(keys.column), options, value });
  };
  const rows = openRows<Described>(root.find(`[data-ru-rows="${property}"] > ol`), {
    addButton: say(keyOf(node.type, `button.${property}`)),
    heads: headsOf(Object.entries(columns), { numbered, label: (name, column) => say(keysOfField(node.type, name, column).column) }),
    changed,
    build: (element, row) => {
      if (numbered) $("<span class='ru-position'>").appendTo(element);
      for (const [name, column] of Object.entries(columns)) {
        const cell = cellOf(element, [name, column], row[name] ?? column.initially).addClass(widthOf(column));
        if (column.look.as === "text" && column.look.offers !== null) cell.attr("list", `ru-offers-${property}-${name}`);
      }
    },
    read: (element) =>
      Object.fromEntries(Object.entries(columns).flatMap(([name, column]) => cellIn(column, name, rowText(element, name)))),
  });
  const before = saved(node, property);
  for (const row of Array.isArray(before) ? (before as Described[]) : []) rows.add(row);
  readFromForm(node, property, rows.read);
  return rows;
}

interface Heading {
  readonly numbered: boolean;
  readonly label: (name: string, column: Field) => string;
}

/** A head for each column, as wide as its cells. Screen readers have the name of each field instead. */
function headsOf(columns: readonly (readonly [string, Field])[], { numbered, label }: Heading): JQuery {
  const heads = $("<div class='ru-list-row ru-heads' aria-hidden='true'>");
  if (numbered) $("<span class='ru-beside-number'>").appendTo(heads);
  for (const [name, column] of columns) $("<span class='ru-head'>").text(label(name, column)).addClass(widthOf(column)).appendTo(heads);
  return heads;
}

/** Numbers are saved as numbers, and empty values are left out where allowed, so that saving an unchanged row changes nothing. */
function cellIn({ look }: Field, name: string, text: string): [string, unknown][] {
  if (look.as === "quantity") return [[name, /^\d+$/.test(text) ? Number(text) : text]];
  return text === "" && look.as === "text" && look.leftOut ? [] : [[name, text]];
}

/** Numbers and short words need little room; a choice of long texts needs more than a name. */
function widthOf({ look }: Field): string {
  if (look.as === "quantity") return "ru-narrow";
  if (!("options" in look)) return "";
  return look.options.every((option) => option.length <= 5) ? "ru-short-choice" : "ru-long-choice";
}
