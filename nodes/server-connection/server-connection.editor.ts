import { faultNames } from "../../lib/lab/faults";
import { closeForm, openForm } from "../shared/editor/form";
import { readFromForm, textOf } from "../shared/editor/live";
import { openRows, rowChoice, rowField, rowText } from "../shared/editor/rows";
import type { NumberField } from "../shared/editor/step";
import { allArrays, memberNames, onlyWhen, wholeNumber } from "../shared/editor/validate";

/** What the lab breaks, and on which member. */
export interface FaultRow {
  name: string;
  member: string;
}

export interface ServerConnectionConfig {
  version: number;
  name: string;
  kind: "lab";
  /** What kind of servers the lab has. */
  role: "exchange-cas" | "web-farm";
  seed: NumberField;
  /** How many times faster than real time the lab's clock runs. */
  speed: NumberField;
  faults: FaultRow[];
  truthFile: string;
}

const lab = ["lab"];

RED.nodes.registerType<ServerConnectionConfig>("server-connection", {
  category: "config",
  defaults: {
    version: { value: 1 },
    name: { value: "" },
    kind: { value: "lab" },
    role: { value: "exchange-cas" },
    seed: { value: 1, required: true, validate: onlyWhen("kind", lab, wholeNumber(0, 2_147_483_647)) },
    speed: { value: 300, required: true, validate: onlyWhen("kind", lab, wholeNumber(1, 100_000)) },
    faults: {
      value: [],
      validate(value, _options) {
        const nowhere = ((Array.isArray(value) ? value : []) as FaultRow[]).findIndex((fault) => textOf(fault.member).trim() === "");
        return nowhere === -1 || this._("server-connection.reason.member", { number: nowhere + 1 });
      },
    },
    truthFile: { value: "" },
  },
  paletteLabel() {
    return this._("server-connection.palette");
  },
  label() {
    return this.name || this._(`server-connection.short.${this.kind}`);
  },
  oneditprepare() {
    const form = openForm(this);
    const known = $("#ru-known-members").empty();
    for (const name of allArrays().flatMap(memberNames)) $("<option>").val(name).appendTo(known);
    const names = faultNames.map((fault) => [fault, this._(`server-connection.fault.${fault}`)] as const);
    const rows = openRows<FaultRow>($("#ru-faults"), {
      addButton: this._("server-connection.button.add"),
      changed: () => form.refresh(),
      build: (row, fault) => {
        rowChoice(row, "fault", this._("server-connection.row.fault"), names, fault.name);
        rowField(row, "member", this._("server-connection.row.member"), fault.member).attr("list", "ru-known-members");
      },
      read: (row) => ({ name: rowText(row, "fault"), member: rowText(row, "member") }),
    });
    for (const fault of this.faults ?? []) rows.add(fault);
    readFromForm(this, "faults", rows.read);
  },
  oneditsave() {
    closeForm(this, true);
  },
  oneditcancel() {
    closeForm(this, false);
  },
});
