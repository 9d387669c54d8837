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
