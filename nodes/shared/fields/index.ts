/**
 * The settings of a node, declared once: a node's `fields.ts` uses what is here. From it come the values that the runtime works with
 * (`nodes/shared/runtime/schema.ts`), the editor's defaults and reasons (`nodes/shared/editor`), the form, and the settings in the help
 * (`tools/node-html`). Pure: no Node-RED, no page, no package. It has no texts: they are found by the field's name (`texts.ts`).
 * Begin with `field.ts`; then any node's `fields.ts`.
 */
export { choice, tick } from "./choice";
export type { Definition, Shown } from "./definition";
export { byHand, flowNode, ownUpdate, sharedNode, stepNode } from "./definition";
export type { Field, Fields, Look, Others, Parsed, Placing, Problem, Reading, Rule, When } from "./field";
export { textOf } from "./field";
export { entriesOf, list, numbers } from "./list";
export { megabytes, minutes, port, ports, seconds, wholeNumber } from "./number";
export type { Pattern } from "./patterns";
export { hostHeaderLike, hostLike, isHost, pattern, serviceNamesLike, urlPathLike, webAddressLike, windowsPathLike } from "./patterns";
export type { FieldProblem } from "./read";
export { counts, initially, lookAt, othersOf, problemOf } from "./read";
export { configNode, credential, credentialsOf, missingCredentials, problemOfCredential, version } from "./reference";
export { rows } from "./rows";
export { httpStatuses, text, windowsPath } from "./text";
export type { NamedField, Remark, Say, Text } from "./texts";
export { hintsOf, keyOf, limitsInWords, keysOfField, neededKeys, noticesOf, problemInWords, words } from "./texts";
