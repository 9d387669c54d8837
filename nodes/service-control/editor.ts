import { plainForm } from "../shared/editor/form";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { eachLooksLike, wholeNumber } from "../shared/editor/validate";

export interface ServiceControlConfig extends StepConfig {
  action: "stop" | "start" | "restore";
  /** Service names, not display names. */
  services: string[];
  limitMinutes: NumberField;
}

RED.nodes.registerType<ServiceControlConfig>("service-control", {
  category: "rolling update",
  color: "#D3B188",
  icon: "service-control.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    action: { value: "stop" },
    services: {
      value: [],
      // None is all right: the step then passes, until somebody names one.
      validate: eachLooksLike(/^[^\\/*?"<>|]{1,256}$/, "service-control.reason.name"),
    },
    limitMinutes: { value: 10, required: true, validate: wholeNumber(1, 1440) },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("service-control.palette");
  },
  label() {
    if (this.name) return this.name;
    const services = this.services ?? [];
    if (this.action === "restore" || services.length === 0) return this._(`service-control.short.${this.action}`);
    const others = services.length - 1;
    const first = services[0] ?? "";
    return others === 0
      ? this._(`service-control.short.${this.action}One`, { first })
      : this._(`service-control.short.${this.action}More`, { first, others });
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
