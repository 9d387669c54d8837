import { textOf } from "../shared/fields";
import type { Form, Own } from "../shared/editor";
import { showRunsAtWork } from "./at-work.editor";
import { showBatches } from "./batches.editor";
import { fields } from "./fields";

/** Shows the batches, the zone in which the maintenance window is set, and whether it goes over midnight; says of folded groups what is set there. */
export const own: Own = {
  loaded: showRunsAtWork,
  opened(form) {
    const { node, root, field } = form;
    showBatches(form);
    showWhatIsSet(form);
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

/** Below the heading of each group while it is folded. */
function showWhatIsSet({ node, root, field }: Form): void {
  const say = (key: string): string => node._(`rolling-update.${key}`);
  /** As it counts: an empty field has its default. */
  const written = (name: keyof typeof fields): string => textOf(field(name).val()) || (textOf(fields[name].initially) ?? "");
  const chosen = (name: string): string => field(name).find("option:selected").text();
  const quantity = (name: keyof typeof fields, unit: string): string =>
    [say(`label.${name}`), written(name), node._(`shared.unit.${unit}`)].join(" ");
  /** By a field of the group. */
  const groups: Readonly<Record<string, () => readonly string[]>> = {
    windowFrom: () => {
      const [from, to] = [written("windowFrom"), written("windowTo")];
      return from + to === "" ? [say("text.anyTime")] : [`${from || "?"} – ${to || "?"}`, written("windowZone") || "?"];
    },
    howMany: () => [
      `${say("label.howMany")} ${written("howMany")}`,
      chosen("order"),
      ...(Number(written("soakMinutes")) > 0 ? [quantity("soakMinutes", "minutes")] : []),
    ],
    whenStepFails: () => [chosen("whenStepFails"), chosen("afterRestart")],
    guardSeconds: () => [quantity("guardSeconds", "seconds"), quantity("watchdogMinutes", "minutes")],
    openHttp: () => [say(field("openHttp").is(":checked") ? "label.openHttp" : "text.closedHttp")],
  };
  for (const [name, set] of Object.entries(groups)) {
    const group = field(name).closest("details");
    const told = $("<div class='ru-hint'>").css({ "margin-left": "15px", "font-weight": "normal" }).appendTo(group.children("summary"));
    const show = (): void => void told.text(set().join(" · ")).prop("hidden", group.prop("open"));
    group.on("toggle", show);
    root.on("input change", show);
    show();
  }
}
