/**
 * The journals of runs, for whoever has to know what a run did: `npm run journal`.
 *
 *   npm run journal -- list ~/.node-red             which runs there are
 *   npm run journal -- show FILE                    what a run did, line by line
 *   npm run journal -- verify FILE                  whether a journal is as it was written
 *   npm run journal -- --help                       everything else
 */
import { runJournal } from "./journal/index";
import { main } from "./program";

main(runJournal);
