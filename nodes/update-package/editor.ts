import { plainForm } from "../shared/editor/form";
import { currentText, textOf } from "../shared/editor/live";
import { all, eachLooksLike, looksLike, needed, onlyWhen, same, windowsPath } from "../shared/editor/validate";

export interface UpdatePackageConfig {
  version: number;
  /** Messages and commands choose the package by it. */
  name: string;
  kind: "rollup" | "setup" | "security-update" | "windows-updates" | "command";
  /** On the member. */
  file: string;
  /** Where the member fetches it from; empty: it must be there. */
  copyFrom: string;
  sha256: string;
  expectedBuild: string;
  fitsBuilds: string;
  arguments: string[];
  kbs: string[];
}

const files = ["rollup", "setup", "security-update", "command"];
const singleFiles = ["rollup", "security-update", "command"];
const products = ["rollup", "setup", "security-update"];

const uniqueName: EditorValidator = function (value, _options) {
  let taken = false;
  RED.nodes.eachConfig((node) => {
    if (node.type === "update-package" && node.id !== this.id && same(textOf(node["name"]), textOf(value))) taken = true;
  });
  return !taken || this._("update-package.reason.nameTaken");
};

const fitsKind: EditorValidator = function (value, _options) {
  const file = textOf(value).trim().toLowerCase();
  if (currentText(this, "kind") === "rollup" && !file.endsWith(".msp")) return this._("update-package.reason.rollup");
  if (currentText(this, "kind") === "setup" && !/\.(com|exe)$/.test(file)) return this._("update-package.reason.setup");
  if (currentText(this, "kind") === "security-update" && !/\.(msp|exe)$/.test(file)) return this._("update-package.reason.securityUpdate");
  return true;
};

RED.nodes.registerType<UpdatePackageConfig>("update-package", {
  category: "config",
  defaults: {
    version: { value: 1 },
    name: { value: "", required: true, validate: all(needed("update-package.reason.name"), uniqueName) },
    kind: { value: "rollup" },
    file: {
      value: "",
      validate: onlyWhen(
        "kind",
        files,
        all(needed("update-package.reason.file"), looksLike(windowsPath, "update-package.reason.path"), fitsKind),
      ),
    },
    copyFrom: { value: "", validate: onlyWhen("kind", singleFiles, looksLike(windowsPath, "update-package.reason.copyFrom")) },
    sha256: {
      value: "",
      validate: onlyWhen(
        "kind",
        singleFiles,
        all(looksLike(/^[0-9a-f]{64}$/i, "update-package.reason.sha256"), function (value, _options) {
          return textOf(value).trim() !== "" || currentText(this, "copyFrom").trim() === "" || this._("update-package.reason.sha256Needed");
        }),
      ),
    },
    expectedBuild: { value: "", validate: onlyWhen("kind", files, looksLike(/^\d+\.\d+\.\d+\.\d+$/, "update-package.reason.build")) },
    fitsBuilds: { value: "", validate: onlyWhen("kind", products, looksLike(/^\d+(\.\d+){0,3}\.?$/, "update-package.reason.fitsBuilds")) },
    arguments: { value: [] },
    kbs: { value: [], validate: onlyWhen("kind", ["windows-updates"], eachLooksLike(/^(KB)?\d{5,8}$/i, "update-package.reason.kb")) },
  },
  paletteLabel() {
    return this._("update-package.palette");
  },
  label() {
    return this.name || this._("update-package.palette");
  },
  oneditprepare: plainForm.oneditprepare,
  oneditsave: plainForm.oneditsave,
  oneditcancel: plainForm.oneditcancel,
});
