/**
 * `npm run mutants`: small bugs, planted one at a time, and whether a test notices each. Stryker plants them; here is what it is told, how our specs
 * are run under it, and what is made of its results. It knows no test. Begin with `rooms.ts`.
 */
export type { Harmless } from "./harmless";
export { judgedHarmless, readHarmless } from "./harmless";
export type { Mutant, Report } from "./mutant";
export { mutantsOf } from "./mutant";
export { helpText, readOptions } from "./options";
export { refusedByTheCompiler } from "./refused";
export { figuresOf, isEnough, tell } from "./report";
export { chosen } from "./rooms";
export { folder, missing, play } from "./stryker";
