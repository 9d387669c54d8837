import { plainForm } from "../shared/editor/form";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { wholeNumber } from "../shared/editor/validate";

export interface RestartServerConfig extends StepConfig {
  when: "if-needed" | "always";
  limitMinutes: NumberField;
  settleMinutes: NumberField;
}

RED.nodes.registerType<RestartServerConfig>("restart-server", {
  category: "rolling update",
  color: "#D3B188",
  icon: "restart-server.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    when: { value: "if-needed" },
    limitMinutes: { value: 45, required: true, validate: wholeNumber(1, 1440) },
    settleMinutes: { value: 15, required: true, validate: wholeNumber(1, 240) },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("restart-server.palette");
  },
  label() {
    return this.name || this._(`restart-server.short.${this.when}`);
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
