#!/usr/bin/env node
/**
 * `npm run check-windows` in a clone, `npx rolling-update-check-windows` beside the installed package: asks this Windows computer, or others by WinRM, everything that a rolling update reads, through the real adapter,
 * and checks the answers against the catalogue. Changes nothing.
 *
 *   npm run check-windows                                         this computer (as administrator)
 *   npm run check-windows -- --server cas1.contoso.com            a server by WinRM, as whoever runs this
 *   npm run check-windows -- --help                               everything else
 */
import { runCheck } from "./check-windows/run-check";
import { main } from "./program";

main(runCheck);
