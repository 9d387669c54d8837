/**
 * `npm test`: which suites there are, mocha for each of them, side by side, and the sum of it all. It knows no test.
 * Begin with `suites.ts`.
 */
export type { Playing } from "./mocha";
export { heading, playPart } from "./mocha";
export { runBeside, succeeds } from "./node";
export { sideBySide } from "./side-by-side";
export type { Part } from "./suites";
export { partsOf, specsOf, suitesThere } from "./suites";
export { Totals } from "./totals";
