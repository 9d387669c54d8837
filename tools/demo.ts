/**
 * `npm run demo`: a rolling update of a simulated array, from the start over HTTP to the report.
 *
 *   npm run demo                                       about a minute
 *   npm run demo -- --fault installer-fails@CAS2       what happens when something breaks
 *   npm -s run demo -- --json                          for other programs: one document, without npm's own lines before it
 *   npm run demo -- --help                             everything else
 */
import { runDemo } from "./demo/run-demo";
import { main } from "./program";

main(runDemo);
