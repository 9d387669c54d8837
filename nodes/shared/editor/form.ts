import { openChoice } from "./choice";
import style from "./form.css";
import { current, currentText, formClosed, listsOfForm, prefixOf, readFromForm, textOf } from "./live";
import { allArrays, memberNames } from "./validate";

/** What a node's form needs of the shared one. */
export interface Form {
  /** The field of a property. */
  field(property: string): JQuery;
  /** Shows and hides rows and reasons anew, after a change that no field has reported. */
  refresh(): void;
}

/**
 * Call in `oneditprepare`. Rows with `data-ru-when="kind=rollup|setup"` are shown while the field `kind` has one of these values;
 * what is wrong with a field stands under it in words; list fields (`data-ru-list`) are filled.
 */
export function openForm(node: EditorNode): Form {
  if ($("#ru-form-style").length === 0) $("<style id='ru-form-style'>").text(style).appendTo("head");
  const prefix = prefixOf(node);
  const root = $(".ru-form");
  const form: Form = {
    field: (property) => $(`#${prefix}-${property}`),
    refresh: () => {
      showRows(node, root);
      showReasons(node, root);
    },
  };
  root.find("[data-ru-list]").each((_index, element) => openTextList(node, $(element)));
  root.find<HTMLSelectElement>("select[data-ru-choice]").each((_index, element) => openChoice($(element)));
  openByHand(node, root);
  root.on("input change", () => form.refresh());
  return form;
}

/** Call in `oneditsave` and `oneditcancel`; on saving, texts lose blanks around them, and lists are written to the node. */
export function closeForm(node: EditorNode, save: boolean): void {
  if (save) {
    // The editor takes the fields' values after this.
    $(".ru-form input[type='text']").val((_index, text) => text.trim());
    for (const [property, value] of listsOfForm()) (node as unknown as Record<string, unknown>)[property] = value;
  }
  formClosed();
}

/** Handlers for forms that need nothing of their own; to be named one by one, as `stepLooks` are. */
export const plainForm = {
  oneditprepare(this: EditorNode): void {
    openForm(this);
  },
  oneditsave(this: EditorNode): void {
    closeForm(this, true);
  },
  oneditcancel(this: EditorNode): void {
    closeForm(this, false);
  },
};

function showRows(node: EditorNode, root: JQuery): void {
  root.find("[data-ru-when]").each((_index, element) => {
    const conditions = (element.dataset["ruWhen"] ?? "").split("&");
    const met = conditions.every((condition) => {
      const [property = "", values = ""] = condition.split("=");
      return values.split("|").includes(currentText(node, property));
    });
    element.hidden = !met;
  });
}

function showReasons(node: EditorNode, root: JQuery): void {
  const { defaults } = node._def;
  for (const [property, { validate }] of Object.entries(defaults)) {
    if (validate === undefined) continue;
    const field = root.find(`#${prefixOf(node)}-${property}, [data-ru-list="${property}"], [data-ru-rows="${property}"]`);
    const row = field.closest(".form-row");
    if (row.length === 0) continue;
    const value = current(node, property);
    const verdict = isEnvironment(value) || validate.call(node, value, {});
    const shown = row.children(`[data-ru-reason="${property}"]`);
    field.not("[data-ru-rows]").toggleClass("input-error", verdict !== true);
    field.attr("aria-invalid", String(verdict !== true));
    if (verdict === true) shown.remove();
    else
      (shown.length > 0 ? shown : $("<div class='ru-reason' role='alert'>").attr("data-ru-reason", property).appendTo(row)).text(verdict);
  }
}

/** The runtime puts the variable's value in; the editor lets it pass likewise. */
const isEnvironment = (value: unknown): boolean => /^\$[{(][A-Za-z_]\w*[})]$/.test(textOf(value));

/** A field of texts, by line where it is a text area, else by comma. The node has them as an array. */
function openTextList(node: EditorNode, field: JQuery): void {
  const property = field.attr("data-ru-list") ?? "";
  const byLine = field.is("textarea");
  const saved = (node as unknown as Readonly<Record<string, unknown>>)[property];
  field.val((Array.isArray(saved) ? saved.map(textOf) : []).join(byLine ? "\n" : ", "));
  const numbers = field.is("[data-ru-numbers]");
  readFromForm(node, property, () => {
    const texts = textOf(field.val())
      .split(byLine ? /\r?\n/ : /[,;\s]+/)
      .map((text) => text.trim())
      .filter((text) => text !== "");
    // What is no number stays as it is, so that the reason can name it.
    return numbers ? texts.map((text) => (/^\d+$/.test(text) ? Number(text) : text)) : texts;
  });
}

/** The section for work without the loop: open where it is used, with the array's members to choose from. */
function openByHand(node: EditorNode, root: JQuery): void {
  const section = root.find(".ru-by-hand");
  if (section.length === 0) return;
  section.prop("open", currentText(node, "server") !== "" || current(node, "alone") === true);
  const names = section.find("datalist");
  section.on("change", () => {
    const array = currentText(node, "array");
    const offered = array === "" || array === "_ADD_" ? allArrays().flatMap(memberNames) : memberNames(array);
    names.empty();
    for (const name of offered) $("<option>").val(name).appendTo(names);
  });
}
