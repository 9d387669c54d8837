import type { Definition, Field, NamedField, Say } from "../../nodes/shared/fields";
import { keysOfField, limitsInWords } from "../../nodes/shared/fields";

interface Sources {
  /** The help as written by hand. */
  readonly help: string;
  /** Finds the text of a key; null where there is none. */
  readonly find: (key: string) => string | null;
}

/** The help of a node, with a table of its settings, their defaults and limits. The table comes before the references. */
export function helpOf(type: string, { fields }: Definition, { help, find }: Sources): string {
  const say: Say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`__${name}__`, String(value)), find(key) ?? key);
  const rows = Object.entries(fields)
    .filter(([name, field]) => isTold(name, field))
    .map(([name, field]) => [say(keysOfField(type, name, field).label), valueIn({ type, name, field }, say)]);
  const columns = [say("shared.settings.setting"), say("shared.settings.initially")];
  const table = [`### ${say("shared.settings.title")}`, "", rowOf(columns), rowOf(columns.map(() => "---")), ...rows.map(rowOf)].join("\n");
  const at = help.indexOf("\n### References");
  return at === -1 ? `${help}\n\n${table}` : `${help.slice(0, at)}\n${table}\n${help.slice(at)}`;
}

const rowOf = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** Leaves out what every node has: its name, and the section for work by hand. */
const isTold = (name: string, { look, section }: Field): boolean => look.as !== "hidden" && name !== "name" && section !== "byHand";

/** `20 minutes (1 to 1,440)`: the sidebar is narrow. */
function valueIn(named: NamedField, say: Say): string {
  const limits = limitsInWords(named.field, say);
  return `${initiallyIn(named, say)}${limits === "" ? "" : ` (${limits})`}`;
}

function initiallyIn({ type, name, field }: NamedField, say: Say): string {
  const { look, initially } = field;
  const keys = keysOfField(type, name, field);
  // The text after a colon explains the choice; it belongs in the form.
  if ("options" in look) return say(keys.option(String(initially))).replace(/: .*$/, "");
  if (look.as === "tick") return say("shared.settings.off");
  if (look.as === "quantity" && look.unit !== null) return `${Number(initially).toLocaleString("en")} ${say(`shared.unit.${look.unit}`)}`;
  return typeof initially === "object" || initially === "" ? say("shared.settings.empty") : String(initially);
}
