/**
 * The reports of a run: one page for people that needs nothing else, and a document for other systems. It knows the record of a run and nothing
 * about how the run works. Begin with `html.ts`.
 */
import { documentOf } from "../record";
import type { RunState } from "../record";
import type { Languages } from "../settings";
import { html } from "./html";

/** The reports of a run: one for other systems, one for people. @param now on the run's clock */
export const reportOf = (state: RunState, now: number, { documents, reports }: Languages): { json: string; html: string } => ({
  json: `${JSON.stringify(documentOf(state, { now, report: null, say: documents }), null, 2)}\n`,
  html: html(state, { now, ...byItsClocks(state, reports) }),
});

/** By the clocks of the maintenance window, where the run has one. */
function byItsClocks({ plan: { zone } }: RunState, reports: Languages["reports"]): Languages["reports"] {
  return zone === undefined || reports.inZone === undefined ? reports : { ...reports, say: reports.inZone(zone), zone };
}
