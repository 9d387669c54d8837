/**
 * The editor half of a node, from its folder: the code that registers it, its form, and its help with the settings. The settings come from
 * `fields.ts`; `editor.ts` and `part.html` exist only if fields are not enough. `npm run build` joins the three into the html file that
 * Node-RED wants beside the node's runtime half.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Definition } from "../../nodes/shared/fields";
import { formOf } from "./form";
import { helpOf } from "./help";
import { registrationOf } from "./registration";
import type { Texts } from "./texts";
import { lookUp } from "./texts";

export interface EditorHalf {
  /** TypeScript that imports from the node's folder, to be bundled. */
  readonly code: string;
  readonly form: string;
  /** Markdown. */
  readonly help: string;
}

/**
 * @param folder of the node's sources
 * @param texts the node's English texts, the shared ones among them
 */
export function editorHalfOf(type: string, folder: string, texts: Texts): EditorHalf {
  const { definition } = require(join(folder, "fields.ts")) as { readonly definition: Definition };
  const find = lookUp(texts);
  const read = (name: string): string | null => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").trim() : null);
  return {
    code: registrationOf(type, definition, existsSync(join(folder, "editor.ts"))),
    form: formOf(type, definition, { has: (key) => find(key) !== null, part: read("part.html") }),
    help: helpOf(type, definition, { help: read("help.md") ?? "", find }),
  };
}
