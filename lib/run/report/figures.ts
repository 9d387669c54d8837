import type { MemberState, RunState } from "../record";
import type { Markup } from "./markup";
import { heads, markup, shown } from "./markup";
import { answerLost } from "./tables";
import { text } from "../../texts";
import { lasting, timeIn } from "./format";
import { leftToDo, standing } from "../record";

interface Figures {
  readonly atWorkMs: number | null;
  readonly steps: number;
  readonly changes: number;
  readonly lost: number;
  readonly longest: { readonly step: string; readonly ms: number } | null;
}

/** Every member with its outcome and its figures, and the totals. */
export function figuresTable(state: RunState, now: number): Markup {
  const all = state.members.map((member) => figuresOf(state, member, now));
  const sum = (of: (figures: Figures) => number): number => all.reduce((total, figures) => total + of(figures), 0);
  const rows = state.members.map((member, index) => row(state, member, all[index] ?? none));
  const changes = state.plan.dryRun ? text("table.would-change") : text("table.changes");
  return markup`<div class="wide"><table><thead><tr>${heads(
    text("table.member"),
    text("table.outcome"),
    text("table.started"),
    text("table.time-at-work"),
    text("table.steps"),
    changes,
    text("table.answers-lost"),
    text("table.longest-step"),
  )}</tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">${text("table.all")}</th><td></td><td></td><td class="number">${all.every(({ atWorkMs }) => atWorkMs === null) ? NONE : shown(lasting(sum(({ atWorkMs }) => atWorkMs ?? 0)))}</td><td class="number">${sum(({ steps }) => steps)}</td><td class="number">${sum(({ changes }) => changes)}</td><td class="number">${sum(({ lost }) => lost)}</td><td></td></tr></tfoot></table></div>`;
}

/** Where there is nothing to count. */
const NONE = "–";
const none: Figures = { atWorkMs: null, steps: 0, changes: 0, lost: 0, longest: null };

function row(state: RunState, member: MemberState, { atWorkMs, steps, changes, lost, longest }: Figures): Markup {
  const bad = leftToDo(state, member) || member.outcome === "failed";
  const outcome = standing(state, member);
  const number = (n: number) => (member.startedAt === null ? NONE : n);
  return markup`<tr><th scope="row">${member.name}</th><td>${bad ? markup`<b class="bad">${outcome}</b>` : outcome}</td><td class="number">${member.startedAt === null ? NONE : shown(timeIn(state, member.startedAt))}</td><td class="number">${atWorkMs === null ? NONE : shown(lasting(atWorkMs))}</td><td class="number">${number(steps)}</td><td class="number">${number(changes)}</td><td class="number">${number(lost)}</td><td>${longest === null ? NONE : text("table.longest", { step: longest.step, duration: lasting(longest.ms) })}</td></tr>`;
}

function figuresOf(state: RunState, member: MemberState, now: number): Figures {
  if (member.startedAt === null) return none;
  const end = member.finishedAt ?? state.finishedAt ?? (state.phase === "ended" ? null : now);
  const durations = member.steps.flatMap(({ name: step, startedAt, finishedAt }) => {
    const until = finishedAt ?? end;
    return until === null ? [] : [{ step, ms: until - startedAt }];
  });
  return {
    atWorkMs: end === null ? null : end - member.startedAt,
    steps: member.steps.length,
    changes: state.plan.dryRun ? member.wouldChange.length : member.changes.length,
    lost:
      state.phase === "ended"
        ? member.changes.filter(answerLost).length
        : member.changes.filter((change) => change.outcome !== "sent" && answerLost(change)).length,
    longest: durations.reduce<Figures["longest"]>((longest, step) => (longest === null || step.ms > longest.ms ? step : longest), null),
  };
}
