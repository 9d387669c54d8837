import { plainForm } from "../shared/editor/form";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { wholeNumber } from "../shared/editor/validate";

export interface NlbSetDefaultStateConfig extends StepConfig {
  state: "stopped" | "started" | "suspended" | "as-found";
  convergeWithinMinutes: NumberField;
}

RED.nodes.registerType<NlbSetDefaultStateConfig>("nlb-set-default-state", {
  category: "rolling update",
  color: "#8DB0CC",
  icon: "nlb-set-default-state.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    state: { value: "stopped" },
    convergeWithinMinutes: { value: 5, required: true, validate: wholeNumber(1, 120) },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("nlb-set-default-state.palette");
  },
  label() {
    return this.name || this._(`nlb-set-default-state.short.${this.state}`);
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
