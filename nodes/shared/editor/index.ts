/**
 * What the editor halves of all nodes have in common: from a node's fields come its defaults, what is wrong with it, and its open form. For the
 * browser: it knows the page and nodes/shared/fields, and nothing that needs Node. The code of each editor half, written at the build, registers
 * the node through `node.ts`. Begin there.
 */
export type { Form } from "./form";
export { currentText } from "./live";
export type { Own } from "./node";
export { allArrays, memberNames } from "./references";
export { rowText } from "./rows";
