import { plainForm } from "../shared/editor/form";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { wholeNumber } from "../shared/editor/validate";

export interface PreflightCheckConfig extends StepConfig {
  update: string;
  maxClockSkewSeconds: NumberField;
  minFreeDiskMb: NumberField;
  pendingRestart: "refuse" | "warn";
  differentVersions: "refuse" | "warn";
  foundOut: "refuse" | "leave-out";
  neededMinutes: NumberField;
}

RED.nodes.registerType<PreflightCheckConfig>("preflight-check", {
  category: "rolling update",
  color: "#8FB08C",
  icon: "preflight-check.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    update: { value: "", type: "update-package", required: false },
    pendingRestart: { value: "refuse" },
    differentVersions: { value: "refuse" },
    foundOut: { value: "refuse" },
    maxClockSkewSeconds: { value: 300, required: true, validate: wholeNumber(1, 86_400) },
    minFreeDiskMb: { value: 5120, required: true, validate: wholeNumber(0, 1_000_000) },
    neededMinutes: { value: 240, required: true, validate: wholeNumber(1, 10_080) },
  },
  inputs: 1,
  outputs: 2,
  paletteLabel() {
    return this._("preflight-check.palette");
  },
  label() {
    return this.name || this._("preflight-check.palette");
  },
  outputLabels(index) {
    return this._(index === 0 ? "preflight-check.port.fit" : "preflight-check.port.already-updated");
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
