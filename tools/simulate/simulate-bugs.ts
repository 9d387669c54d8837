/**
 * `npm run simulate:bugs`: whether the simulation can see. Puts each bug of simulation/bugs into a copy of this tree, one at a time, and plays nights
 * there until a promise is broken.
 *
 *   npm run simulate:bugs                              all of them
 *   npm run simulate:bugs -- --only stale-look         one of them
 */
import { main } from "../program";
import { runBugs } from "./run-bugs";

main(runBugs);
