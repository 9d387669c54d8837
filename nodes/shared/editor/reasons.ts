import type { Fields, Problem } from "../fields";
import type { Judge } from "./judge";
import type { OpenForm } from "./live";
import { current, prefixOf } from "./live";

/** What is checked, by which function, and with which texts. */
export interface Judged {
  readonly fields: Fields;
  readonly judge: Judge;
  readonly inWords: (problem: Problem) => string;
}

/** Shows under each field what is wrong with it, and marks the affected rows. */
export function showReasons({ node, root }: OpenForm, { fields, judge, inWords }: Judged): void {
  for (const property of Object.keys(fields)) {
    const field = root.find(`#${prefixOf(node)}-${property}, [data-ru-list="${property}"], [data-ru-rows="${property}"]`);
    const row = field.closest(".form-row");
    if (row.length === 0) continue;
    const problem = judge(node, property, current(node, property));
    field.not("[data-ru-rows]").toggleClass("input-error", problem !== null);
    field.attr("aria-invalid", String(problem !== null));
    markRows(field.filter("[data-ru-rows]"), problem?.rows ?? []);
    const shown = row.children(`[data-ru-reason="${property}"]`);
    if (problem === null) shown.remove();
    else
      (shown.length > 0 ? shown : $("<div class='ru-reason' role='alert'>").attr("data-ru-reason", property).appendTo(row)).text(
        inWords(problem),
      );
  }
}

function markRows(field: JQuery, wrong: readonly number[]): void {
  field.find("li:not(.red-ui-editableList-item-deleting)").each((index, row) => {
    $(row).toggleClass("ru-wrong", wrong.includes(index));
  });
}
