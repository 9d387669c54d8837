import { plainForm } from "../shared/editor/form";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { wholeNumber } from "../shared/editor/validate";

export interface FscutilityConfig extends StepConfig {
  action: "disable" | "enable" | "as-found";
  limitMinutes: NumberField;
}

RED.nodes.registerType<FscutilityConfig>("fscutility", {
  category: "rolling update",
  color: "#D3B188",
  icon: "fscutility.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    action: { value: "disable" },
    limitMinutes: { value: 10, required: true, validate: wholeNumber(1, 240) },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("fscutility.palette");
  },
  label() {
    return this.name || this._(`fscutility.short.${this.action}`);
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
