/**
 * `npm test`: which suites there are, mocha for each of them, some beside others, and the sum of it all. It knows no test.
 * Begin with `suites.ts`.
 */
export type { Playing } from "./mocha";
export { heading, playSuite } from "./mocha";
export { runBeside, succeeds } from "./node";
export { inTwoLanes, specsOf, suitesThere } from "./suites";
export { Totals } from "./totals";
