import type { Fields } from "../fields";
import { prefixOf } from "./live";

/** The editor takes an empty password for a changed one, even if there never was one: the node would have to be deployed again. */
export function leaveUnusedCredentials(node: EditorNode, fields: Fields): void {
  const { credentials = {} } = node as { credentials?: Readonly<Record<string, unknown>> };
  for (const [name, { look }] of Object.entries(fields)) {
    if (look.as !== "credential") continue;
    const known = look.secret ? credentials[`has_${name}`] === true : Boolean(credentials[name]);
    const field = $(`#${prefixOf(node)}-${name}`);
    if (!known && field.val() === "") field.remove();
  }
}

/**
 * A credential as the open form has it; else something in its place, where there is one or nobody knows: the editor is told of credentials when it
 * opens a form, and of passwords only that there is one.
 */
export function currentCredential(node: EditorNode, name: string): unknown {
  const { credentials } = node as { credentials?: Readonly<Record<string, unknown>> };
  if (RED.editor.getEditStack().at(-1)?.id === node.id) {
    const field = $(`#${prefixOf(node)}-${name}`);
    if (field.length > 0) return field.val() ?? "";
  }
  if (credentials === undefined) return KNOWN_TO_NODE_RED;
  return credentials[`has_${name}`] === true ? KNOWN_TO_NODE_RED : (credentials[name] ?? "");
}

const KNOWN_TO_NODE_RED = "*";
