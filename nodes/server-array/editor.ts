import { closeForm, openForm } from "../shared/editor/form";
import { current, currentText, readFromForm, textOf } from "../shared/editor/live";
import type { NumberField } from "../shared/editor/step";
import { openRows, rowField, rowText } from "../shared/editor/rows";
import { all, chosen, looksLike, needed, onlyWhen, same, wholeNumber, windowsPath } from "../shared/editor/validate";
import type { MemberRow } from "../shared/editor/paste-members";
import { isList, membersIn } from "../shared/editor/paste-members";
import { namesakes } from "../../lib/server/host-name";

export interface ServerArrayConfig {
  version: number;
  name: string;
  /** In the order in which they are updated. */
  members: MemberRow[];
  /** How many other members must serve while one is out. */
  minInService: NumberField;
  serving: "nlb" | "http" | "script";
  servingScheme: "https" | "http" | "tcp";
  servingPort: NumberField;
  servingPath: string;
  servingHost: string;
  servingStatus: NumberField;
  /** A path on the member. */
  servingScript: string;
  /** A server-connection. */
  connection: string;
  scomServer: string;
}

const membersOf = (value: unknown): readonly MemberRow[] => (Array.isArray(value) ? (value as MemberRow[]) : []);
const probed = ["nlb", "http"];
const probedByHttp = (validate: EditorValidator): EditorValidator =>
  onlyWhen("serving", probed, onlyWhen("servingScheme", ["https", "http"], validate));

const members: EditorValidator = function (value, _options) {
  const list = membersOf(value);
  if (list.length === 0) return this._("server-array.reason.none");
  const unnamed = list.findIndex((member) => textOf(member.name).trim() === "");
  if (unnamed !== -1) return this._("server-array.reason.unnamed", { number: unnamed + 1 });
  const spaced = list.find((member) => /[\s,;]/.test(member.name) || /[\s,;]/.test(textOf(member.address)));
  if (spaced !== undefined) return this._("server-array.reason.spaces", { name: spaced.name });
  const twice = list.find((member, index) => list.findIndex((other) => same(other.name, member.name)) !== index);
  if (twice !== undefined) return this._("server-array.reason.twice", { name: twice.name });
  const pair = namesakes(list.map(({ name }) => name));
  if (pair !== null) return this._("server-array.reason.namesakes", { one: pair[0], other: pair[1] });
  const address = ({ name, address }: MemberRow): string => textOf(address) || name;
  const shared = list.find((member, index) => list.findIndex((other) => same(address(other), address(member))) !== index);
  return shared === undefined || this._("server-array.reason.sharedAddress", { address: address(shared), name: shared.name });
};

const minInService: EditorValidator = all(wholeNumber(0, 999), function (value, _options) {
  const others = membersOf(current(this, "members")).length - 1;
  return others < 0 || Number(value) <= others || this._("server-array.reason.tooMany", { others });
});

RED.nodes.registerType<ServerArrayConfig>("server-array", {
  category: "config",
  defaults: {
    version: { value: 1 },
    name: { value: "", required: true, validate: needed("server-array.reason.name") },
    members: { value: [], validate: members },
    minInService: { value: 1, required: true, validate: minInService },
    connection: { value: "", type: "server-connection", required: true, validate: chosen("server-array.reason.connection") },
    serving: { value: "nlb" },
    servingScheme: {
      value: "https",
      validate: onlyWhen("serving", ["http"], function (value, _options) {
        return value !== "tcp" || this._("server-array.reason.tcp");
      }),
    },
    servingPort: { value: 443, required: true, validate: onlyWhen("serving", probed, wholeNumber(1, 65_535)) },
    servingPath: {
      value: "/",
      required: true,
      validate: probedByHttp(all(needed("shared.reason.path"), looksLike(/^\//, "shared.reason.path"))),
    },
    servingHost: { value: "" },
    servingStatus: { value: 200, required: true, validate: probedByHttp(wholeNumber(100, 599)) },
    servingScript: {
      value: "",
      validate: onlyWhen(
        "serving",
        ["script"],
        all(needed("server-array.reason.script"), looksLike(windowsPath, "server-array.reason.scriptPath")),
      ),
    },
    scomServer: { value: "", validate: looksLike(/^[\w.-]+$/, "server-array.reason.scomServer") },
  },
  paletteLabel() {
    return this._("server-array.palette");
  },
  label() {
    return this.name || this._("server-array.palette");
  },
  oneditprepare() {
    const form = openForm(this);
    const list = $("#ru-members");
    const box = $("#ru-paste");
    const text = $("#ru-paste-text");
    const openBox = (): void => {
      box.prop("hidden", false);
      text.trigger("focus");
    };
    const rows = openRows<MemberRow>(list, {
      addButton: this._("server-array.button.add"),
      buttons: [{ label: this._("server-array.button.pasteMany"), icon: "fa fa-clipboard", id: "ru-paste-open", click: openBox }],
      changed: () => form.refresh(),
      build: (row, member) => {
        $("<span class='ru-position'>").appendTo(row);
        rowField(row, "name", this._("server-array.member.name"), member.name);
        rowField(row, "address", this._("server-array.member.address"), member.address);
      },
      read: (row) => ({ name: rowText(row, "name"), address: rowText(row, "address") }),
    });
    for (const member of membersOf(this.members)) rows.add(member);
    readFromForm(this, "members", rows.read);

    /** Adds a pasted list; empty rows make room for it. */
    const add = (text: string): void => {
      const pasted = membersIn(text);
      for (const row of rows.elements()) if (rowText(row, "name") === "" && rowText(row, "address") === "") row.closest("li").remove();
      for (const member of pasted) rows.add(member);
      form.refresh();
    };
    list.on("paste", "input", (event) => {
      const text = (event.originalEvent as ClipboardEvent | undefined)?.clipboardData?.getData("text") ?? "";
      if (!isList(text)) return;
      event.preventDefault();
      add(text);
    });

    $("#ru-paste-add").on("click", () => {
      add(textOf(text.val()));
      text.val("");
      box.prop("hidden", true);
    });

    $(".ru-form").on("input change", () => {
      $("#ru-none-needed").prop("hidden", currentText(this, "minInService").trim() !== "0");
    });
  },
  oneditsave() {
    closeForm(this, true);
  },
  oneditcancel() {
    closeForm(this, false);
  },
});
