import { faultNames } from "../../lib/adapters/lab/laws/faults";
import { closeForm, openForm } from "../shared/editor/form";
import { current, readFromForm, textOf } from "../shared/editor/live";
import { openRows, rowChoice, rowField, rowText } from "../shared/editor/rows";
import type { NumberField } from "../shared/editor/step";
import { all, allArrays, looksLike, memberNames, needed, onlyWhen, wholeNumber } from "../shared/editor/validate";
import { openTryOut } from "./try-out.editor";
import { VERSION, sinceVersion2 } from "./versions";

/** What the lab breaks, and on which member. */
export interface FaultRow {
  name: string;
  member: string;
}

export interface ServerConnectionConfig {
  version: number;
  name: string;
  kind: "lab" | "local" | "winrm" | "ssh";
  /** What kind of servers the lab has. */
  role: "exchange-cas" | "web-farm";
  seed: NumberField;
  /** How many times faster than real time the lab's clock runs. */
  speed: NumberField;
  faults: FaultRow[];
  truthFile: string;
  /** PowerShell on the host of Node-RED. */
  executable: string;
  authentication: "Kerberos" | "Negotiate" | "Certificate";
  useSsl: boolean;
  port: NumberField;
  /** Names of JEA endpoints. */
  endpoint: string;
  monitoringEndpoint: string;
  certificateThumbprint: string;
  sshUser: string;
  sshPort: NumberField;
  keyFile: string;
  knownHostsFile: string;
}

const lab = ["lab"];
const byCertificate = (validate: EditorValidator): EditorValidator =>
  onlyWhen("kind", ["winrm"], onlyWhen("authentication", ["Certificate"], validate));
const ifAny = (validate: EditorValidator): EditorValidator =>
  function (value, options) {
    return textOf(value).trim() === "" || validate.call(this, value, options);
  };

/** The editor takes an empty password for a change of one, also where there has never been any: the node would have to be deployed anew. */
function leaveUnusedCredentials(node: EditorNode): void {
  const { user, has_password: hasPassword } = (node as { credentials?: { user?: string; has_password?: boolean } }).credentials ?? {};
  for (const [name, known] of Object.entries({ user: Boolean(user), password: hasPassword === true })) {
    const field = $(`#node-config-input-${name}`);
    if (!known && field.val() === "") field.remove();
  }
}

RED.nodes.registerType<ServerConnectionConfig>("server-connection", {
  category: "config",
  defaults: {
    version: { value: 2 },
    name: { value: "" },
    kind: { value: "lab" },
    role: { value: "exchange-cas" },
    seed: { value: 1, required: true, validate: onlyWhen("kind", lab, wholeNumber(0, 2_147_483_647)) },
    speed: { value: 300, required: true, validate: onlyWhen("kind", lab, wholeNumber(1, 100_000)) },
    faults: {
      value: [],
      validate(value, _options) {
        if (textOf(current(this, "kind")) !== "lab") return true;
        const nowhere = ((Array.isArray(value) ? value : []) as FaultRow[]).findIndex((fault) => textOf(fault.member).trim() === "");
        return nowhere === -1 || this._("server-connection.reason.member", { number: nowhere + 1 });
      },
    },
    truthFile: { value: "" },
    executable: { value: "" },
    authentication: { value: "Kerberos" },
    useSsl: {
      value: false,
      validate: byCertificate(function (value, _options) {
        return value === true || this._("server-connection.reason.useSsl");
      }),
    },
    port: { value: "", validate: onlyWhen("kind", ["winrm"], ifAny(wholeNumber(1, 65_535))) },
    endpoint: { value: "", validate: onlyWhen("kind", ["winrm"], looksLike(/^[\w.-]+$/, "server-connection.reason.endpoint")) },
    monitoringEndpoint: { value: "", validate: onlyWhen("kind", ["winrm"], looksLike(/^[\w.-]+$/, "server-connection.reason.endpoint")) },
    certificateThumbprint: {
      value: "",
      validate: byCertificate(
        all(
          needed("server-connection.reason.certificateThumbprint"),
          looksLike(/^([0-9a-f]\s*){40}$/i, "server-connection.reason.certificateThumbprint"),
        ),
      ),
    },
    sshUser: {
      value: "",
      validate: onlyWhen(
        "kind",
        ["ssh"],
        all(needed("server-connection.reason.sshUser"), looksLike(/^[^\s"'-][^\s"']*$/, "server-connection.reason.sshUser")),
      ),
    },
    sshPort: { value: 22, validate: onlyWhen("kind", ["ssh"], ifAny(wholeNumber(1, 65_535))) },
    keyFile: { value: "" },
    knownHostsFile: { value: "" },
  },
  credentials: {
    user: { type: "text" },
    password: { type: "password" },
  },
  paletteLabel() {
    return this._("server-connection.palette");
  },
  label() {
    return this.name || this._(`server-connection.short.${this.kind}`);
  },
  oneditprepare() {
    const fields = { ...sinceVersion2 };
    // A node of version 1 lacks what version 2 has brought.
    for (const [property, value] of Object.entries(fields))
      if ((this as unknown as Record<string, unknown>)[property] === undefined) $(`#node-config-input-${property}`).val(String(value));
    const form = openForm(this);
    const known = $("#ru-known-members").empty();
    for (const name of allArrays().flatMap(memberNames)) $("<option>").val(name).appendTo(known);
    const names = faultNames.map((fault) => [fault, this._(`server-connection.fault.${fault}`)] as const);
    let changed = false;
    const rows = openRows<FaultRow>($("#ru-faults"), {
      addButton: this._("server-connection.button.add"),
      changed: () => {
        changed = true;
        form.refresh();
      },
      build: (row, fault) => {
        rowChoice(row, "fault", this._("server-connection.row.fault"), names, fault.name);
        rowField(row, "member", this._("server-connection.row.member"), fault.member).attr("list", "ru-known-members");
      },
      read: (row) => ({ name: rowText(row, "fault"), member: rowText(row, "member") }),
    });
    for (const fault of this.faults ?? []) rows.add(fault);
    readFromForm(this, "faults", rows.read);
    // Only what a person does counts: the editor and this form trigger changes of their own while they open.
    $(".ru-form").on("input change", (event) => {
      changed ||= event.originalEvent !== undefined;
    });
    openTryOut(this, $("#ru-try"), $("#ru-tried"), () => changed);
  },
  oneditsave() {
    closeForm(this, true);
    this.version = VERSION;
    leaveUnusedCredentials(this);
  },
  oneditcancel() {
    closeForm(this, false);
  },
});
