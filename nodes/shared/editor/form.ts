import type { Fields, Others } from "../fields";
import { othersOf, textOf } from "../fields";
import { fillOffers, openChoice, openTextList, tellLimits } from "./controls";
import { leaveUnusedCredentials } from "./credentials";
import style from "./form.css";
import type { OpenForm } from "./live";
import { current, formClosed, listsOfForm, prefixOf, saved } from "./live";
import type { Judged } from "./reasons";
import { showReasons } from "./reasons";
import type { Rows } from "./rows";
import { openFieldRows } from "./rows";

/** The open form of a node, for what the node itself does with it. */
export interface Form extends OpenForm {
  /** The field of a property. */
  field(property: string): JQuery;
  /** The rows of a property that has some. */
  rows(property: string): Rows<object>;
  /** Updates which rows and reasons are shown, after a change that no field has reported. */
  refresh(): void;
}

/**
 * Call in `oneditprepare`. Rows with `data-ru-when="kind=rollup|setup"` are shown while the field `kind` has one of these values; under each
 * field there is a text that says what is wrong with it.
 */
export function openForm(node: EditorNode, judged: Judged): Form {
  const { fields } = judged;
  if ($("#ru-form-style").length === 0) $("<style id='ru-form-style'>").text(style).appendTo("head");
  // The one on top: a config node's form opens over that of the node which refers to it.
  const root = $(".ru-form").last();
  const rows = new Map<string, Rows<object>>();
  const of = othersOf(fields, (property) => current(node, property));
  const form: Form = {
    node,
    root,
    field: (property) => $(`#${prefixOf(node)}-${property}`),
    rows: (property) => {
      const found = rows.get(property);
      if (found === undefined) throw new Error(`The form has no rows for ${property}.`);
      return found;
    },
    refresh: () => {
      showRows(root, of);
      showReasons(form, judged);
    },
  };
  fillWhatIsNew(form, fields);
  for (const [property, field] of Object.entries(fields)) {
    const { look } = field;
    if (look.as === "list") openTextList(form, property, look);
    if (look.as === "rows") rows.set(property, openFieldRows({ node, root, changed: () => form.refresh() }, property, look));
    if (look.as === "radio") openChoice(form.field(property));
    tellLimits(form, property, field);
  }
  fillOffers(form);
  root.on("input change", () => form.refresh());
  // Whether they open depends on the values, which have been filled in by now.
  for (const section of root.find<HTMLDetailsElement>("details.ru-section").toArray())
    section.open = Object.entries(fields).some(([property, { initially }]) => {
      const inside = $(section).find(`#${prefixOf(node)}-${property}`).length > 0;
      return inside && isSet(current(node, property), initially);
    });
  return form;
}

/** Call in `oneditsave` and `oneditcancel`; on saving, texts are trimmed, and lists are written to the node. */
export function closeForm(node: EditorNode, fields: Fields, save: boolean): void {
  if (save) {
    // The editor reads the values of the fields after this.
    $(".ru-form")
      .last()
      .find("input[type='text']")
      .val((_index, text) => text.trim());
    const properties = node as unknown as Record<string, unknown>;
    for (const [property, value] of listsOfForm()) properties[property] = value;
    for (const [property, { look, initially }] of Object.entries(fields)) if (look.as === "hidden") properties[property] = initially;
    leaveUnusedCredentials(node, fields);
  }
  formClosed();
}

function showRows(root: JQuery, of: Others): void {
  root.find("[data-ru-when]").each((_index, element) => {
    const conditions = (element.dataset["ruWhen"] ?? "").split("&");
    const met = conditions.every((condition) => {
      const [property = "", values = ""] = condition.split("=");
      return values.split("|").includes(textOf(of(property)) ?? "");
    });
    element.hidden = !met;
  });
}

/** A node that was saved before a field existed has the field's default. */
function fillWhatIsNew({ node, field }: Form, fields: Fields): void {
  for (const [property, { look, initially }] of Object.entries(fields))
    if (saved(node, property) === undefined && !["credential", "configNode"].includes(look.as) && typeof initially !== "object")
      field(property).not("[type='checkbox']").val(String(initially));
}

const isSet = (value: unknown, initially: unknown): boolean => {
  const text = textOf(value) ?? "";
  return !["", "_ADD_", "false", textOf(initially)].includes(text);
};
