/// <reference path="../../../nodes/node-red-editor.d.ts" />
import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as EditorHalf from "../../../nodes/shared/editor/node";
import { fieldsFileOf, inEnglish } from "../../shared/node-fields";

const nodes = join(__dirname, "../../../nodes");

/** An editor in which every config node that is asked for exists and is in order, and there are no others. */
const anEditor = {
  nodes: { node: (id: string) => (id === "" ? null : { id, type: "any", valid: true }), eachConfig: () => undefined },
  editor: { getEditStack: () => [] },
};

/** Mocha hooks: the editor's code finds an editor. */
export function inAnEditor(): void {
  before(() => {
    Object.assign(globalThis, { RED: anEditor });
    // The build makes a text of it.
    require.extensions[".css"] = (module) => void (module.exports = { default: "" });
  });
  after(() => {
    delete (globalThis as { RED?: unknown }).RED;
    delete require.extensions[".css"];
  });
}

/** What the editor says of a property of a node that is saved like this: true, or why it will not do. */
export function saidByEditor(type: string, property: string, settings: Readonly<Record<string, unknown>>): true | string {
  const { editorOf } = require(join(nodes, "shared/editor/node")) as typeof EditorHalf;
  const { definition } = fieldsFileOf(type);
  const own = existsSync(join(nodes, type, "editor.ts")) ? (require(join(nodes, type, "editor")) as { own: EditorHalf.Own }).own : {};
  const validate = editorOf(type, definition, own).validate[property] as EditorValidator;
  // Node-RED takes a text for a reason from such validators only.
  if (validate.length !== 2) throw new Error(`The validator of ${type}.${property} does not take two values.`);
  const node = { id: "node", type, _def: { category: definition.category, defaults: {} }, _: inEnglish(type), ...settings };
  return validate.call(node, settings[property], {});
}
