import { plainForm } from "../shared/editor/form";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { wholeNumber } from "../shared/editor/validate";

export interface NlbStartConfig extends StepConfig {
  limitMinutes: NumberField;
}

RED.nodes.registerType<NlbStartConfig>("nlb-start", {
  category: "rolling update",
  color: "#8DB0CC",
  icon: "nlb-start.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    limitMinutes: { value: 5, required: true, validate: wholeNumber(1, 120) },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("nlb-start.palette");
  },
  label() {
    return this.name || this._("nlb-start.palette");
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
