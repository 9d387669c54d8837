import { documentOf } from "../record/document";
import type { RunState } from "../record/state";
import { html } from "./html";

/** The reports of a run: one for other systems, one for people. @param now on the run's clock */
export const reportOf = (state: RunState, now: number): { json: string; html: string } => ({
  json: `${JSON.stringify(documentOf(state, now, null), null, 2)}\n`,
  html: html(state, now),
});
