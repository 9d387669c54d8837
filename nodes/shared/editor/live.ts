import { textOf } from "../fields";

/** The form of a node, while it is open. */
export interface OpenForm {
  readonly node: EditorNode;
  readonly root: JQuery;
}

/** What the open form has now, for reasons and texts that depend on more than one field. */

type Read = () => unknown;

/** Properties that are no single field (lists, rows), by name: how the open form reads them. */
const lists = new Map<string, Read>();
let owner: string | undefined;

/** From now on the properties of this node are read from its open form. */
export function readFromForm(node: EditorNode, property: string, read: Read): void {
  if (owner !== node.id) lists.clear();
  owner = node.id;
  lists.set(property, read);
}

/** The form is closed: properties are read from the nodes again. */
export function formClosed(): void {
  lists.clear();
  owner = undefined;
}

/** The list properties of the open form and what they hold. */
export const listsOfForm = (): [string, unknown][] => [...lists].map(([property, read]) => [property, read()]);

export const prefixOf = (node: EditorNode): string => (node._def.category === "config" ? "node-config-input" : "node-input");

/** A property as it was saved. */
export const saved = (node: EditorNode, property: string): unknown => (node as unknown as Readonly<Record<string, unknown>>)[property];

/** A property as the open form has it, or as the node has it while its form is not on top. */
export function current(node: EditorNode, property: string): unknown {
  if (RED.editor.getEditStack().at(-1)?.id !== node.id) return saved(node, property);
  const list = owner === node.id ? lists.get(property) : undefined;
  if (list !== undefined) return list();
  const field = $(`#${prefixOf(node)}-${property}`);
  if (field.length === 0) return saved(node, property);
  return field.attr("type") === "checkbox" ? field.prop("checked") : (field.val() ?? saved(node, property));
}

/** {@link current} as text. */
export const currentText = (node: EditorNode, property: string): string => textOf(current(node, property)) ?? "";
