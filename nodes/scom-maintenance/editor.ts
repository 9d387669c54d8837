import { plainForm } from "../shared/editor/form";
import { textOf } from "../shared/editor/live";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { onlyWhen, wholeNumber } from "../shared/editor/validate";

export interface ScomMaintenanceConfig extends StepConfig {
  action: "begin" | "end";
  minutes: NumberField;
  reason: string;
  comment: string;
  effectWithinMinutes: NumberField;
  keepMinutes: NumberField;
}

const begin = ["begin"];

RED.nodes.registerType<ScomMaintenanceConfig>("scom-maintenance", {
  category: "rolling update",
  color: "#8FB08C",
  icon: "scom-maintenance.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    action: { value: "begin" },
    minutes: { value: 240, required: true, validate: onlyWhen("action", begin, wholeNumber(5, 10_080)) },
    reason: { value: "PlannedApplicationMaintenance" },
    comment: {
      value: "Rolling update",
      validate(value, _options) {
        return textOf(value).length <= 250 || this._("scom-maintenance.reason.comment");
      },
    },
    effectWithinMinutes: { value: 10, required: true, validate: onlyWhen("action", begin, wholeNumber(1, 1440)) },
    keepMinutes: { value: 30, required: true, validate: onlyWhen("action", begin, wholeNumber(10, 10_080)) },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("scom-maintenance.palette");
  },
  label() {
    return this.name || this._(`scom-maintenance.short.${this.action}`, { minutes: this.minutes });
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
