import type { Field, Look } from "../fields";
import { entriesOf, limitsInWords, textOf } from "../fields";
import type { OpenForm } from "./live";
import { currentText, readFromForm, saved } from "./live";
import { allArrays, memberNames } from "./references";

/** Shows a `<select>` as radio buttons, so that all its options are visible. The select keeps the value. */
export function openChoice(select: JQuery): void {
  const name = select.attr("id") ?? "";
  const label = select.closest(".form-row").children("label").attr("id", `${name}-label`);
  const group = $("<div class='ru-choice' role='radiogroup'>").attr("aria-labelledby", label.attr("id") ?? "");
  const options = select.children("option").toArray() as HTMLOptionElement[];
  for (const { value, disabled, textContent, dataset } of options) {
    const radio = $("<input type='radio'>")
      .attr({ name: `ru-${name}`, value })
      .prop("disabled", disabled);
    // The editor fills in the texts after the form has been built.
    const text = $("<span>")
      .text(textContent ?? "")
      .attr("data-i18n", dataset["i18n"] ?? "");
    $("<label>").append(radio, text).toggleClass("ru-disabled", disabled).appendTo(group);
  }
  group.insertAfter(select.prop("hidden", true));
  group.on("change", "input", (event) => {
    // The group's own event would come after the select's, with the old value.
    event.stopPropagation();
    select.val((event.currentTarget as HTMLInputElement).value).trigger("change");
  });
  const show = (): void => {
    group.find("input").each((_index, radio) => {
      (radio as HTMLInputElement).checked = (radio as HTMLInputElement).value === select.val();
    });
  };
  select.on("change", show);
  show();
}

/** A field with several texts: one per line in a text area, else with commas between them. The node has them as an array. */
export function openTextList({ node, root }: OpenForm, property: string, { by, numbers }: Extract<Look, { as: "list" }>): void {
  const field = root.find(`[data-ru-list="${property}"]`);
  field.val((entriesOf(saved(node, property), by) ?? []).join(by === "line" ? "\n" : ", "));
  readFromForm(node, property, () => {
    const texts = entriesOf(textOf(field.val()), by) ?? [];
    // Anything but a number stays as it is, so that the reason can name it.
    return numbers ? texts.map((text) => (/^\d+$/.test(text) ? Number(text) : text)) : texts;
  });
}

/** Shows the limits beside a number. */
export function tellLimits({ node, root }: OpenForm, property: string, field: Field): void {
  root.find(`[data-ru-limits="${property}"]`).text(limitsInWords(field, (key, values) => node._(key, values)));
}

/** Fills the suggestions of text fields: `<datalist data-ru-offers="members">`. Members change with the chosen array. */
export function fillOffers({ node, root }: OpenForm): void {
  const fill = (kind: string, entries: () => readonly string[]): void => {
    for (const element of root.find(`datalist[data-ru-offers="${kind}"]`).toArray()) {
      const list = $(element).empty();
      for (const entry of entries()) $("<option>").val(entry).appendTo(list);
    }
  };
  fill("timeZones", () => Intl.supportedValuesOf("timeZone"));
  const fillMembers = (): void => {
    const array = currentText(node, "array");
    fill("members", () => (array === "" || array === "_ADD_" ? allArrays().flatMap(memberNames) : memberNames(array)));
  };
  fillMembers();
  root.on("change", fillMembers);
}
