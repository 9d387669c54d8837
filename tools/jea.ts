#!/usr/bin/env node
/**
 * `npm run jea` in a clone, `npx rolling-update-jea` beside the installed package: the files of JEA endpoints that offer what a flow needs of its servers, and nothing else.
 *
 *   npm run jea -- --out jea                                                     all functions of the package
 *   npm run jea -- --out jea --flow flow.json --account 'CONTOSO\svc-nodered'    what this flow uses
 *   npm run jea -- --help                                                        everything else
 */
import { runJea } from "./jea/index";
import { main } from "./program";

main(runJea);
