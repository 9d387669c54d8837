/**
 * `npm run simulate`: nights of the bundled flow in a real Node-RED on virtual time, each made by its seed and judged by the auditor.
 *
 *   npm run simulate -- --seeds 300                    the nights of the seeds 1 to 300
 *   npm -s run simulate -- --seeds 300 --json          for other programs: one document
 *   npm run simulate -- --seed 42 --trace              what happened in one night, in order
 *   npm run simulate -- --help                         everything else
 */
import { main } from "../program";
import { runSimulate } from "./run-simulate";

main(runSimulate);
