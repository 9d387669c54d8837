import { closeForm, openForm } from "../shared/editor/form";
import { readFromForm, textOf } from "../shared/editor/live";
import { openRows, rowChoice, rowField, rowText } from "../shared/editor/rows";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { wholeNumber } from "../shared/editor/validate";

/** What must answer, on the member's own address. */
export interface HttpProbe {
  scheme: "https" | "http";
  port: NumberField;
  path: string;
  /** Host header, where the site needs another than the address. */
  host?: string;
  status: NumberField;
}

export interface VerifyHealthConfig extends StepConfig {
  update: string;
  settleMinutes: NumberField;
  tcpPorts: NumberField[];
  httpProbes: HttpProbe[];
  /** `Provider` or `Provider/id`. */
  ignoreEvents: string[];
  newErrors: "fail" | "report";
  setupLog: string;
}

const isWhole = (value: unknown, min: number, max: number): boolean =>
  /^\d+$/.test(textOf(value)) && Number(value) >= min && Number(value) <= max;
const numberOr = (text: string): NumberField => (/^\d+$/.test(text) ? Number(text) : text);

RED.nodes.registerType<VerifyHealthConfig>("verify-health", {
  category: "rolling update",
  color: "#8FB08C",
  icon: "verify-health.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    update: { value: "", type: "update-package", required: false },
    settleMinutes: { value: 15, required: true, validate: wholeNumber(1, 240) },
    tcpPorts: {
      value: [],
      validate(value, _options) {
        return (Array.isArray(value) ? value : []).every((port) => isWhole(port, 1, 65_535)) || this._("shared.reason.port");
      },
    },
    httpProbes: {
      value: [],
      validate(value, _options) {
        for (const [index, probe] of ((Array.isArray(value) ? value : []) as HttpProbe[]).entries()) {
          const at = (reason: string): string => this._("verify-health.reason.probe", { number: index + 1, reason: this._(reason) });
          if (!isWhole(probe.port, 1, 65_535)) return at("shared.reason.port");
          if (!textOf(probe.path).startsWith("/")) return at("shared.reason.path");
          if (!isWhole(probe.status, 100, 599)) return at("shared.reason.status");
        }
        return true;
      },
    },
    newErrors: { value: "report" },
    ignoreEvents: {
      value: [],
      validate(value, _options) {
        const wrong = (Array.isArray(value) ? value : []).map(textOf).find((entry) => !/^[^/]+(\/\d+)?$/.test(entry));
        return wrong === undefined || this._("verify-health.reason.event", { entry: wrong });
      },
    },
    setupLog: { value: "C:\\ExchangeSetupLogs\\ExchangeSetup.log" },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("verify-health.palette");
  },
  label() {
    if (this.name) return this.name;
    const probes = (this.httpProbes ?? []).length + (this.tcpPorts ?? []).length;
    return probes === 0
      ? this._("verify-health.palette")
      : this._(probes === 1 ? "verify-health.short.oneProbe" : "verify-health.short.probes", { probes });
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare() {
    const form = openForm(this);
    const rows = openRows<HttpProbe>($("#ru-http-probes"), {
      addButton: this._("verify-health.button.add"),
      changed: () => form.refresh(),
      build: (row, probe) => {
        rowChoice(
          row,
          "scheme",
          this._("verify-health.probe.scheme"),
          [
            ["https", "https"],
            ["http", "http"],
          ],
          probe.scheme,
        );
        rowField(row, "port", this._("verify-health.probe.port"), probe.port ?? 443);
        rowField(row, "path", this._("verify-health.probe.path"), probe.path ?? "/");
        rowField(row, "host", this._("verify-health.probe.host"), probe.host);
        rowField(row, "status", this._("verify-health.probe.status"), probe.status ?? 200);
      },
      read: (row) => {
        const host = rowText(row, "host");
        return {
          scheme: rowText(row, "scheme") === "http" ? "http" : "https",
          port: numberOr(rowText(row, "port")),
          path: rowText(row, "path"),
          ...(host === "" ? {} : { host }),
          status: numberOr(rowText(row, "status")),
        };
      },
    });
    for (const probe of this.httpProbes ?? []) rows.add(probe);
    readFromForm(this, "httpProbes", rows.read);
  },
  oneditsave() {
    closeForm(this, true);
  },
  oneditcancel() {
    closeForm(this, false);
  },
});
