import type { MemberState, RunState } from "../record/state";
import type { Markup } from "./escape";
import { Markup as Trusted, markup } from "./escape";
import { figuresTable } from "./figures";
import { restOf } from "./left-to-do";
import { style } from "./style";
import { changesTable, factsTable, stepsTable, wouldChangeTable } from "./tables";
import { count, dateAndTime, lasting, timeSince } from "../record/format";
import { timeline } from "./timeline";
import { inOneSentence, leftToDo, standing, stoppedAt } from "../record/summary";

/** The report of a run for people: one page that needs nothing else, neither network nor script. @param now on the run's clock */
export const html = (state: RunState, now: number): string =>
  `${
    markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${state.plan.array}: ${inOneSentence(state)}</title>
<style>${new Trusted(style)}</style></head>
<body>
${head(state, now)}
${restOf(state)}
<h2>Members</h2>${figuresTable(state, now)}
${timeline(state, now)}
${warnings(state)}
${state.members.filter(({ startedAt }) => startedAt !== null).map((member) => section(state, member, now))}
<footer>Run ${state.id} of ${state.plan.array}. All times are UTC, on the run's clock.</footer>
</body></html>`.text
  }\n`;

function head(state: RunState, now: number): Markup {
  const { plan, startedAt, finishedAt } = state;
  const sentence = inOneSentence(state);
  const at = stoppedAt(state);
  // The box of what is left to do has the reason of its member.
  const reason = at !== undefined && at.reason !== null && leftToDo(state, at) ? null : (at?.reason ?? state.reason);
  const line = (term: string, text: Markup | string | null) =>
    text === null ? null : markup`<dt>${term}</dt><dd class="kept">${text}</dd>`;
  const end = finishedAt ?? (state.phase === "ended" ? null : now);
  return markup`<header><h1 class="${mood(state)}">${sentence}</h1>
<dl>
${reason !== null && !sentence.includes(reason) ? line("reason", reason) : null}
${line("array", `${plan.array}, ${count(state.members.length, "member")}, at least ${count(plan.minInService, "other member")} must serve`)}
${line("update", plan.update ?? "none named")}
${line("asked by", plan.requestedBy ?? "not told")}
${line("note", plan.note)}
${plan.dryRun ? line("kind", "dry run: everything was looked at, nothing was changed") : null}
${plan.byHand ? line("kind", "one step, started by hand") : null}
${line("start", dateAndTime(startedAt))}
${line("end", finishedAt === null ? (state.phase === "ended" ? "not recorded" : "not ended yet") : dateAndTime(finishedAt))}
${end === null ? null : line("duration", lasting(end - startedAt))}
${line("run", markup`<code>${state.id}</code>${state.reasonCode === null ? null : markup` <small>(reason code ${state.reasonCode})</small>`}`)}
</dl></header>`;
}

function mood({ phase, outcome }: RunState): string {
  if (phase === "stopping" || outcome === "stopped") return "bad";
  return outcome === "finished" ? "good" : "";
}

function warnings({ warnings: all, startedAt }: RunState): Markup | null {
  if (all.length === 0) return null;
  const items = all.map(
    ({ at, member, text }) =>
      markup`<li class="kept"><span class="muted">${timeSince(startedAt, at)}</span> ${member === null || text.startsWith(`${member}: `) ? null : `${member}: `}${text}</li>`,
  );
  return markup`<h2>Warnings</h2><ul>${items}</ul>`;
}

function section(state: RunState, member: MemberState, now: number): Markup {
  const address = member.address === member.name ? null : markup` <small>${member.address}</small>`;
  return markup`<section><h2>${member.name}: ${standing(state, member)}${address}</h2>
${member.reason === null ? null : markup`<p class="kept">${member.reason}</p>`}
<h3>Found and left</h3>${factsTable(member)}
<h3>Steps</h3>${member.steps.length === 0 ? markup`<p>No step was at work on ${member.name}.</p>` : stepsTable(state, member, now)}
${changes(state, member)}
</section>`;
}

function changes(state: RunState, member: MemberState): Markup {
  if (state.plan.dryRun) {
    return member.wouldChange.length === 0
      ? markup`<p>A real run would change nothing on ${member.name}.</p>`
      : markup`<details open><summary>Would change (${member.wouldChange.length})</summary>${wouldChangeTable(member.wouldChange)}</details>`;
  }
  return member.changes.length === 0
    ? markup`<p>Nothing was changed on ${member.name}.</p>`
    : markup`<details open><summary>Changes (${member.changes.length})</summary>${changesTable(state, member)}</details>`;
}
