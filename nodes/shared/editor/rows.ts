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
  /** Further buttons beside the one that adds a row. */
  buttons?: readonly ListButton[];
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
    buttons: [...(options.buttons ?? [])],
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

/** A text field of a row, with a name for screen readers. */
export function rowField(element: JQuery, part: string, label: string, value: unknown): JQuery {
  return $("<input type='text' autocomplete='off'>")
    .addClass(`ru-${part}`)
    .attr({ placeholder: label, "aria-label": label })
    .val(value === undefined ? "" : String(value))
    .appendTo(element);
}

/** A choice of a row. @param options value and text of each */
export function rowChoice(
  element: JQuery,
  part: string,
  label: string,
  options: readonly (readonly [string, string])[],
  value: unknown,
): JQuery {
  const select = $("<select>").addClass(`ru-${part}`).attr("aria-label", label).appendTo(element);
  for (const [key, text] of options) $("<option>").val(key).text(text).appendTo(select);
  return select.val(options.some(([key]) => key === value) ? String(value) : (options[0]?.[0] ?? ""));
}

/** The trimmed text of a row's field. */
export const rowText = (element: JQuery, part: string): string => String(element.find(`.ru-${part}`).val() ?? "").trim();
