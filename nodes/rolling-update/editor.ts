import { closeForm, openForm } from "../shared/editor/form";
import { currentText, textOf } from "../shared/editor/live";
import type { NumberField } from "../shared/editor/step";
import { nameOf, stepLooks } from "../shared/editor/step";
import { all, chosen, looksLike, wholeNumber } from "../shared/editor/validate";

export interface RollingUpdateConfig {
  name: string;
  /** A server-array. */
  array: string;
  /** An update-package; empty: the command names one. */
  update: string;
  watchdogMinutes: NumberField;
  guardSeconds: NumberField;
  openHttp: boolean;
  /** `HH:MM`; both ends empty: no maintenance window. */
  windowFrom: string;
  windowTo: string;
  /** An IANA time zone. */
  windowZone: string;
  /** Planned time that one member takes; 0: told by earlier members. */
  memberMinutes: NumberField;
}

const outputs = ["next", "finished", "stopped", "reply"] as const;

const endOfWindow = (other: string): EditorValidator =>
  all(looksLike(/^([01]\d|2[0-3]):[0-5]\d$/, "rolling-update.reason.time"), function (value, _options) {
    const own = textOf(value).trim();
    const otherEnd = currentText(this, other).trim();
    if ((own === "") !== (otherEnd === "")) return own === "" ? this._("rolling-update.reason.bothEnds") : true;
    return own === "" || own !== otherEnd || this._("rolling-update.reason.sameEnds");
  });

const timeZone: EditorValidator = function (value, _options) {
  const zone = textOf(value).trim();
  if (zone === "") return currentText(this, "windowFrom").trim() === "" || this._("rolling-update.reason.zoneNeeded");
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return this._("rolling-update.reason.zone");
  }
};

RED.nodes.registerType<RollingUpdateConfig>("rolling-update", {
  category: "rolling update",
  color: "#B7A6CE",
  icon: "rolling-update.svg",
  defaults: {
    name: { value: "" },
    array: { value: "", type: "server-array", required: true, validate: chosen("rolling-update.reason.array") },
    update: { value: "", type: "update-package", required: false },
    watchdogMinutes: { value: 15, required: true, validate: wholeNumber(1, 1440) },
    guardSeconds: { value: 15, required: true, validate: wholeNumber(5, 600) },
    openHttp: { value: false },
    windowFrom: { value: "", validate: endOfWindow("windowTo") },
    windowTo: { value: "", validate: endOfWindow("windowFrom") },
    windowZone: { value: "", validate: timeZone },
    memberMinutes: { value: 0, required: true, validate: wholeNumber(0, 10_080) },
  },
  inputs: 1,
  outputs: 4,
  paletteLabel() {
    return this._("rolling-update.palette");
  },
  label() {
    return this.name || this._("rolling-update.short.unnamed", { array: nameOf(this.array, this._("rolling-update.short.noArray")) });
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels() {
    return this._("rolling-update.port.command");
  },
  outputLabels(index) {
    return this._(`rolling-update.port.${outputs[index] ?? "reply"}`);
  },
  oneditprepare() {
    const form = openForm(this);
    const zones = $("#ru-zones").empty();
    for (const zone of Intl.supportedValuesOf("timeZone")) $("<option>").val(zone).appendTo(zones);
    const overnight = $("#ru-overnight");
    // Who sets a window means the time on the wall; the field shows which wall.
    form.field("windowFrom").on("change", () => {
      if (form.field("windowFrom").val() !== "" && form.field("windowZone").val() === "") {
        form.field("windowZone").val(Intl.DateTimeFormat().resolvedOptions().timeZone).trigger("change");
      }
    });
    $(".ru-form").on("input change", () => {
      const from = textOf(form.field("windowFrom").val());
      const to = textOf(form.field("windowTo").val());
      overnight.prop("hidden", !(from !== "" && to !== "" && to < from));
    });
  },
  oneditsave() {
    closeForm(this, true);
  },
  oneditcancel() {
    closeForm(this, false);
  },
});
