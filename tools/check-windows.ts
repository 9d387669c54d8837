#!/usr/bin/env node
/**
 * `npm run check-windows` in a clone, `npx rolling-update-check-windows` beside the installed package: asks this Windows computer, or others by
 * WinRM or SSH, everything that a rolling update relies on, through the real adapter. Changes nothing unless a test member is named.
 *
 *   npm run check-windows                                         this computer (as administrator)
 *   npm run check-windows -- --server cas1.contoso.com            a server by WinRM, as whoever runs this
 *   npm run check-windows -- --help                               everything else
 */
import { runCheck } from "./check-windows/run-check";
import { main } from "./program";

main(runCheck);
