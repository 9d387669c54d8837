import { plainForm } from "../shared/editor/form";
import { currentText } from "../shared/editor/live";
import type { NumberField, StepConfig } from "../shared/editor/step";
import { stepDefaults, stepLooks } from "../shared/editor/step";
import { looksLike, wholeNumber, windowsPath } from "../shared/editor/validate";

export interface BackupServerConfig extends StepConfig {
  /** The program, on the member; empty: the step passes. */
  file: string;
  arguments: string[];
  limitMinutes: NumberField;
  /** A file that the backup must have written or renewed; empty: the exit code alone counts. */
  proofFile: string;
}

RED.nodes.registerType<BackupServerConfig>("backup-server", {
  category: "rolling update",
  color: "#8FB08C",
  icon: "backup-server.svg",
  defaults: {
    name: stepDefaults.name,
    server: stepDefaults.server,
    array: stepDefaults.array,
    alone: stepDefaults.alone,
    connection: stepDefaults.connection,
    file: { value: "", validate: looksLike(windowsPath, "backup-server.reason.path") },
    arguments: { value: [] },
    limitMinutes: {
      value: 120,
      required: true,
      validate(value, options) {
        return currentText(this, "file") === "" || wholeNumber(1, 10_080).call(this, value, options);
      },
    },
    proofFile: { value: "", validate: looksLike(windowsPath, "backup-server.reason.path") },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._("backup-server.palette");
  },
  label() {
    if (this.name) return this.name;
    const program = (this.file ?? "").split("\\").at(-1) ?? "";
    return program === "" ? this._("backup-server.short.none") : this._("backup-server.short.program", { program });
  },
  labelStyle: stepLooks.labelStyle,
  inputLabels: stepLooks.inputLabels,
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
