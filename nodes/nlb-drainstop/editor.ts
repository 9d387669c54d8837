import { plainForm } from "../shared/editor/form";
import { currentText } from "../shared/editor/live";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { onlyWhen, wholeNumber } from "../shared/editor/validate";

export interface NlbDrainstopConfig extends StepConfig {
  mode: "drain" | "stop";
  limitMinutes: NumberField;
  atLimit: "put-back" | "cut" | "wait-on" | "ask";
  waitOnMinutes: NumberField;
}

const minutes = wholeNumber(1, 10_080);

RED.nodes.registerType<NlbDrainstopConfig>("nlb-drainstop", {
  category: "rolling update",
  color: "#8DB0CC",
  icon: "nlb-drainstop.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    mode: { value: "drain" },
    limitMinutes: { value: 20, required: true, validate: onlyWhen("mode", ["drain"], minutes) },
    atLimit: { value: "put-back" },
    waitOnMinutes: {
      value: 20,
      required: true,
      validate(value, options) {
        return currentText(this, "mode") !== "drain" || onlyWhen("atLimit", ["wait-on"], minutes).call(this, value, options);
      },
    },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("nlb-drainstop.palette");
  },
  label() {
    return this.name || this._(`nlb-drainstop.short.${this.mode}`, { minutes: this.limitMinutes });
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
