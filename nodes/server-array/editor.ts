import { textOf } from "../shared/fields";
import type { Form, Own } from "../shared/editor";
import { rowText } from "../shared/editor";
import { isList, membersIn } from "./paste-members.editor";

/** A list of members can be pasted into a name, or into a box for many. */
export const own: Own = {
  opened(form) {
    const say = (key: string): string => form.node._(`server-array.${key}`);
    const list = form.root.find("[data-ru-rows='members'] ol");
    const text = $("<textarea id='ru-paste-text' rows='5' spellcheck='false'>").attr({
      placeholder: say("placeholder.paste"),
      "aria-label": say("button.pasteMany"),
    });
    const add = $("<button type='button' class='red-ui-button red-ui-button-small' id='ru-paste-add'>").text(say("button.pasteAdd"));
    const box = $("<div class='ru-paste' hidden>").append(text, add).appendTo(list.closest(".ru-wide"));
    const open = $("<button type='button' class='red-ui-button red-ui-button-small red-ui-editableList-addButton' id='ru-paste-open'>")
      .css({ marginTop: "4px" })
      .append("<i class='fa fa-clipboard'></i> ", document.createTextNode(say("button.pasteMany")))
      .appendTo(list.closest(".red-ui-editableList"));

    open.on("click", () => {
      box.prop("hidden", false);
      text.trigger("focus");
    });
    add.on("click", () => {
      addMembers(form, textOf(text.val()) ?? "");
      text.val("");
      box.prop("hidden", true);
    });
    list.on("paste", "input", (event) => {
      const pasted = (event.originalEvent as ClipboardEvent | undefined)?.clipboardData?.getData("text") ?? "";
      if (!isList(pasted)) return;
      event.preventDefault();
      addMembers(form, pasted);
    });
  },
};

/** Adds a pasted list; empty rows are removed. */
function addMembers(form: Form, text: string): void {
  const rows = form.rows("members");
  for (const row of rows.elements()) if (rowText(row, "name") === "" && rowText(row, "address") === "") row.closest("li").remove();
  for (const member of membersIn(text)) rows.add(member);
  form.refresh();
}
