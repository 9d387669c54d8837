import { enumerated, instant, listed, text } from "../../texts";
import type { MemberState, RunState, Soak } from "../record";
import { batchesOf } from "../record";
import { lasting, timeIn } from "./format";
import type { Markup } from "./markup";
import { heads, markup, shown } from "./markup";

/** The batches as they were, with the soaks between them; nothing where it was one member after the other and nobody looked in between. */
export function batchesTable(state: RunState, now: number): Markup | null {
  const { atOnce } = state.plan;
  if (atOnce === undefined && state.soaks.length === 0) return null;
  const rows = batchesOf(state).map((batch, index) => [
    state.soaks.filter((soak) => soak.batch === index).map((soak) => soakRow(state, soak, now)),
    batchRow(state, { batch, number: index + 1 }, now),
  ]);
  const set = atOnce === undefined ? null : markup`<p>${text("report.at-once-is", { set: atOnce.set, most: atOnce.most })}</p>`;
  const columns = heads(text("table.batch"), text("table.members"), text("table.started"), text("table.took"), text("table.in-words"));
  return markup`<h2>${text("report.batches")}</h2>${set}<div class="wide"><table><thead><tr>${columns}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function batchRow(
  state: RunState,
  { batch, number }: { readonly batch: readonly MemberState[]; readonly number: number },
  now: number,
): Markup {
  const names = listed(batch.map(({ name }) => name));
  const starts = batch.flatMap(({ startedAt }) => startedAt ?? []);
  if (starts.length === 0)
    return markup`<tr><th scope="row">${number}</th><td>${shown(names)}</td><td></td><td></td><td>${text("report.not-begun")}</td></tr>`;
  const ends = batch.map(({ finishedAt }) => finishedAt ?? state.finishedAt ?? now);
  const from = Math.min(...starts);
  const to = Math.max(...ends);
  const ended = batch.every(({ phase }) => phase !== "at work");
  return markup`<tr><th scope="row">${number}</th><td>${shown(names)}</td><td class="number">${shown(timeIn(state, from))}</td><td class="number">${shown(lasting(to - from))}</td><td>${ended ? text("report.ended-at", { at: timeIn(state, to) }) : text("standing.at-work")}</td></tr>`;
}

/** Who was compared with whom, by what, and what came of it. */
function soakRow(state: RunState, { batch, startedAt, until, endedAt, text: said, cursors }: Soak, now: number): Markup {
  const before = batchesOf(state).slice(0, batch).flat();
  const compared = (all: readonly MemberState[]) => enumerated(all.flatMap(({ name }) => (name in cursors ? [name] : [])));
  const who = text("report.soak-of", {
    updated: compared(before),
    others: compared(state.members.filter((member) => !before.includes(member))),
  });
  const came = said ?? text("report.soak-lasts", { until: instant(until) });
  return markup`<tr><th scope="row">${text("report.soak")}</th><td>${who}</td><td class="number">${shown(timeIn(state, startedAt))}</td><td class="number">${shown(lasting((endedAt ?? state.finishedAt ?? now) - startedAt))}</td><td class="kept">${came}<br><small>${text("report.soak-by")}</small></td></tr>`;
}
