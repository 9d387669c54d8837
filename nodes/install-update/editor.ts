import { plainForm } from "../shared/editor/form";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { nameOf, stepDefaults, stepLooks } from "../shared/editor/step";
import { wholeNumber } from "../shared/editor/validate";

export interface InstallUpdateConfig extends StepConfig {
  /** An update-package; empty: the run's own. */
  update: string;
  limitMinutes: NumberField;
  busyRetries: NumberField;
  busyPauseMinutes: NumberField;
}

RED.nodes.registerType<InstallUpdateConfig>("install-update", {
  category: "rolling update",
  color: "#D3B188",
  icon: "install-update.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    update: { value: "", type: "update-package", required: false },
    limitMinutes: { value: 180, required: true, validate: wholeNumber(1, 10_080) },
    busyRetries: { value: 5, required: true, validate: wholeNumber(0, 100) },
    busyPauseMinutes: { value: 5, required: true, validate: wholeNumber(1, 240) },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("install-update.palette");
  },
  label() {
    return this.name || this._("install-update.short.package", { name: nameOf(this.update, this._("install-update.short.ofRun")) });
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
