/** Shows a `<select data-ru-choice>` as radio buttons, so that all its options are read at once. The select keeps the value. */
export function openChoice(select: JQuery): void {
  const name = select.attr("id") ?? "";
  const label = select.closest(".form-row").children("label").attr("id", `${name}-label`);
  const group = $("<div class='ru-choice' role='radiogroup'>").attr("aria-labelledby", label.attr("id") ?? "");
  const options = select.children("option").toArray() as HTMLOptionElement[];
  for (const { value, disabled, textContent, dataset } of options) {
    const radio = $("<input type='radio'>")
      .attr({ name: `ru-${name}`, value })
      .prop("disabled", disabled);
    // The editor puts the words in after the form was built.
    const text = $("<span>")
      .text(textContent ?? "")
      .attr("data-i18n", dataset["i18n"] ?? "");
    $("<label>").append(radio, text).toggleClass("ru-disabled", disabled).appendTo(group);
  }
  group.insertAfter(select.prop("hidden", true));
  group.on("change", "input", (event) => {
    // The group's own event would come after the select's, with the value of before.
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
