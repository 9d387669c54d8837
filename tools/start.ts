/**
 * `npm start`: Node-RED's editor with the bundled flow on the lab, ready to press Start.
 *
 *   npm start                    on http://127.0.0.1:1880/
 *   npm start -- --port 1881     elsewhere
 */
import { runEditor } from "./node-red/run-editor";
import { main } from "./program";

main(runEditor);
