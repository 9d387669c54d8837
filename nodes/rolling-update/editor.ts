import { textOf } from "../shared/fields";
import type { Own } from "../shared/editor";
import { showRunsAtWork } from "./at-work.editor";
import { showBatches } from "./batches.editor";

/** Shows the batches, the zone in which the maintenance window is set, and whether it goes over midnight. */
export const own: Own = {
  loaded: showRunsAtWork,
  opened(form) {
    const { node, root, field } = form;
    showBatches(form);
    const overnight = $("<span class='ru-unit' id='ru-overnight'>")
      .text(node._("rolling-update.text.overnight"))
      .insertAfter(field("windowTo").closest(".ru-part"));
    // Whoever sets a window means local time; the field shows whose.
    field("windowFrom").on("change", () => {
      if (field("windowFrom").val() !== "" && field("windowZone").val() === "") {
        field("windowZone").val(Intl.DateTimeFormat().resolvedOptions().timeZone).trigger("change");
      }
    });
    const show = (): void => {
      const [from, to] = [field("windowFrom"), field("windowTo")].map((end) => textOf(end.val()) ?? "") as [string, string];
      overnight.prop("hidden", !(from !== "" && to !== "" && to < from));
    };
    root.on("input change", show);
    show();
  },
};
