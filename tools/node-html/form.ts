import type { Definition, Field, Remark, When } from "../../nodes/shared/fields";
import { hintsOf, keysOfField, noticesOf } from "../../nodes/shared/fields";
import { controlOf } from "./control";
import { attributes, indented, whenOf } from "./markup";

interface Surroundings {
  /** Whether a text exists: hints and placeholders are shown only if there is one. */
  readonly has: (key: string) => boolean;
  /** What the node's folder adds to the form, before its sections. */
  readonly part: string | null;
}

type Entry = readonly [name: string, field: Field];

/** The form of a node: a row for each field, and collapsible sections. */
export function formOf(type: string, { category, fields }: Definition, { has, part }: Surroundings): string {
  const prefix = category === "config" ? "node-config-input" : "node-input";
  const row = (entries: readonly Entry[]): string => rowOf({ type, prefix, has }, entries);
  const shown = Object.entries(fields).filter(([, { look }]) => look.as !== "hidden");
  const plain = rowsOf(shown.filter(([, { section }]) => section === undefined)).map(row);
  const sections = [...new Set(shown.map(([, { section }]) => section))].filter((name) => name !== undefined);
  const folded = sections.map((name) => {
    const inside = shown.filter(([, { section }]) => section === name);
    return sectionOf({ root: inside[0]?.[1].texts ?? type, name, has }, rowsOf(inside).map(row));
  });
  return ['<div class="ru-form">', ...[...plain, ...(part === null ? [] : [part]), ...folded].map(indented), "</div>"].join("\n");
}

/** Groups the fields of one row. */
function rowsOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const rows: Entry[][] = [];
  for (const entry of entries) {
    if (entry[1].beside === true) rows.at(-1)?.push(entry);
    else rows.push([entry]);
  }
  return rows;
}

interface Section {
  /** Of its texts. */
  readonly root: string;
  readonly name: string;
  readonly has: (key: string) => boolean;
}

function sectionOf({ root, name, has }: Section, rows: readonly string[]): string {
  const about = `${root}.about.${name}`;
  return [
    '<details class="ru-section">',
    // In an element of its own: the editor writes the text over whatever else is in there.
    `  <summary><span${attributes({ "data-i18n": `${root}.section.${name}` })}></span></summary>`,
    ...(has(about) ? [`  <p class="ru-about"${attributes({ "data-i18n": about })}></p>`] : []),
    ...rows.map(indented),
    "</details>",
  ].join("\n");
}

interface Node {
  readonly type: string;
  readonly prefix: string;
  readonly has: (key: string) => boolean;
}

function rowOf(node: Node, entries: readonly Entry[]): string {
  const [first] = entries;
  if (first === undefined) return "";
  const [name, field] = first;
  const { label } = keysOfField(node.type, name, field);
  const controls = entries.map(([own, other]) => controlOf({ ...node, name: own, field: other, beside: entries.length > 1 }));
  const single = controls.length === 1 ? controls[0] : undefined;
  const remarks = entries.flatMap(([own, other]) => [
    ...hintsOf({ type: node.type, name: own, field: other }, node.has).map((hint) => remarkOf("ru-hint", hint, field)),
    ...noticesOf({ type: node.type, name: own, field: other }).map((notice) => remarkOf("ru-notice", notice, field)),
  ]);
  return [
    `<div class="form-row"${attributes(whenOf(field.when))}>`,
    `  <label${attributes({ for: controls[0]?.labels })}>${iconOf(field)}<span${attributes({ "data-i18n": label })}></span></label>`,
    indented(single?.alone ?? quantityOf(entries, controls, node)),
    ...remarks.map(indented),
    "</div>",
  ].join("\n");
}

/** Several controls in a row, with words between them. */
function quantityOf(entries: readonly Entry[], controls: readonly { readonly inline: string }[], { type }: Node): string {
  const parts = entries.map(([name, field], index) => {
    const { joiner } = keysOfField(type, name, field);
    const before = index === 0 ? [] : [`<span class="ru-unit"${attributes({ "data-i18n": joiner })}></span>`];
    // Each stays on one line; a narrow form may wrap between them.
    return ['<span class="ru-part">', ...[...before, controls[index]?.inline ?? ""].map(indented), "</span>"].join("\n");
  });
  return ['<div class="ru-quantity">', ...parts.map(indented), "</div>"].join("\n");
}

const iconOf = ({ icon }: Field): string => (icon === undefined ? "" : `<i class="fa fa-${icon}"></i> `);

/** Without the conditions under which the row itself is shown. */
function remarkOf(looks: string, { key, when }: Remark, { when: ofRow = {} }: Pick<Field, "when">): string {
  const own: When = Object.fromEntries(Object.entries(when).filter(([name, values]) => ofRow[name]?.join() !== values.join()));
  return `<div class="${looks}"${attributes({ ...whenOf(own), "data-i18n": key })}></div>`;
}
