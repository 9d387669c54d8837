import type { Definition, Field, NamedField } from "../../nodes/shared/fields";
import { keysOfField } from "../../nodes/shared/fields";

interface Sources {
  /** The help that somebody has written. */
  readonly help: string;
  /** Finds the text of a key; null where there is none. */
  readonly find: (key: string) => string | null;
}

/** The help of a node, with a table of what can be set: as what, at first, and from where to where. It stands before the references. */
export function helpOf(type: string, { fields }: Definition, { help, find }: Sources): string {
  const say = (key: string): string => find(key) ?? key;
  const rows = Object.entries(fields)
    .filter(([name, field]) => isTold(name, field))
    .map(([name, field]) => [say(keysOfField(type, name, field).label), initiallyIn({ type, name, field }, say), limitsIn(field, say)]);
  const columns = ["setting", "initially", "limits"].map((column) => say(`shared.settings.${column}`));
  const table = [`### ${say("shared.settings.title")}`, "", rowOf(columns), rowOf(columns.map(() => "---")), ...rows.map(rowOf)].join("\n");
  const at = help.indexOf("\n### References");
  return at === -1 ? `${help}\n\n${table}` : `${help.slice(0, at)}\n${table}\n${help.slice(at)}`;
}

const rowOf = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** What every node has needs no words here: its name, and the section for work by hand. */
const isTold = (name: string, { look, section }: Field): boolean => look.as !== "hidden" && name !== "name" && section !== "byHand";

function initiallyIn({ type, name, field }: NamedField, say: (key: string) => string): string {
  const { look, initially } = field;
  const keys = keysOfField(type, name, field);
  // What stands behind a colon explains the choice; in the form it is read before choosing.
  if ("options" in look) return say(keys.option(String(initially))).replace(/: .*$/, "");
  if (look.as === "tick") return say("shared.settings.off");
  if (look.as === "quantity" && look.unit !== null) return `${number(Number(initially))} ${say(`shared.unit.${look.unit}`)}`;
  return typeof initially === "object" || initially === "" ? say("shared.settings.empty") : String(initially);
}

function limitsIn({ limits }: Field, say: (key: string) => string): string {
  if (limits === undefined) return "";
  return say("shared.limits").replace("__from__", number(limits.from)).replace("__to__", number(limits.to));
}

const number = (value: number): string => value.toLocaleString("en");
